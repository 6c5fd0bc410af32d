// SPDX-License-Identifier: BSL-1.0
//
// The WaveNet of Neural Amp Modeler: one sample in, one sample out, as files of the kind `.nam` describe it.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/nam/layer_array.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

namespace tenon::nam {

/// Arrays of layers one behind another. The input, one number at each position, is mixed into every layer; what leaves
/// the activations of an array's layers is summed, with what the head of the array before gave, and goes through its
/// head; the last head's output, times `head_scale`, is the output. With h the stream of an array and x the input:
///     h = rechannel(h_before)
///     a_i = activation(conv_i(h) + input_mixer_i · x),   h = h + layer1x1_i(a_i)   for each layer
///     y = head(y_before + Σ a_i)
/// Tensors are named `0.layers.3.conv.weight` and so on. Source: Neural Amp Modeler (Atkinson), as its files describe
/// it; van den Oord et al., "WaveNet", 2016.
template <class... Arrays>
struct WaveNet {
    static constexpr std::string_view header = "tenon/nam/wavenet.hpp";
    static constexpr std::string_view text =
        "nam::WaveNet<nam::LayerArray<channels, nam::Kernels<...>, nam::Dilations<...>, Activation, "
        "nam::Head<out>>...> "
        "with one kernel or as many as dilations, a pointwise Activation or a nam::Gate of two, and heads that give as "
        "many channels as the next array has";
    using Stages = tenon::detail::NamStages<std::index_sequence_for<Arrays...>, Arrays...>;

    template <class In>
    static constexpr auto check() {
        if constexpr (!is_well_spelled())
            return Unfit<TakesSpelling<WaveNet>>{};
        else if constexpr (!tenon::detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else if constexpr (In::rank != 2)
            return Unfit<TakesSequence>{};
        else if constexpr (In::features != 1)
            return Unfit<TakesFeatures<1>>{};
        else
            return Fits{};
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = Shape<In::positions, Stages::out>;
        static constexpr auto parameters = Stages::parameters;
        static constexpr std::size_t forward_flops = 2 * In::positions * Stages::multiply_adds;
        static constexpr std::size_t window = Stages::history + 1;
        static constexpr std::size_t state(std::size_t frames) { return Stages::state(frames); }

        static constexpr std::size_t backward_flops = 2 * forward_flops;

        /// Numbers of a block of so many channels.
        static constexpr std::size_t block(std::size_t channels) { return aligned_size(channels * In::positions); }
        /// The stream, what convolutions give, and the sums of an array and of the one before.
        static constexpr std::size_t places() { return 4 * block(Stages::widest); }
        /// Beside these, in evaluation, a stream with zeros in front.
        static constexpr std::size_t evaluation_scratch(std::size_t) {
            return places() + block(2 * Stages::most_channels);
        }
        /// For each example what goes into arrays, convolutions and activations, and what leaves the last head.
        static constexpr std::size_t saved(std::size_t batch) {
            return batch * aligned_size(Stages::saved(In::positions));
        }
        /// Backward: five blocks and one with zeros behind it, the input beside ones, and twice the largest tensor.
        static constexpr std::size_t training_scratch(std::size_t) {
            return 5 * block(Stages::widest) + block(2 * Stages::widest) + block(2) +
                   2 * aligned_size(Stages::largest_tensor);
        }
    };

  private:
    static constexpr bool is_well_spelled() {
        if constexpr (sizeof...(Arrays) == 0 || !(tenon::detail::is_nam_array<Arrays> && ...))
            return false;
        else
            return Stages::are_well_spelled;
    }
};

} // namespace tenon::nam
