// SPDX-License-Identifier: BSL-1.0
//
// The verdict on a joint: it fits, or what is wrong, as types that the compiler prints. `diagnose.hpp` turns them into
// a sentence; nothing here fails to compile.
#pragma once

#include "tenon/dsl/compiler.hpp"

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

/// A layer at its position; positions count from 0 and nest: `PlacedLayer<At<3, 1>, Tanh>`.
template <std::size_t... Position>
struct At {};
template <class Where, class Type>
struct PlacedLayer {};
/// The giver of what the first layer of a net gets, and of what a loss gets.
struct NetInput {};
struct NetOutput {};
/// The givers within a form: one position of a TimeDistributed, the last layer of a Residual, a stream of skips.
struct EachPosition {};
struct ItsLastLayer {};
struct ItsStream {};

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

/// What is no input for any net.
template <class In>
struct NotAnInput {
    static constexpr bool fits = false;
};
/// An input whose numbers cannot be counted.
template <class In>
struct InputTooLarge {
    static constexpr bool fits = false;
};

// What a layer takes.
struct TakesToBeALayer {}; ///< check<In>() and Joint<In>
struct TakesPlainType {};  ///< no const type, and no reference
template <class Answer>
struct TakesVerdictOfCheck {}; ///< Fits or Unfit from its check, and not an Answer
struct TakesJoint {};          ///< a Joint<In>
template <class Out>
struct TakesOutput {};        ///< something as its Joint's Output that a net can be fed with; void where there is none
struct TakesJointDefaults {}; ///< a Joint that has JointDefaults as a base
struct TakesTables {};        ///< parameters and buffers made by `tensors(…)`
struct TakesNamedTensors {};  ///< tensors with a number or more, each under a name of its own
struct TakesVerdictOfTraining {}; ///< Fits or Unfit from its Joint's check_training
struct TakesSizesByBatch {};      ///< saved and scratch as constexpr functions of the batch's size
struct TakesCountableSizes {};    ///< outputs and tensors of `largest_size` numbers at most
/// A Joint without a member of the name `Written`, which nobody reads, as they would `Meant`.
template <class Written, class Meant>
struct TakesMember {};
/// A member `Name` of this type.
template <class Name, class Type>
struct TakesMemberOfKind {};
struct TakesViewOfAll {}; ///< a view only of all that flows in
struct TakesReach {};     ///< a constexpr function reach where it upsamples
/// A header, or for a layer of one's own a specialisation, that tells how the layer computes.
struct TakesLowered {};
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
template <std::size_t Least>
struct TakesPositionsFrom {}; ///< at least that many positions
template <std::size_t Divisor>
struct TakesFeaturesDivisibleBy {}; ///< a multiple of that many features
struct TakesClasses {};             ///< one axis, a number for each class
struct TakesPositions {};           ///< two axes or more
template <std::size_t Rows>
struct TakesPositionsUpTo {}; ///< at most that many positions
template <class Expected>
struct TakesFromBranches {}; ///< branches that all give this shape
template <class Expected>
struct TakesAxesFromBranches {}; ///< branches that all give the axes of this shape, whatever their features
template <class Expected>
struct TakesLayersThatGive {}; ///< layers that give this shape at the end
template <class Expected>
struct TakesLayersLikeProjection {}; ///< layers that give this shape at the end, as the projection does
template <class Expected>
struct TakesNextThatGives {}; ///< a Next that gives this shape
template <class Least>
struct TakesLayersThatGiveAtLeast {}; ///< layers that give this shape, or more features
/// Spelled by its user with sizes or options it does not have; `Spelling::text` tells its forms.
template <class Spelling>
struct TakesSpelling {};

/// Makes a verdict one compile error where it does not fit; `diagnose.hpp` has the sentences.
template <class Verdict>
constexpr bool judge();

/// Something that is not done, or not with this, and what was tried with.
template <class Reason, class... With>
struct Refused {
    static constexpr bool fits = false;
};

struct PercentOfFraction {};

} // namespace tenon
