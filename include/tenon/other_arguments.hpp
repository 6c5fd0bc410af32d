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
