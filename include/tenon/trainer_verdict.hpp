// SPDX-License-Identifier: BSL-1.0
//
// Whether a Trainer can train a model as it is told to, and the net that then runs.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/loss/loss.hpp"
#include "tenon/lowered.hpp"
#include "tenon/lowered/verdict.hpp"
#include "tenon/misuse.hpp"
#include "tenon/model.hpp"
#include "tenon/optim/optimizer.hpp"
#include "tenon/optim/sgd.hpp"
#include "tenon/options.hpp"
#include "tenon/storage.hpp"

#include <type_traits>

namespace tenon::detail {

using TrainerRules = OptionRules<ATrainer, BatchOption, OptimizerOption, LossOption, StorageOption, RunOption>;

/// The verdict on a model that is to be trained: it may change, what trains it is whole, its net fits the batch and the
/// loss, and can run.
template <class ModelType, class... Options>
constexpr auto judge_trainer() {
    using Trained = ModelOr<ModelType>;
    using Net = typename Trained::Net;
    using In = typename Trained::Input;
    using Real = typename Trained::Real;
    using OfOptions = TrainerRules::VerdictOf<Options...>;
    using OfOptimizer = OptimizerVerdict<Option<OptimizerOption, Sgd, Options...>, Real>;
    using OfStorage = StorageVerdict<Option<StorageOption, Heap, Options...>, Real>;
    using OfNet = TrainingVerdict<Net, In, BatchOf<Options...>::size, NoLoss>;
    using OfLoss = TrainingLossVerdict<Option<LossOption, CrossEntropy, Options...>, typename Trained::Output, Real>;
    if constexpr (!is_model<std::remove_cvref_t<ModelType>>)
        return Refused<NotAModel<ATrainer>, ModelType>{};
    else if constexpr (std::is_const_v<std::remove_reference_t<ModelType>>)
        return Refused<TrainerOfConstModel, ModelType>{};
    else if constexpr (!OfOptions::fits)
        return OfOptions{};
    else if constexpr (std::is_same_v<Net, Nothing>)
        return Fits{}; // its model has told what is wrong
    else if constexpr (!OfOptimizer::fits)
        return OfOptimizer{};
    else if constexpr (!OfStorage::fits)
        return OfStorage{};
    else if constexpr (!OfNet::fits)
        return OfNet{};
    else if constexpr (!OfLoss::fits)
        return OfLoss{};
    else
        return LoweredVerdict<Net, In, Training<Real>>{};
}

template <class ModelType, class... Options>
using TrainerVerdict = decltype(judge_trainer<ModelType, Options...>());

/// The net that runs; one that cannot is nothing.
template <bool Runs, class Choice, class Net, class In, class BatchType>
struct RunOf {
    using type = Nothing;
};
template <class Choice, class Net, class In, class BatchType>
struct RunOf<true, Choice, Net, In, BatchType> {
    using type = typename Choice::template Run<Net, In, BatchType>;
};

} // namespace tenon::detail
