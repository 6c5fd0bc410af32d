// SPDX-License-Identifier: BSL-1.0
//
// Frozen: a layer that does not learn.
#pragma once

#include "tenon/dsl/joint.hpp"

#include <boost/hana/tuple.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon {

namespace detail {

/// A layer's parameters and its buffers in one table, in which nothing learns.
template <std::size_t Parameters, std::size_t Buffers>
constexpr auto frozen_tensors(const std::array<TensorSpec, Parameters>& parameters,
                              const std::array<TensorSpec, Buffers>& buffers) {
    std::array<TensorSpec, Parameters + Buffers> all{};
    std::size_t filled = 0;
    for (const TensorSpec& spec : parameters) all[filled++] = spec;
    for (const TensorSpec& spec : buffers) {
        all[filled] = spec;
        all[filled++].offset += block_size(parameters);
    }
    for (TensorSpec& spec : all) spec.frozen = true;
    return all;
}

/// Whether a frozen layer stands behind one that learns. `learned` tells whether one in front does, and then whether
/// one up to here does.
template <class Joint>
constexpr bool freezes_late(bool& learned);
template <bool InLine, class... Stages>
constexpr bool any_freezes_late(boost::hana::tuple<Stages...>, [[maybe_unused]] bool& learned) {
    [[maybe_unused]] const bool before = learned;
    bool late = false;
    [[maybe_unused]] const auto look = [&]<class Joint>(std::type_identity<Joint>) {
        bool here = InLine ? learned : before;
        late = late || freezes_late<Joint>(here);
        learned = learned || here;
    };
    (look(std::type_identity<typename Stages::type::Joint>{}), ...);
    return late;
}
template <class Joint>
constexpr bool freezes_late(bool& learned) {
    if constexpr (requires { typename Joint::List; }) {
        return any_freezes_late<requires { Joint::frozen_front; }>(typename Joint::List{}, learned);
    } else {
        const bool late = Joint::frozen && learned;
        learned = learned || !Joint::parameters.empty();
        return late;
    }
}
template <class Net, class In>
constexpr bool net_freezes_late() {
    bool learned = false;
    if constexpr (Net::template Joint<In>::frozen)
        return freezes_late<typename Net::template Joint<In>>(learned);
    else
        return learned;
}

} // namespace detail

/// `Frozen<Linear<64>>`, or any other layer or form: in training it runs as in evaluation, and its tensors do not
/// change. They are buffers of the model, under the names that they would have without Frozen. Neither the layer nor
/// those before it cost a backward pass; layers that learn come after it:
/// `Sequential<Frozen<Embedding<24>>, Flatten, Frozen<Linear<64>>, Tanh, Linear<27>>`.
template <class Layer>
struct Frozen {
    static constexpr std::string_view header = "tenon/compose/frozen.hpp";

    template <class In>
    static constexpr auto check() {
        return Layer::template check<In>();
    }

    template <class In>
    struct Joint : JointDefaults {
        using Inner = typename Layer::template Joint<In>;
        using Output = typename Inner::Output;
        static constexpr bool frozen = true;
        static constexpr auto buffers = detail::frozen_tensors(Inner::parameters, Inner::buffers);
        static constexpr std::size_t layer_count = Inner::layer_count;
        static constexpr std::size_t forward_flops = Inner::forward_flops;
        static constexpr std::size_t training_scratch(std::size_t batch) { return Inner::evaluation_scratch(batch); }
        static constexpr std::size_t evaluation_scratch(std::size_t batch) { return Inner::evaluation_scratch(batch); }
        static constexpr std::size_t window = Inner::window;
        static constexpr std::size_t stride = Inner::stride;
        static constexpr bool upsamples = Inner::upsamples;
        static constexpr std::size_t reach(std::size_t outputs) { return detail::reach_of<Inner>(outputs); }
        static constexpr std::size_t state(std::size_t frames) { return Inner::state(frames); }
        static constexpr bool position_bound = Inner::position_bound;
    };
};

} // namespace tenon
