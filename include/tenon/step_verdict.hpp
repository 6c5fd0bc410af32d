// SPDX-License-Identifier: BSL-1.0
//
// Whether a training step on a model can run: what a Trainer and an Inspector have in common.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/loss/loss.hpp"
#include "tenon/lowered.hpp"
#include "tenon/lowered/verdict.hpp"
#include "tenon/misuse.hpp"
#include "tenon/options.hpp"
#include "tenon/storage.hpp"

namespace tenon::detail {

struct FrozenBehindLearned {};
constexpr void say(Draft& draft, Word<FrozenBehindLearned>) {
    draft << "a Frozen layer stands behind layers that learn, which need its gradient: freeze layers from the front on";
}

struct NothingLearns {};
constexpr void say(Draft& draft, Word<NothingLearns>) {
    draft << "all layers of the net that could learn are Frozen: leave one of them without it";
}

/// The verdict on a step of a model whose net fits its input: the storage is whole, the net fits the batch and the
/// loss, and it can run.
template <class ModelType, class... Options>
constexpr auto judge_step() {
    using Net = typename ModelType::Net;
    using In = typename ModelType::Input;
    using Real = typename ModelType::Real;
    using OfStorage = StorageVerdict<Option<StorageOption, Heap, Options...>, Real>;
    using OfNet = TrainingVerdict<Net, In, BatchOf<Options...>::size, NoLoss>;
    using OfLoss = TrainingLossVerdict<Option<LossOption, CrossEntropy, Options...>, typename ModelType::Output, Real>;
    if constexpr (!OfStorage::fits)
        return OfStorage{};
    else if constexpr (!OfNet::fits)
        return OfNet{};
    else if constexpr (!OfLoss::fits)
        return OfLoss{};
    else if constexpr (net_freezes_late<Net, In>())
        return Refused<FrozenBehindLearned>{};
    else if constexpr (ModelType::Joint::frozen && ModelType::Joint::parameters.empty())
        return Refused<NothingLearns>{};
    else
        return LoweredVerdict<Net, In, Training<Real>>{};
}

} // namespace tenon::detail
