// SPDX-License-Identifier: BSL-1.0
//
// A model whose weights are a moving average of those of another one, which often evaluates better.
#pragma once

#include "tenon/kernels/long_rows.hpp"
#include "tenon/model.hpp"
#include "tenon/require.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon {

namespace detail {

struct AMovingAverage {
    static constexpr std::string_view name = "a MovingAverage";
};

} // namespace detail

/// average += (1 − decay) · (parameter − average) for every parameter, from the first update on, which copies them.
/// What a norm keeps is copied in each update:
///
///     MovingAverage average{model, 0.999};
///     for (…) {
///         trainer.step(inputs, targets, rate);
///         average.update(model);
///     }
///     Evaluator<decltype(average)::Averaged, Batch<32>> evaluator{average.model()};
///
/// Source: Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992; PyTorch's AveragedModel
/// with an exponential average. Takes the memory of a model.
template <class ModelType>
class MovingAverage {
    static_assert(judge<std::conditional_t<detail::is_model<ModelType>, Fits,
                                           Refused<NotAModel<detail::AMovingAverage>, ModelType>>>());
    using Followed = detail::ModelOr<ModelType>;

  public:
    using Real = typename Followed::Real;
    using Averaged = Model<typename Followed::Net, typename Followed::Input, Real>;

    static constexpr std::string_view kind = "a MovingAverage";

    /// Begins with a copy of the model. Throws std::invalid_argument for a decay that is not from 0 to 1.
    explicit MovingAverage(const ModelType& model, double decay = 0.999) : decay_(decay) {
        detail::require_share("the decay", decay);
        if constexpr (detail::is_model<ModelType>) average_ = model;
    }

    void update(const Followed& model) {
        const auto from = model.parameter_block();
        const auto to = average_.parameter_block();
        if (updates_++ == 0) std::ranges::copy(from, to.begin());
        const auto fresh = simd::broadcast(static_cast<Real>(1 - decay_));
        kernels::for_each_vector_of<Real>(from.size(), [&](std::size_t at, auto count) {
            const auto before = simd::load<count>(static_cast<const Real*>(to.data()) + at);
            const auto difference = simd::load<count>(from.data() + at) - before;
            simd::store<count>(to.data() + at, simd::multiply_add(fresh, difference, before));
        });
        std::ranges::copy(model.buffer_block(), average_.buffer_block().begin());
        average_.set_examples_trained(model.examples_trained());
    }

    [[nodiscard]] const Averaged& model() const& { return average_; }
    template <class Owner = MovingAverage>
    [[nodiscard]] const Averaged& model() const&& {
        static_assert(judge<Refused<OwnerThatEndsHere, Owner>>());
        return average_;
    }
    [[nodiscard]] std::size_t updates() const { return updates_; }
    /// Goes on from an average of so many updates.
    void set(const Averaged& average, std::size_t updates) {
        average_ = average;
        updates_ = updates;
    }

  private:
    double decay_;
    std::size_t updates_ = 0;
    Averaged average_;
};

} // namespace tenon
