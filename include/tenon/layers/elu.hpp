// SPDX-License-Identifier: BSL-1.0
//
// Elu: y = x where x > 0, alpha · (exp(x) − 1) elsewhere.
#pragma once

#include "tenon/dsl/layers/elu.hpp"
#include "tenon/lowered/pointwise.hpp"
#include "tenon/simd/elementary.hpp"

namespace tenon {

namespace detail {

template <auto... Spec>
struct EluFunction {
    template <class Vector>
    static Vector alpha() {
        using Real = typename Vector::value_type;
        return Vector(static_cast<Real>(Elu<Spec...>::alpha.value) / Real{100});
    }
    template <class Vector>
    static Vector value(Vector x) {
        return simd::where_positive(x, x, alpha<Vector>() * simd::exponential_minus_one(x));
    }
    /// alpha · exp(x) = y + alpha where x is not above 0.
    template <class Vector>
    static Vector gradient(Vector x, Vector y, Vector dy) {
        return simd::where_positive(x, dy, dy * (y + alpha<Vector>()));
    }
};

} // namespace detail

template <auto... Spec, class In>
struct Lowered<Elu<Spec...>, In> : LoweredPointwise<detail::EluFunction<Spec...>, In, Elu<Spec...>::transcendental> {};

} // namespace tenon
