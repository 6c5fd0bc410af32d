// SPDX-License-Identifier: BSL-1.0
//
// The verdict on a joint: it fits, or what is wrong, as types that the compiler prints. `diagnose.hpp` turns them into
// a sentence; nothing here fails to compile.
#pragma once

#include <cstddef>

namespace tenon {

/// The joint fits.
struct Fits {
    static constexpr bool fits = true;
};

/// What a layer that does not fit answers: what it takes, and spellings that would fit.
template <class Takes, class... Instead>
struct Unfit {
    static constexpr bool fits = false;
};

/// A layer at its position; positions count from 0 and nest: `Layer<At<3, 1>, Tanh>`.
template <std::size_t... Position>
struct At {};
template <class Where, class Type>
struct Layer {};
/// The giver of what the first layer of a net gets, and of what a loss gets.
struct NetInput {};
struct NetOutput {};

/// `Given` by the layer (or NetInput) `From`.
template <class Given, class From>
struct Gets {};

template <class... Spellings>
struct Instead {};

/// The first joint of a net that does not fit.
template <class Where, class Takes, class What, class Instead>
struct Misfit {
    static constexpr bool fits = false;
};

// What a layer takes.
struct TakesReals {};  ///< real numbers, not tokens
struct TakesTokens {}; ///< tokens, not real numbers
template <std::size_t Features>
struct TakesFeatures {}; ///< that many on the last axis
template <std::size_t Largest>
struct TakesVocabulary {}; ///< tokens of at most that vocabulary
struct TakesSequence {};   ///< two axes: positions and features
template <std::size_t Divisor>
struct TakesPositionsDivisibleBy {}; ///< that many positions at a time
template <std::size_t Examples>
struct TakesSeveralValues {}; ///< at least two values per channel, which a training batch of this size does not give
struct TakesClasses {};       ///< one axis, a number for each class
/// Spelled by its user with sizes or options it does not have; `Spelling::text` tells its forms.
template <class Spelling>
struct TakesSpelling {};

} // namespace tenon
