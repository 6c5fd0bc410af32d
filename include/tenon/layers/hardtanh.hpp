// SPDX-License-Identifier: BSL-1.0
//
// Hardtanh: y = max(−1, min(1, x)).
#pragma once

#include "tenon/dsl/layers/hardtanh.hpp"
#include "tenon/lowered/pointwise.hpp"

namespace tenon {

namespace detail {

struct HardtanhFunction {
    template <class Vector>
    static Vector value(Vector x) {
        return simd::minimum(Vector(1), simd::maximum(Vector(-1), x));
    }
    /// 1 between −1 and 1, and 0 elsewhere.
    template <class Vector>
    static Vector gradient(Vector x, Vector, Vector dy) {
        return simd::where_positive(Vector(1) - simd::absolute(x), dy);
    }
};

} // namespace detail

template <class In>
struct Lowered<Hardtanh, In> : LoweredPointwise<detail::HardtanhFunction, In> {};

} // namespace tenon
