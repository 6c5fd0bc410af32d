// SPDX-License-Identifier: BSL-1.0
//
// How a FusedPointwise runs: with the bits of its layers, one behind another.
#pragma once

#include "tenon/dsl/rewrite/fused_pointwise.hpp"
#include "tenon/lowered/form.hpp"
#include "tenon/lowered/pointwise.hpp"
#include "tenon/simd/vector.hpp"

namespace tenon {

namespace detail {

template <class Function, class In>
using FunctionOf = typename Lowered<Function, In>::PointwiseFunction;

/// The composition of functions, the first one innermost. Between two of them a value is rounded as if it were stored.
template <class In, class Function, class... Rest>
struct Composition {
    using First = FunctionOf<Function, In>;
    using Last = Composition<In, Rest...>;
    template <class Vector>
    static Vector value(Vector x) {
        return Last::value(simd::rounded(First::value(x)));
    }
    template <class Vector>
    static Vector gradient(Vector x, Vector y, Vector dy) {
        const Vector between = simd::rounded(First::value(x));
        return First::gradient(x, between, simd::rounded(Last::gradient(between, y, dy)));
    }
};
template <class In, class Function>
struct Composition<In, Function> : FunctionOf<Function, In> {};

} // namespace detail

template <class... Functions, class In>
struct Lowered<FusedPointwise<Functions...>, In> : LoweredPointwise<detail::Composition<In, Functions...>, In> {};

} // namespace tenon
