// SPDX-License-Identifier: BSL-1.0
//
// Tanh: y = tanh(x).
#pragma once

#include "tenon/dsl/layers/tanh.hpp"
#include "tenon/lowered/pointwise.hpp"
#include "tenon/simd/elementary.hpp"

namespace tenon {

namespace detail {

struct TanhFunction {
    template <class Vector>
    static Vector value(Vector x) {
        return simd::tanh(x);
    }
    /// tanh' = 1 − tanh², so that dx = dy − dy · y².
    template <class Vector>
    static Vector gradient(Vector, Vector y, Vector dy) {
        return simd::multiply_add(-dy, y * y, dy);
    }
};

} // namespace detail

template <class In>
struct Lowered<Tanh, In> : LoweredPointwise<detail::TanhFunction, In, Tanh::transcendental> {};

} // namespace tenon
