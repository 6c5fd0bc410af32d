// SPDX-License-Identifier: BSL-1.0
//
// The contract of an optimizer: an object that moves parameters along their gradients, and may keep numbers of its own
// for each of them.
//
//     struct Momentum {
//         static constexpr std::size_t state = 1;       // numbers kept for each parameter, 0 at the start
//         float momentum = 0.9F;
//         template <class Real>
//         void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const;
//     };
//
// A Trainer calls `update` for slices of the parameters, on several threads at once, so that an update of one parameter
// depends on nothing but its own numbers. One that says `static constexpr bool whole_tensors = true` gets each tensor
// whole. `rate` is the learning rate of the step and `step` the step's number, counted
// from 1. `void require_numbers() const`, if it is there, is asked by a Trainer and throws std::invalid_argument where
// the optimizer's numbers make no sense.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/misuse.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

/// Some of the parameters, their gradients, and the `State` numbers that an optimizer keeps for each: of one length.
template <class Real, std::size_t State>
struct ParameterSlice {
    std::span<Real> parameters;
    std::span<const Real> gradients;
    std::array<std::span<Real>, State> state;
    const TensorSpec* tensor = nullptr; ///< the parameter that they are of, in a Trainer
};

/// The slice for an optimizer that keeps fewer numbers: the first `State` of them.
template <std::size_t State, class Real, std::size_t More>
ParameterSlice<Real, State> narrowed(const ParameterSlice<Real, More>& slice) {
    static_assert(State <= More);
    ParameterSlice<Real, State> with_fewer{slice.parameters, slice.gradients, {}, slice.tensor};
    std::copy_n(slice.state.begin(), State, with_fewer.state.begin());
    return with_fewer;
}

namespace detail {

struct AnOptimizer {
    static constexpr std::string_view text = "an optimizer";
};
struct NumbersOfState {
    static constexpr std::string_view text =
        "static constexpr std::size_t state, which says how many numbers it keeps for each parameter";
};
struct UpdateOfSlice {
    static constexpr std::string_view text =
        "update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const";
};

/// Whether an optimizer looks at more of a tensor than one parameter.
template <class Type>
inline constexpr bool takes_whole_tensors = false;
template <class Type>
    requires requires { Type::whole_tensors; }
inline constexpr bool takes_whole_tensors<Type> = Type::whole_tensors;

/// The first and the end of those reals of tensor number `index` that a part of the work updates: its share of each
/// tensor, in whole lines, or by turns a whole one.
template <class Optimizer, class Part>
std::pair<std::size_t, std::size_t> reals_of(Part part, [[maybe_unused]] std::size_t index, std::size_t size) {
    const std::size_t lines = aligned_size(size) / block_alignment;
    if constexpr (takes_whole_tensors<Optimizer>)
        return {0, index % part.count == part.index ? lines * block_alignment : 0};
    else
        return {part.begin(lines) * block_alignment, part.end(lines) * block_alignment};
}

/// The first part of an optimizer that a type lacks.
template <class Type, class Real>
constexpr auto judge_optimizer() {
    if constexpr (!requires { std::array<int, Type::state>{}; }) {
        return Refused<Lacks<AnOptimizer, NumbersOfState>, Type>{};
    } else if constexpr (!requires(const Type& optimizer, ParameterSlice<Real, Type::state> slice, Real rate,
                                   std::uint64_t step) { optimizer.update(slice, rate, step); }) {
        return Refused<Lacks<AnOptimizer, UpdateOfSlice>, Type>{};
    } else {
        return Fits{};
    }
}
template <class Type, class Real>
using OptimizerVerdict = decltype(judge_optimizer<std::remove_cvref_t<Type>, Real>());

/// Stands in for an optimizer that is none.
struct NoOptimizer {
    static constexpr std::size_t state = 0;
};

} // namespace detail

/// Updates parameters of type `Real`.
template <class Type, class Real>
concept OptimizerOf = detail::OptimizerVerdict<Type, Real>::fits;

} // namespace tenon
