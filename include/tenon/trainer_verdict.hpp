// SPDX-License-Identifier: BSL-1.0
//
// Whether a Trainer can train a model as it is told to, and the net that then runs.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/misuse.hpp"
#include "tenon/model.hpp"
#include "tenon/optim/optimizer.hpp"
#include "tenon/optim/sgd.hpp"
#include "tenon/options.hpp"
#include "tenon/step_verdict.hpp"

#include <type_traits>

namespace tenon::detail {

using TrainerRules = OptionRules<ATrainer, BatchOption, OptimizerOption, LossOption, StorageOption, RunOption>;

/// The verdict on a model that is to be trained: it may change, what trains it is whole, its net fits the batch and the
/// loss, and can run.
template <class ModelType, class... Options>
constexpr auto judge_trainer() {
    using Trained = ModelOr<ModelType>;
    using OfOptions = TrainerRules::VerdictOf<Options...>;
    using OfOptimizer = OptimizerVerdict<Option<OptimizerOption, Sgd, Options...>, typename Trained::Real>;
    if constexpr (!is_model<std::remove_cvref_t<ModelType>>)
        return Refused<NotAModel<ATrainer>, ModelType>{};
    else if constexpr (std::is_const_v<std::remove_reference_t<ModelType>>)
        return Refused<TrainerOfConstModel, ModelType>{};
    else if constexpr (!OfOptions::fits)
        return OfOptions{};
    else if constexpr (std::is_same_v<typename Trained::Net, Nothing>)
        return Fits{}; // its model has told what is wrong
    else if constexpr (!OfOptimizer::fits)
        return OfOptimizer{};
    else
        return judge_step<Trained, Options...>();
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
