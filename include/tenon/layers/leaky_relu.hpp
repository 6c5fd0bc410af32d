// SPDX-License-Identifier: BSL-1.0
//
// LeakyRelu: y = x where x > 0, slope · x elsewhere.
#pragma once

#include "tenon/dsl/layers/leaky_relu.hpp"
#include "tenon/lowered/pointwise.hpp"

namespace tenon {

namespace detail {

template <auto... Spec>
struct LeakyReluFunction {
    template <class Vector>
    static Vector slope() {
        using Real = typename Vector::value_type;
        return Vector(static_cast<Real>(LeakyRelu<Spec...>::slope.value) / Real{100});
    }
    template <class Vector>
    static Vector value(Vector x) {
        return simd::where_positive(x, x, slope<Vector>() * x);
    }
    template <class Vector>
    static Vector gradient(Vector x, Vector, Vector dy) {
        return simd::where_positive(x, dy, slope<Vector>() * dy);
    }
};

} // namespace detail

template <auto... Spec, class In>
struct Lowered<LeakyRelu<Spec...>, In> : LoweredPointwise<detail::LeakyReluFunction<Spec...>, In> {};

} // namespace tenon
