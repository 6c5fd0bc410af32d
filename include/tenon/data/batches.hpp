// SPDX-License-Identifier: BSL-1.0
//
// Examples in the batches that a Trainer takes: shuffled epochs, or drawn at random.
//
//     Batches batches{trainer, inputs, targets};
//     for (int epoch = 0; epoch < 20; ++epoch) {
//         batches.shuffle(generator);
//         while (batches.next()) trainer.step(batches.inputs(), batches.targets(), rate);
//     }
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/checked_span.hpp"
#include "tenon/first_argument.hpp"
#include "tenon/loss/loss.hpp"
#include "tenon/lowered.hpp"
#include "tenon/random/generator.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tenon {

/// What becomes of the examples at the end of an epoch that fill no batch: they are left out, or their batch is filled
/// up with the first examples of the epoch.
enum class LastBatch { dropped, filled };

/// The inputs (examples, Input) and targets of a training, which it refers to and which have to outlive it, and one
/// batch of copies of them. Memory is taken when it is made: a batch and a number for each example.
template <class TrainerType>
class Batches {
    using Fed = detail::TrainerOr<TrainerType>;
    static constexpr bool runs = std::is_same_v<Fed, TrainerType>;
    template <class What, class Number, class Rule>
    using Range = std::conditional_t<runs, CheckedSpan<What, Number, Rule>, detail::Anything<Number>>;

  public:
    using Input = typename Fed::Input;
    using Number = Element<Input, typename Fed::Real>;
    using Target = typename Fed::Loss::Target;
    static constexpr std::size_t batch = Fed::batch;
    static constexpr std::size_t targets_each = detail::targets_per_example<typename Fed::Loss, typename Fed::Output>();
    static constexpr std::size_t any = std::numeric_limits<std::size_t>::max();
    using InputRange = Range<detail::KeptInputs, const Number, detail::ExamplesOfTargets<Input::size>>;
    using TargetRange = Range<detail::KeptTargets, const Target, detail::Examples<targets_each, 1, any>>;

    /// The Trainer only tells its sizes. Throws std::invalid_argument where inputs and targets are not of as many
    /// examples, or where there are fewer than a batch and none is filled up.
    Batches(const TrainerType&, InputRange inputs, TargetRange targets, LastBatch last = LastBatch::dropped)
        : all_inputs_(inputs), all_targets_(targets), last_(last), order_(targets.size() / targets_each),
          inputs_(batch * Input::size), targets_(batch * targets_each) {
        static_assert(
            judge<std::conditional_t<runs, Fits, Refused<detail::NotATrainer<Batches<void>>, TrainerType>>>());
        detail::require_size("inputs hold", inputs.size(), order_.size() * Input::size);
        if (order_.size() > std::numeric_limits<std::uint32_t>::max() ||
            (order_.size() < batch && last == LastBatch::dropped)) {
            detail::fail<std::invalid_argument>([&] {
                return "there are " + std::to_string(order_.size()) + " examples, expected " + std::to_string(batch) +
                       " or more, a batch, and fewer than 2^32";
            });
        }
        in_order();
    }

    /// Examples in all, and batches of an epoch.
    [[nodiscard]] std::size_t size() const { return order_.size(); }
    [[nodiscard]] std::size_t per_epoch() const {
        return (order_.size() + (last_ == LastBatch::filled ? batch - 1 : 0)) / batch;
    }

    /// Begins an epoch in the order of `torch.randperm(size(), generator=…)`.
    void shuffle(Generator& generator) {
        generator.randperm(order_);
        done_ = 0;
    }
    /// Begins an epoch in the order of the examples.
    void in_order() {
        for (std::size_t index = 0; index < order_.size(); ++index) order_[index] = static_cast<std::uint32_t>(index);
        done_ = 0;
    }

    /// Whether the epoch has another batch, which then is the one of `inputs()` and `targets()`.
    [[nodiscard]] bool next() {
        if (done_ == per_epoch()) return false;
        for (std::size_t row = 0; row < batch; ++row) take(row, order_[(done_ * batch + row) % order_.size()]);
        ++done_;
        return true;
    }

    /// A batch of examples that are drawn one by one, as `torch.randint` draws them, or, behind `set_weights`, as
    /// PyTorch's WeightedRandomSampler does.
    void draw(Generator& generator) {
        for (std::size_t row = 0; row < batch; ++row) {
            if (cumulative_.empty()) {
                take(row, generator.randint(static_cast<std::uint32_t>(order_.size())));
            } else {
                const auto found = std::ranges::lower_bound(cumulative_, generator.uniform<double>());
                take(row, static_cast<std::uint32_t>(found - cumulative_.begin()));
            }
        }
    }
    /// From now on an example is drawn as often as its weight says. Throws std::invalid_argument for another number of
    /// weights than of examples, and for weights that are negative, not finite or all 0.
    void set_weights(std::span<const double> weights) {
        detail::require_size("weights hold", weights.size(), order_.size());
        std::vector<double> sums(weights.begin(), weights.end());
        bool are_weights = true;
        double sum = 0;
        for (double& weight : sums) {
            are_weights = are_weights && weight >= 0;
            weight = sum += weight;
        }
        if (!are_weights || !(sum > 0) || !kernels::is_finite(sum)) {
            detail::fail<std::invalid_argument>(
                [] { return "weights are negative, not finite or all 0, expected finite ones of at least 0"; });
        }
        for (double& weight : sums) weight /= sum;
        cumulative_ = std::move(sums);
    }

    /// The batch: (batch, Input), and its targets. Before the first one they throw std::logic_error.
    [[nodiscard]] std::span<const Number, batch * Input::size> inputs() const {
        require_batch();
        return std::span<const Number, batch * Input::size>(inputs_);
    }
    [[nodiscard]] std::span<const Target, batch * targets_each> targets() const {
        require_batch();
        return std::span<const Target, batch * targets_each>(targets_);
    }

    /// Where the epoch is, to be saved: the order of its examples, and behind it the size of a batch and how many of
    /// them were taken.
    using State = std::vector<std::uint32_t>;
    [[nodiscard]] State state() const {
        State state = order_;
        state.insert(state.end(), {static_cast<std::uint32_t>(batch), static_cast<std::uint32_t>(done_)});
        return state;
    }
    /// Throws std::invalid_argument for what is no state of as many examples in batches of this size.
    void set_state(const State& state) {
        std::vector<bool> seen(order_.size());
        bool is_order = state.size() == order_.size() + 2;
        if (is_order && state[order_.size()] != batch) {
            detail::fail<std::invalid_argument>([&] {
                return "the state is one of batches of " + std::to_string(state[order_.size()]) + ", expected " +
                       std::to_string(batch);
            });
        }
        is_order = is_order && state.back() <= per_epoch();
        for (std::size_t index = 0; is_order && index < order_.size(); ++index) {
            is_order = state[index] < order_.size() && !seen[state[index]];
            if (is_order) seen[state[index]] = true;
        }
        if (!is_order) {
            detail::fail<std::invalid_argument>(
                [&] { return "the state is none of Batches of " + std::to_string(order_.size()) + " examples"; });
        }
        std::copy_n(state.begin(), order_.size(), order_.begin());
        done_ = state.back();
    }

  private:
    void require_batch() const {
        if (has_batch_) return;
        detail::fail<std::logic_error>(
            [] { return "Batches have no batch yet: call next() or draw(generator) first"; });
    }
    void take(std::size_t row, std::uint32_t example) {
        has_batch_ = true;
        const std::size_t at = example;
        std::copy_n(all_inputs_.data() + at * Input::size, Input::size, inputs_.data() + row * Input::size);
        std::copy_n(all_targets_.data() + at * targets_each, targets_each, targets_.data() + row * targets_each);
    }

    std::span<const Number> all_inputs_;
    std::span<const Target> all_targets_;
    LastBatch last_;
    bool has_batch_ = false;
    std::vector<std::uint32_t> order_;
    std::size_t done_ = 0;           ///< batches of the epoch
    std::vector<double> cumulative_; ///< shares of the weights up to each example; empty where there are none
    std::vector<Number> inputs_;
    std::vector<Target> targets_;
};

/// What sentences call it.
template <>
class Batches<void> {
  public:
    static constexpr std::string_view name = "Batches";
};

} // namespace tenon
