// SPDX-License-Identifier: BSL-1.0
//
// The contract of a schedule: something that gives the learning rate of a step, called with the number of updates that
// were made before, which is 0 at first:
//
//     struct Halved {
//         float start;
//         float operator()(std::size_t step) const { return start / static_cast<float>(1 + step / 1000); }
//     };
#pragma once

#include "tenon/fail.hpp"
#include "tenon/misuse.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace tenon {

namespace detail {

struct ARate {
    static constexpr std::string_view text = "a learning rate";
};
struct RateOfStep {
    static constexpr std::string_view text = "operator()(std::size_t step) const, as a schedule has, and is no number";
};

template <class Type, class Real>
inline constexpr bool is_schedule = requires(const Type& schedule, std::size_t step) {
    { schedule(step) } -> std::convertible_to<Real>;
};

template <class Type, class Real>
constexpr auto judge_rate() {
    if constexpr (std::is_arithmetic_v<Type> || is_schedule<Type, Real>)
        return Fits{};
    else
        return Refused<Lacks<ARate, RateOfStep>, Type>{};
}
template <class Type, class Real>
using RateVerdict = decltype(judge_rate<Type, Real>());

/// Fails with std::invalid_argument where a schedule's number of steps is 0.
inline void require_steps(const char* what, std::size_t steps) {
    if (steps > 0) return;
    fail<std::invalid_argument>([&] { return std::string(what) + " is 0, expected at least 1"; });
}

template <class Real, class Rate>
Real rate_at(const Rate& rate, std::uint64_t step) {
    if constexpr (std::is_arithmetic_v<Rate>)
        return static_cast<Real>(rate);
    else
        return static_cast<Real>(rate(static_cast<std::size_t>(step)));
}

} // namespace detail

/// Gives learning rates of type `Real`.
template <class Type, class Real>
concept ScheduleOf = detail::is_schedule<Type, Real>;

} // namespace tenon
