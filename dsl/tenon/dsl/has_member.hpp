// SPDX-License-Identifier: BSL-1.0
//
// Whether a class has a member of a name, of whatever kind: type, template, function or constant.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <type_traits>

namespace tenon::detail {

/// Stands for a type that is no class, or is final: its members cannot be looked up by name alone.
struct NoMembers {};
template <class Type>
struct Askable : std::conditional<std::is_class_v<Type> && !std::is_final_v<Type>, Type, NoMembers> {};

} // namespace tenon::detail

/// Another member of that name, in another base, would make it ambiguous.
// NOLINTBEGIN(bugprone-macro-parentheses): a name is no expression
#define TENON_HAS_MEMBER(Type, name)                                                                                   \
    ([]<class Candidate>(Candidate*) {                                                                                 \
        struct Other {                                                                                                 \
            int name;                                                                                                  \
        };                                                                                                             \
        struct Both : Candidate, Other {};                                                                             \
        return !requires(Both* both) { &Both::name; };                                                                 \
    }(static_cast<typename tenon::detail::Askable<Type>::type*>(nullptr)))
// NOLINTEND(bugprone-macro-parentheses)
