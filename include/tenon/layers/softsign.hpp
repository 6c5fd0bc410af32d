// SPDX-License-Identifier: BSL-1.0
//
// Softsign: y = x / (1 + |x|).
#pragma once

#include "tenon/dsl/layers/softsign.hpp"
#include "tenon/lowered/pointwise.hpp"

namespace tenon {

namespace detail {

struct SoftsignFunction {
    template <class Vector>
    static Vector value(Vector x) {
        return simd::quotient(x, Vector(1) + simd::absolute(x));
    }
    /// 1 / (1 + |x|)².
    template <class Vector>
    static Vector gradient(Vector x, Vector, Vector dy) {
        const Vector size = Vector(1) + simd::absolute(x);
        return simd::quotient(dy, size * size);
    }
};

} // namespace detail

template <class In>
struct Lowered<Softsign, In> : LoweredPointwise<detail::SoftsignFunction, In> {};

} // namespace tenon
