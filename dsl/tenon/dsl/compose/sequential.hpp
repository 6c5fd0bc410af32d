// SPDX-License-Identifier: BSL-1.0
//
// Sequential: layers one behind another, each cut to what the one before gives. It is a layer itself, so it nests.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/joint.hpp"

#include <boost/hana/fold_left.hpp>
#include <boost/hana/type.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace tenon {

namespace detail {

/// Appends a layer's tensors to a form's table, as `index.name`, `offset` reals into the form's block.
template <std::size_t All, std::size_t Count>
constexpr void append(std::array<TensorSpec, All>& table, std::size_t& filled, std::size_t offset, std::size_t index,
                      const std::array<TensorSpec, Count>& specs) {
    for (const TensorSpec& spec : specs) {
        TensorSpec& entry = table[filled++];
        entry = spec;
        entry.name = Name{};
        entry.name << index << '.' << spec.name.view();
        entry.offset += offset;
    }
}

/// Where regions of these sizes start when they lie behind one another.
template <std::size_t Count>
constexpr std::array<std::size_t, Count> starts(std::array<std::size_t, Count> sizes) {
    std::size_t start = 0;
    for (std::size_t& size : sizes) {
        const std::size_t next = start + size;
        size = start;
        start = next;
    }
    return sizes;
}

template <class Walk>
struct SequentialJoint;

template <class Out, class From, class... Stages>
struct SequentialJoint<Walk<Out, From, Stages...>> : JointDefaults {
    using Output = Out;
    using List = typename Walk<Out, From, Stages...>::List; ///< of hana::type<Stage<…>>
    template <class Value>
    using PerStage = std::array<Value, sizeof...(Stages)>;

    /// Where the region of each layer starts in the block of parameters, and in that of buffers.
    static constexpr PerStage<std::size_t> parameter_starts =
        starts(PerStage<std::size_t>{block_size(Stages::Joint::parameters)...});
    static constexpr PerStage<std::size_t> buffer_starts =
        starts(PerStage<std::size_t>{block_size(Stages::Joint::buffers)...});

    static constexpr auto parameters = [] {
        std::array<TensorSpec, (Stages::Joint::parameters.size() + ... + 0)> table;
        [[maybe_unused]] std::size_t filled = 0;
        (append(table, filled, parameter_starts[Stages::index], Stages::index, Stages::Joint::parameters), ...);
        return table;
    }();
    static constexpr auto buffers = [] {
        std::array<TensorSpec, (Stages::Joint::buffers.size() + ... + 0)> table;
        [[maybe_unused]] std::size_t filled = 0;
        (append(table, filled, buffer_starts[Stages::index], Stages::index, Stages::Joint::buffers), ...);
        return table;
    }();

    static constexpr std::size_t forward_flops = (Stages::Joint::forward_flops + ... + 0);
    static constexpr std::size_t backward_flops = (Stages::Joint::backward_flops + ... + 0);

    static constexpr PerStage<bool> views{Stages::Joint::view...};
    static constexpr bool view = (Stages::Joint::view && ...);
    /// The layers that compute something: the first of them reads the input, the last one writes the output.
    static constexpr std::size_t first_computing =
        std::min({sizeof...(Stages), (Stages::Joint::view ? sizeof...(Stages) : Stages::index)...});
    static constexpr std::size_t last_computing =
        std::max({std::size_t{0}, (Stages::Joint::view ? std::size_t{0} : Stages::index)...});

    /// Elements of each layer's output that live in this form's memory: not those of views, nor the form's own output.
    static constexpr PerStage<std::size_t> inner{
        (Stages::Joint::view || Stages::index == last_computing ? 0 : Stages::Joint::Output::size)...};

    /// Between forward and backward each layer's region is what it saves, followed by its inner output.
    static constexpr PerStage<std::size_t> outputs_saved_behind([[maybe_unused]] std::size_t batch) {
        return {aligned(Stages::Joint::saved(batch))...};
    }
    static constexpr PerStage<std::size_t> saved_starts([[maybe_unused]] std::size_t batch) {
        return starts(
            PerStage<std::size_t>{(aligned(Stages::Joint::saved(batch)) + aligned(batch * inner[Stages::index]))...});
    }
    static constexpr std::size_t saved([[maybe_unused]] std::size_t batch) {
        return ((aligned(Stages::Joint::saved(batch)) + aligned(batch * inner[Stages::index])) + ... + 0);
    }

    /// Reals of one of the two values that pass each other between neighbours: activations in evaluation, gradients in
    /// backward.
    static constexpr std::size_t passing([[maybe_unused]] std::size_t batch) {
        return aligned(batch * std::max({std::size_t{0}, inner[Stages::index]...}));
    }
    static constexpr std::size_t scratch([[maybe_unused]] std::size_t batch) {
        return 2 * passing(batch) + std::max({std::size_t{0}, Stages::Joint::scratch(batch)...});
    }

    template <std::size_t Examples>
    static constexpr auto check_training() {
        return hana::fold_left(List{}, Fits{}, TrainingStep<Examples>{});
    }
};

} // namespace detail

/// `Sequential<First, Second, …>`: the output of each layer is the input of the next. A layer's tensors are named by
/// its position, as in PyTorch: `0.weight`, `2.bias`; layers without tensors count too.
template <class... Layers>
struct Sequential {
    template <class In>
    static constexpr auto check() {
        return typename detail::Walked<In, Layers...>::Verdict{};
    }

    template <class In>
    struct Joint : detail::SequentialJoint<detail::Walked<In, Layers...>> {};
};

} // namespace tenon
