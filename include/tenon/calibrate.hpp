// SPDX-License-Identifier: BSL-1.0
//
// Running statistics that are those of a data set, and not of the last batches of a training.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/data/batches.hpp"
#include "tenon/first_argument.hpp"
#include "tenon/model.hpp"
#include "tenon/other_arguments.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tenon {

namespace detail {

struct Calibrate {
    static constexpr std::string_view name = "calibrate";
    static constexpr std::string_view arguments = "a Trainer and Batches of it";
};

/// Puts back what a model had, unless all goes well.
template <class ModelType>
struct BuffersKept {
    using Real = typename ModelType::Real;

    ModelType& model;
    std::uint64_t examples = model.examples_trained();
    std::vector<Real> before{model.buffer_block().begin(), model.buffer_block().end()};

    explicit BuffersKept(ModelType& kept) : model(kept) {}
    BuffersKept(const BuffersKept&) = delete;
    BuffersKept& operator=(const BuffersKept&) = delete;
    ~BuffersKept() {
        std::ranges::copy(before, model.buffer_block().begin());
        model.set_examples_trained(examples);
    }
};

} // namespace detail

/// Sets what each BatchNorm1d of the model has kept to the mean of the statistics of all batches of an epoch, in the
/// order of the examples, as torch.optim.swa_utils.update_bn does. A model whose weights were averaged or changed needs
/// it before it is evaluated. No parameter moves. With a momentum of 0 nothing is ever kept, and the start stays.
///
/// Takes the time of an epoch without its updates. Statistics are gathered in training: Dropout drops.
template <class TrainerType>
    requires detail::is_trainer<TrainerType>
void calibrate(TrainerType& trainer, Batches<TrainerType>& batches) {
    using Real = typename TrainerType::Real;
    auto& model = trainer.model();
    const std::span kept = model.buffer_block();
    detail::BuffersKept result{model};
    // A batch moves what is kept from a to (1 - m) a + m s. From two starts its statistics s and the momentum follow.
    const auto seen_from = [&](Real start) {
        for (const TensorSpec& tensor : std::remove_cvref_t<decltype(model)>::Joint::buffers)
            if (!tensor.frozen) std::ranges::fill(kept.subspan(tensor.offset, tensor.shape.size()), start);
        trainer.backward(batches.inputs(), batches.targets());
        return std::vector<double>(kept.begin(), kept.end());
    };
    std::vector<double> sums(kept.size()), momenta;
    batches.in_order();
    while (batches.next()) {
        const std::vector<double> from_zero = seen_from(0);
        if (momenta.empty()) {
            const std::vector<double> from_one = seen_from(1);
            for (std::size_t at = 0; at < sums.size(); ++at) momenta.push_back(1 - (from_one[at] - from_zero[at]));
        }
        for (std::size_t at = 0; at < sums.size(); ++at) sums[at] += from_zero[at];
    }
    const auto count = static_cast<double>(batches.per_epoch());
    for (const TensorSpec& tensor : std::remove_cvref_t<decltype(model)>::Joint::buffers) {
        for (std::size_t at = tensor.offset; at < tensor.offset + tensor.shape.size() && !tensor.frozen; ++at)
            if (momenta[at] > 1e-6) result.before[at] = static_cast<Real>(sums[at] / count / momenta[at]);
    }
}

/// What is no Trainer has no batches.
template <class Type, class... Rest>
    requires(!detail::is_trainer<Type>)
void calibrate(const Type&, const Rest&...) {
    static_assert(judge<Refused<detail::NotATrainer<detail::Calibrate>, Type>>());
}

template <class TrainerType, class... Rest>
    requires(detail::is_trainer<std::remove_cvref_t<TrainerType>> &&
             !std::is_same_v<void(Rest...), void(Batches<std::remove_cvref_t<TrainerType>>&)>)
void calibrate(TrainerType&&, Rest&&...) {
    static_assert(judge<Refused<OtherArguments<detail::Calibrate>, TrainerType, Rest...>>());
}

} // namespace tenon
