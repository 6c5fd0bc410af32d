// SPDX-License-Identifier: BSL-1.0
//
// A sentence about a verdict, and the one way to make it a compile error.
#pragma once

#include "tenon/dsl/diagnose.hpp"
#include "tenon/dsl/verdict.hpp"

#include <cstddef>

namespace tenon {

namespace detail {

/// A word by itself, ended by a NUL.
template <class What>
inline constexpr Draft spoken = [] {
    Draft draft;
    say(draft, Word<What>{});
    return draft;
}();

template <class Verdict>
constexpr Draft draft_of() {
    Draft draft;
    say(draft, Word<Verdict>{});
    return draft;
}

/// A sentence as a template argument, ended by a NUL; g++ prints it in full.
template <std::size_t Length>
struct Sentence {
    char characters[Length + 1] = {};
};
template <class Verdict>
constexpr auto sentence_of() {
    constexpr Draft draft = draft_of<Verdict>();
    Sentence<draft.size()> sentence;
    for (std::size_t index = 0; index < draft.size(); ++index) sentence.characters[index] = draft.data()[index];
    return sentence;
}
template <auto Words>
struct Says {
    static constexpr bool fits = false;
};
template <class Verdict>
struct Judged : Says<sentence_of<Verdict>()> {};
template <>
struct Judged<Fits> : Fits {};

} // namespace detail

/// The sentence about a verdict: what is wrong where, and what would fit.
template <class Verdict>
inline constexpr auto sentence = detail::draft_of<Verdict>();

/// Makes a verdict that does not fit one compile error, and nothing else: `static_assert(judge<Verdict>())`. The
/// sentence is the message where the compiler takes a computed one, and a type in the error's note or the error itself
/// elsewhere.
template <class Verdict>
constexpr bool judge() {
#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc++26-extensions"
    static_assert(Verdict::fits, sentence<Verdict>);
#pragma clang diagnostic pop
#elif defined(__clang__) // cuts strings in types off after some thirty characters, so let it print the verdict's words
    static_assert(Verdict::fits, "this does not fit");
#else
    static_assert(detail::Judged<Verdict>::fits, "this does not fit");
#endif
    return true;
}

} // namespace tenon
