// SPDX-License-Identifier: BSL-1.0
//
// Silu: y = x · sigmoid(x).
#pragma once

#include "tenon/dsl/layers/silu.hpp"
#include "tenon/lowered/pointwise.hpp"
#include "tenon/simd/elementary.hpp"

namespace tenon {

namespace detail {

struct SiluFunction {
    template <class Vector>
    static Vector sigmoid(Vector x) {
        return simd::quotient(Vector(1), Vector(1) + simd::exponential(-x));
    }
    template <class Vector>
    static Vector value(Vector x) {
        return x * sigmoid(x);
    }
    /// With s = sigmoid(x): silu' = s + x · s · (1 − s).
    template <class Vector>
    static Vector gradient(Vector x, Vector, Vector dy) {
        const Vector gate = sigmoid(x);
        return dy * simd::multiply_add(x * gate, Vector(1) - gate, gate);
    }
};

} // namespace detail

template <class In>
struct Lowered<Silu, In> : LoweredPointwise<detail::SiluFunction, In, Silu::transcendental> {};

} // namespace tenon
