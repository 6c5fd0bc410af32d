// SPDX-License-Identifier: BSL-1.0
//
// Relu: y = max(0, x).
#pragma once

#include "tenon/dsl/layers/relu.hpp"
#include "tenon/lowered/pointwise.hpp"

namespace tenon {

namespace detail {

struct ReluFunction {
    template <class Vector>
    static Vector value(Vector x) {
        return simd::maximum(Vector(0), x);
    }
    /// 1 where x > 0, which is where y > 0, and 0 elsewhere.
    template <class Vector>
    static Vector gradient(Vector, Vector y, Vector dy) {
        return simd::where_positive(y, dy);
    }
};

} // namespace detail

template <class In>
struct Lowered<Relu, In> : LoweredPointwise<detail::ReluFunction, In> {};

} // namespace tenon
