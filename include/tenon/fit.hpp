// SPDX-License-Identifier: BSL-1.0
//
// The usual loop of a training: epochs of shuffled batches, a validation behind each, the best model kept.
//
//     Batches batches{trainer, inputs, targets};
//     const History history = fit(trainer, batches, generator, rate, {.epochs = 50, .patience = 5},
//                                 [&] { return evaluator.loss(validation.inputs, validation.targets); });
//
// It does nothing that a program could not do with a Trainer's own functions, in about twenty lines.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/data/batches.hpp"
#include "tenon/first_argument.hpp"
#include "tenon/model.hpp"
#include "tenon/optim/clip.hpp"
#include "tenon/other_arguments.hpp"
#include "tenon/progress.hpp"
#include "tenon/random/generator.hpp"

#include <cstddef>
#include <functional>
#include <limits>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tenon {

/// How an epoch went.
struct Epoch {
    std::size_t number; ///< from 1
    double loss;        ///< the mean over its batches, each before its update
    double validation;  ///< what the validation gave; the loss where there is none
    double seconds;     ///< since the training began
};

struct FitOptions {
    std::size_t epochs = 10;
    std::size_t patience = 0; ///< it stops after so many epochs in a row that were not better; 0: it does not
    double clip = 0;          ///< gradients are scaled down to this norm; 0: they are not
    std::function<void(const Epoch&)> after_epoch = nullptr; ///< told of each epoch, to log it or to print it
};

/// What a training went through, and which of its epochs was the best: the model is the one after that.
struct History {
    std::vector<Epoch> epochs;
    std::size_t best = 0; ///< its number; 0 where no validation gave a finite number
};

namespace detail {

struct Fit {
    static constexpr std::string_view name = "fit";
    static constexpr std::string_view arguments =
        "a Trainer, Batches of it, a Generator, a rate, FitOptions and a validation that gives a number or nothing, in "
        "this order";
};

/// Whether these are its first four arguments, and whether that is its last one.
template <class TrainerType, class BatchesType, class GeneratorType, class Rate>
inline constexpr bool begins_fit =
    std::is_same_v<BatchesType, Batches<std::remove_cvref_t<TrainerType>>&> &&
    std::is_same_v<GeneratorType, Generator&> && RateVerdict<std::remove_cvref_t<Rate>, float>::fits;
template <class Validate>
inline constexpr bool validates = requires(Validate validate) { static_cast<double>(validate()); };
template <>
inline constexpr bool validates<std::nullptr_t> = true;

} // namespace detail

/// Trains for some epochs, each of them shuffled anew, with a rate that is a number or a schedule. `validate()` is
/// called behind each and gives a number that is lower for a better model, such as a loss. In the end the model has the
/// numbers of the epoch that was best. On a terminal a Progress shows how far it is. Throws
/// what a step or clip_norm throws, such as Diverged; then the model is that of the last step.
template <class TrainerType, class Rate, class Validate>
    requires(detail::is_trainer<TrainerType> && detail::validates<Validate>)
History fit(TrainerType& trainer, Batches<TrainerType>& batches, Generator& generator, const Rate& rate,
            const FitOptions& options, Validate validate) {
    using Numbers = std::remove_cvref_t<decltype(trainer.model())>;
    Model<typename Numbers::Net, typename Numbers::Input, typename Numbers::Real> best;
    double lowest = std::numeric_limits<double>::infinity();
    History history;
    Progress progress{options.epochs * batches.per_epoch()};
    for (std::size_t number = 1; number <= options.epochs; ++number) {
        if (options.patience > 0 && number > history.best + options.patience) break;
        batches.shuffle(generator);
        double sum = 0;
        while (batches.next()) {
            const auto loss = static_cast<double>(trainer.backward(batches.inputs(), batches.targets()));
            if (options.clip != 0) clip_norm(trainer.gradients(), options.clip);
            trainer.update(rate);
            sum += loss;
            progress.advance(loss);
        }
        const double loss = sum / static_cast<double>(batches.per_epoch());
        double validation = loss;
        if constexpr (!std::is_null_pointer_v<Validate>) validation = static_cast<double>(validate());
        history.epochs.push_back({number, loss, validation, progress.seconds()});
        if (validation < lowest) {
            lowest = validation;
            history.best = number;
            best = trainer.model();
        }
        progress.clear();
        if (options.after_epoch) options.after_epoch(history.epochs.back());
    }
    if (history.best > 0) trainer.model() = best;
    return history;
}
/// Without a validation the loss of the training stands for it.
template <class TrainerType, class Rate>
    requires detail::is_trainer<TrainerType>
History fit(TrainerType& trainer, Batches<TrainerType>& batches, Generator& generator, const Rate& rate,
            const FitOptions& options) {
    return fit(trainer, batches, generator, rate, options, nullptr);
}

/// What is no Trainer is not trained, also where options stand in braces, which have no type of their own.
template <class Type, class... Rest>
    requires(!detail::is_trainer<Type>)
History fit(const Type&, const Rest&...) {
    static_assert(judge<Refused<detail::NotATrainer<detail::Fit>, Type>>());
    return {};
}
template <class Type, class... Rest>
    requires(!detail::is_trainer<Type>)
History fit(const Type&, const auto&, const auto&, const auto&, const FitOptions&, const Rest&...) {
    static_assert(judge<Refused<detail::NotATrainer<detail::Fit>, Type>>());
    return {};
}

/// Others, or in another order.
template <class TrainerType, class Second, class Third, class Fourth, class... Rest>
    requires(detail::is_trainer<std::remove_cvref_t<TrainerType>> &&
             (!detail::begins_fit<TrainerType, Second, Third, Fourth> || !(detail::validates<Rest> && ...)))
History fit(TrainerType&&, Second&&, Third&&, Fourth&&, const FitOptions&, Rest&&...) {
    static_assert(
        judge<Refused<OtherArguments<detail::Fit>, TrainerType, Second, Third, Fourth, FitOptions, Rest...>>());
    return {};
}
template <class TrainerType, class Second, class Third, class... Rest>
    requires detail::is_trainer<std::remove_cvref_t<TrainerType>>
History fit(TrainerType&&, Second&&, Third&&, const FitOptions&, Rest&&...) {
    static_assert(judge<Refused<OtherArguments<detail::Fit>, TrainerType, Second, Third, FitOptions, Rest...>>());
    return {};
}

} // namespace tenon
