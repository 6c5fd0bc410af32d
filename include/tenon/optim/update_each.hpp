// SPDX-License-Identifier: BSL-1.0
//
// How most optimizers are written: a rule for one parameter, run for vectors of them.
#pragma once

#include "tenon/optim/optimizer.hpp"
#include "tenon/simd/vector.hpp"

#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon {

/// A vector of parameters, of their gradients, and of each number that is kept for them. A rule changes the parameters
/// and the state.
template <class Real, std::size_t State>
struct ParameterVector {
    simd::Vector<Real> parameter, gradient;
    std::array<simd::Vector<Real>, State> state;
};

namespace detail {

template <std::size_t Count, class Real, std::size_t State, class Rule>
void update_at(const ParameterSlice<Real, State>& slice, std::size_t at, const Rule& rule) {
    ParameterVector<Real, State> here{
        simd::load<Count>(slice.parameters.data() + at), simd::load<Count>(slice.gradients.data() + at), {}};
    for (std::size_t number = 0; number < State; ++number)
        here.state[number] = simd::load<Count>(slice.state[number].data() + at);
    rule(here);
    for (std::size_t number = 0; number < State; ++number)
        simd::store<Count>(slice.state[number].data() + at, here.state[number]);
    simd::store<Count>(slice.parameters.data() + at, here.parameter);
}

} // namespace detail

/// Calls `rule(here)` with a ParameterVector for all parameters of a slice. A parameter has the same bits wherever it
/// stands in the slice.
template <class Real, std::size_t State, class Rule>
void update_each(const ParameterSlice<Real, State>& slice, const Rule& rule) {
    static_assert(!std::is_invocable_v<const Rule&, ParameterVector<Real, State>>,
                  "a rule changes what it gets, so that it takes it by reference: [=](auto& here) { ... }");
    constexpr std::size_t lanes = simd::lanes<Real>;
    const std::size_t count = slice.parameters.size(), whole = count / lanes * lanes;
    for (std::size_t at = 0; at < whole; at += lanes) detail::update_at<lanes>(slice, at, rule);
    for (std::size_t at = whole; at < count; ++at) detail::update_at<1>(slice, at, rule);
}

} // namespace tenon
