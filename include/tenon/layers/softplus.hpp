// SPDX-License-Identifier: BSL-1.0
//
// Softplus: y = log(1 + exp(x)).
#pragma once

#include "tenon/dsl/layers/softplus.hpp"
#include "tenon/lowered/pointwise.hpp"
#include "tenon/simd/elementary.hpp"

namespace tenon {

namespace detail {

struct SoftplusFunction {
    /// log(1 + exp(x)) = max(0, x) + log(1 + exp(−|x|)), where nothing overflows.
    template <class Vector>
    static Vector value(Vector x) {
        return simd::maximum(Vector(0), x) + simd::logarithm_of_one_plus(simd::exponential(-simd::absolute(x)));
    }
    /// softplus' = sigmoid.
    template <class Vector>
    static Vector gradient(Vector x, Vector, Vector dy) {
        return simd::quotient(dy, Vector(1) + simd::exponential(-x));
    }
};

} // namespace detail

template <class In>
struct Lowered<Softplus, In> : LoweredPointwise<detail::SoftplusFunction, In, Softplus::transcendental> {};

} // namespace tenon
