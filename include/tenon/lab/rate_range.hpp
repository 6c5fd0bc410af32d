// SPDX-License-Identifier: BSL-1.0
//
// Which learning rate suits: a training whose rate grows from step to step.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/data/batches.hpp"
#include "tenon/divergence.hpp"
#include "tenon/first_argument.hpp"
#include "tenon/random/generator.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tenon {

struct RateRange {
    float low = 1e-3F, high = 1;
    std::size_t steps = 1000;
};
/// A step of a range test: its rate, and the loss of its batch before the update.
struct RateLoss {
    float rate, loss;
};

namespace detail {

struct RateRangeTest {
    static constexpr std::string_view name = "rate_range_test";
};

} // namespace detail

/// Trains for some steps, each with a rate that is larger than the last one by the same factor, and tells the losses: a
/// good rate lies where they fall fastest, well before they rise. It ends with the first loss or gradient that is not
/// finite. The model and the Trainer are then as they were before, so that the training can begin; the generator has
/// moved on. Throws std::invalid_argument for rates that are not above 0 or do not grow.
///
/// Source: Smith, "Cyclical learning rates for training neural networks", 2017; Karpathy's "makemore" lectures, part 2.
template <class TrainerType>
    requires detail::is_trainer<TrainerType>
std::vector<RateLoss> rate_range_test(TrainerType& trainer, Batches<TrainerType>& batches, Generator& generator,
                                      const RateRange& range = {}) {
    detail::require_positive("the lowest rate", static_cast<double>(range.low));
    if (!(range.high > range.low)) {
        detail::fail<std::invalid_argument>([&] {
            return "the rates go from " + detail::number_text(range.low) + " to " + detail::number_text(range.high) +
                   ", expected a higher one at the end";
        });
    }
    using Numbers = std::vector<typename TrainerType::Real>;
    auto& model = trainer.model();
    const auto copy = [](const auto& block) { return Numbers(block.begin(), block.end()); };
    const Numbers parameters = copy(model.parameter_block()), buffers = copy(model.buffer_block());
    const auto examples = model.examples_trained(), updates = trainer.updates();
    std::vector<Numbers> kept;
    for (std::size_t number = 0; number < TrainerType::Optimizer::state; ++number)
        kept.push_back(copy(trainer.optimizer_state(number)));
    const Divergence choice = trainer.divergence_choice();
    trainer.when_diverged(Divergence::skips);

    std::vector<RateLoss> losses;
    const double growth = std::pow(static_cast<double>(range.high) / static_cast<double>(range.low),
                                   1 / std::max(static_cast<double>(range.steps) - 1, 1.0));
    for (std::size_t step = 0; step < range.steps; ++step) {
        const auto rate =
            static_cast<float>(static_cast<double>(range.low) * std::pow(growth, static_cast<double>(step)));
        batches.draw(generator);
        const auto loss = trainer.step(batches.inputs(), batches.targets(), rate);
        if (trainer.diverged()) break;
        losses.push_back({rate, static_cast<float>(loss)});
    }

    std::ranges::copy(parameters, model.parameter_block().begin());
    std::ranges::copy(buffers, model.buffer_block().begin());
    model.set_examples_trained(examples);
    for (std::size_t number = 0; number < kept.size(); ++number)
        std::ranges::copy(kept[number], trainer.optimizer_state(number).begin());
    trainer.set_updates(updates);
    trainer.when_diverged(choice);
    return losses;
}

/// What is no Trainer is not trained.
template <class Type, class... Rest>
    requires(!detail::is_trainer<Type>)
std::vector<RateLoss> rate_range_test(const Type&, const Rest&...) {
    static_assert(judge<Refused<detail::NotATrainer<detail::RateRangeTest>, Type>>());
    return {};
}

} // namespace tenon
