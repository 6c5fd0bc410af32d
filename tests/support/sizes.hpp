// SPDX-License-Identifier: BSL-1.0
//
// The types and the sizes that kernels are tried on.
#pragma once

#include "tenon/simd/vector.hpp"

#include <cstddef>
#include <tuple>

namespace tenon::test {

using reals = std::tuple<float, double>;

/// Calls `body`, a generic lambda `[]<std::size_t Value>() {…}`, with each value.
template <std::size_t... Values, class Body>
void for_each_constant(Body body) {
    (body.template operator()<Values>(), ...);
}

/// Calls `body` with sizes at which vectors of `Real` begin to be whole, or to be several.
template <class Real, class Body>
void around_lanes(Body body) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    for_each_constant<1, lanes - 1, lanes, lanes + 1, 2 * lanes, 8 * lanes + 2>(body);
}

} // namespace tenon::test
