// SPDX-License-Identifier: BSL-1.0
//
// What is said when a function is given other arguments than it takes, or in another order.
#pragma once

#include "tenon/dsl/judge.hpp"
#include "tenon/dsl/text.hpp"

#include <string_view>
#include <type_traits>

namespace tenon {

/// `Function::name` takes `Function::arguments` and is given others.
template <class Function>
struct OtherArguments {};

namespace detail {

// Members of a Trainer, for sentences about their arguments.
struct StepOfTrainer {
    static constexpr std::string_view name = "step", arguments = "the inputs of a batch, its targets and a rate";
};
struct UpdateOfTrainer {
    static constexpr std::string_view name = "update", arguments = "a rate";
};
struct UseOfTrainer {
    static constexpr std::string_view name = "use",
                                      arguments = "a team that outlives the Trainer, such as Threads team{2}";
};
struct WhenDiverged {
    static constexpr std::string_view name = "when_diverged",
                                      arguments = "what is done then, such as Divergence::skips";
};
/// A tensor's name that is given as an argument.
struct NameInParentheses {};

/// An argument as it is given: a const one, or, of what is to be changed, a temporary.
template <class Given>
constexpr void say_argument(Draft& draft) {
    using Type = std::remove_reference_t<Given>;
    constexpr bool has_state = requires(Type& given) { given.state(); };
    draft << (std::is_const_v<Type> ? "a const " : has_state && !std::is_reference_v<Given> ? "a temporary " : "");
    draft << spelling<std::remove_const_t<Type>>().view();
}
template <class Function, class... Given>
constexpr void say(Draft& draft, Word<Refused<OtherArguments<Function>, Given...>>) {
    draft << Function::name << " takes " << Function::arguments << ", but gets ";
    [[maybe_unused]] bool is_first = true;
    ((draft << (is_first ? "" : ", "), say_argument<Given>(draft), is_first = false), ...);
    if (sizeof...(Given) == 0) draft << "nothing";
}
template <class Given>
constexpr void say(Draft& draft, Word<Refused<NameInParentheses, Given>>) {
    draft << "the name of a tensor stands in angle brackets, as in parameter<name>(), but is given in parentheses";
}
} // namespace detail
} // namespace tenon
