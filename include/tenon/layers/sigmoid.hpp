// SPDX-License-Identifier: BSL-1.0
//
// Sigmoid: y = 1 / (1 + exp(−x)).
#pragma once

#include "tenon/dsl/layers/sigmoid.hpp"
#include "tenon/lowered/pointwise.hpp"
#include "tenon/simd/elementary.hpp"

namespace tenon {

namespace detail {

struct SigmoidFunction {
    template <class Vector>
    static Vector value(Vector x) {
        return simd::quotient(Vector(1), Vector(1) + simd::exponential(-x));
    }
    /// sigmoid' = sigmoid · (1 − sigmoid).
    template <class Vector>
    static Vector gradient(Vector, Vector y, Vector dy) {
        return dy * (y * (Vector(1) - y));
    }
};

} // namespace detail

template <class In>
struct Lowered<Sigmoid, In> : LoweredPointwise<detail::SigmoidFunction, In, Sigmoid::transcendental> {};

} // namespace tenon
