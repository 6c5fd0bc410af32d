// SPDX-License-Identifier: BSL-1.0
//
// What all forms have in common: layers in a list, each with its part of the form's tensors and memory.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/joint.hpp"

#include <boost/hana/fold_left.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace tenon::detail {

/// Appends a layer's tensors to a form's table, as `index.name`, `offset` reals into the form's block.
template <std::size_t All, std::size_t Count>
constexpr void append(std::array<TensorSpec, All>& table, std::size_t& filled, std::size_t offset, std::size_t index,
                      const std::array<TensorSpec, Count>& specs) {
    for (const TensorSpec& spec : specs) {
        TensorSpec& entry = table[filled++];
        entry = spec;
        entry.name = QualifiedName{};
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

/// Positions that reach one position through layers one behind another, and how far apart neighbours begin.
struct Reach {
    std::size_t window = 1, stride = 1;
    [[nodiscard]] constexpr Reach through(std::size_t next_window, std::size_t next_stride) const {
        return {window + (next_window - 1) * stride, stride * next_stride};
    }
};

/// The tensors, work and checks of the layers of a form, which are `Stages`.
template <class... Stages>
struct FormJoint : JointDefaults {
    using List = hana::tuple<hana::type<Stages>...>;
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

    /// The number of each layer's first layer as written, and of all of them.
    static constexpr PerStage<std::size_t> layer_starts = starts(PerStage<std::size_t>{Stages::Joint::layer_count...});
    static constexpr std::size_t layer_count = (Stages::Joint::layer_count + ... + 0);

    static constexpr std::size_t forward_flops = (Stages::Joint::forward_flops + ... + 0);
    static constexpr std::size_t backward_flops = (Stages::Joint::backward_flops + ... + 0);

    static constexpr PerStage<bool> views{Stages::Joint::view...};
    static constexpr bool frozen = (Stages::Joint::frozen || ...);

    /// The most scratch that a layer needs, for layers that run one after another.
    static constexpr std::size_t largest_training_scratch([[maybe_unused]] std::size_t batch) {
        return std::max({std::size_t{0}, Stages::Joint::training_scratch(batch)...});
    }
    static constexpr std::size_t largest_evaluation_scratch([[maybe_unused]] std::size_t batch) {
        return std::max({std::size_t{0}, Stages::Joint::evaluation_scratch(batch)...});
    }

    /// Where the state of each layer starts in that of the form.
    static constexpr PerStage<std::size_t> state_starts([[maybe_unused]] std::size_t frames) {
        return starts(PerStage<std::size_t>{aligned_size(Stages::Joint::state(frames))...});
    }
    static constexpr std::size_t state([[maybe_unused]] std::size_t frames) {
        return (aligned_size(Stages::Joint::state(frames)) + ... + 0);
    }
    static constexpr bool position_bound = (Stages::Joint::position_bound || ...);

    static constexpr bool upsamples = (Stages::Joint::upsamples || ...);
    /// The reach of layers one behind another.
    static constexpr Reach reach_in_line() {
        Reach so_far;
        ((so_far = so_far.through(Stages::Joint::window, Stages::Joint::stride)), ...);
        if constexpr (upsamples) so_far.window = reach_in_line(1);
        return so_far;
    }
    /// As many positions as so many of the output in a row depend on: asked from the last layer to the first, since a
    /// layer that gives several positions for one takes a part of a position.
    static constexpr std::size_t reach_in_line(std::size_t positions)
        requires upsamples
    {
        constexpr PerStage<std::size_t (*)(std::size_t)> reaches{&reach_of<typename Stages::Joint>...};
        for (std::size_t index = reaches.size(); index > 0; --index) positions = reaches[index - 1](positions);
        return positions;
    }

    template <std::size_t Examples>
    static constexpr auto check_training() {
        return hana::fold_left(List{}, Fits{}, TrainingStep<Examples>{});
    }
};

} // namespace tenon::detail
