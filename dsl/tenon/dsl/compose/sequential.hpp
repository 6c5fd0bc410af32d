// SPDX-License-Identifier: BSL-1.0
//
// Sequential: layers one behind another, each cut to what the one before gives. It is a layer itself, so it nests.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/compose/form.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace tenon {

namespace detail {

template <class Walk>
struct SequentialJoint;

template <class Out, class From, class... Stages>
struct SequentialJoint<Walk<Out, From, Stages...>> : FormJoint<Stages...> {
    using Base = FormJoint<Stages...>;
    using Output = Out;
    using PerStage = typename Base::template PerStage<std::size_t>;

    static constexpr bool view = (Stages::Joint::view && ...);
    /// The layers that compute something: the first of them reads the input, the last one writes the output.
    static constexpr std::size_t first_computing =
        std::min({sizeof...(Stages), (Stages::Joint::view ? sizeof...(Stages) : Stages::index)...});
    static constexpr std::size_t last_computing =
        std::max({std::size_t{0}, (Stages::Joint::view ? std::size_t{0} : Stages::index)...});

    /// Layers in front of the first one that learns, if one of them is frozen; none otherwise.
    static constexpr std::size_t frozen_front = [] {
        const PerStage learns{static_cast<std::size_t>(!Stages::Joint::parameters.empty())...};
        const PerStage freezes{static_cast<std::size_t>(Stages::Joint::frozen)...};
        std::size_t front = 0;
        bool found = false;
        for (; front < sizeof...(Stages) && learns[front] == 0; ++front) found = found || freezes[front] != 0;
        return found ? front : 0;
    }();

    /// Elements of each layer's output that live in this form's memory: not those of views, nor the form's own output.
    static constexpr PerStage inner{
        (Stages::Joint::view || Stages::index == last_computing ? 0 : Stages::Joint::Output::size)...};

    /// Between forward and backward each layer's region is what it saves, followed by its inner output.
    static constexpr PerStage outputs_saved_behind([[maybe_unused]] std::size_t batch) {
        return {aligned_size(Stages::Joint::saved(batch))...};
    }
    static constexpr PerStage saved_starts([[maybe_unused]] std::size_t batch) {
        return starts(
            PerStage{(aligned_size(Stages::Joint::saved(batch)) + aligned_size(batch * inner[Stages::index]))...});
    }
    static constexpr std::size_t saved([[maybe_unused]] std::size_t batch) {
        return ((aligned_size(Stages::Joint::saved(batch)) + aligned_size(batch * inner[Stages::index])) + ... + 0);
    }

    /// Reals of one of the two values that pass each other between neighbours: activations in evaluation, gradients in
    /// backward.
    static constexpr std::size_t passing([[maybe_unused]] std::size_t batch) {
        return aligned_size(batch * std::max({std::size_t{0}, inner[Stages::index]...}));
    }
    static constexpr std::size_t training_scratch(std::size_t batch) {
        return 2 * passing(batch) + Base::largest_training_scratch(batch);
    }
    static constexpr std::size_t evaluation_scratch(std::size_t batch) {
        return 2 * passing(batch) + Base::largest_evaluation_scratch(batch);
    }

    static constexpr std::size_t window = Base::reach_in_line().window;
    static constexpr std::size_t stride = Base::reach_in_line().stride;
    static constexpr std::size_t reach(std::size_t outputs)
        requires Base::upsamples
    {
        return Base::reach_in_line(outputs);
    }
};

} // namespace detail

/// `Sequential<First, Second, …>`: the output of each layer is the input of the next. A layer's tensors are named by
/// its position, as in PyTorch: `0.weight`, `2.bias`; layers without tensors count too.
template <class... Layers>
struct Sequential {
    static constexpr std::string_view header = "tenon/compose/sequential.hpp";
    template <class In>
    static constexpr auto check() {
        return typename detail::Walked<In, Layers...>::Verdict{};
    }

    template <class In>
    struct Joint : detail::SequentialJoint<detail::Walked<In, Layers...>> {};
};

} // namespace tenon
