// SPDX-License-Identifier: BSL-1.0
//
// A joint: a layer cut to what flows into it. This page is the language half of a layer's contract.
//
//     struct MyLayer {
//         template <class In>
//         static constexpr auto check();         // Fits{} or Unfit<what it takes, spellings that fit…>{}
//         template <class In>
//         struct Joint : JointDefaults { … };    // Output and what differs from the defaults; made only where it fits
//     };
#pragma once

#include "tenon/dsl/shape.hpp"
#include "tenon/dsl/tensor.hpp"
#include "tenon/dsl/verdict.hpp"

#include <array>
#include <cstddef>

namespace tenon {

/// What most layers answer; a Joint hides what is different.
struct JointDefaults {
    /// Learned tensors, and tensors kept by training but not learned, in the order in which they are laid out and
    /// filled.
    static constexpr std::array<TensorSpec, 0> parameters{};
    static constexpr std::array<TensorSpec, 0> buffers{};

    /// Floating-point operations of the matrix products for one example, a multiply-add counting as 2: the field's
    /// usual count, which leaves out pointwise work and normalisation.
    static constexpr std::size_t forward_flops = 0;
    static constexpr std::size_t backward_flops = 0;

    /// Layers that it is, counted as they are written: those within a form one by one. What is drawn at random is keyed
    /// by a layer's number among them.
    static constexpr std::size_t layer_count = 1;

    /// Reals kept from a training forward to its backward, besides input and output.
    static constexpr std::size_t saved(std::size_t /*batch*/) { return 0; }
    /// Reals needed only while one forward or backward runs.
    static constexpr std::size_t training_scratch(std::size_t /*batch*/) { return 0; }
    static constexpr std::size_t evaluation_scratch(std::size_t /*batch*/) { return 0; }

    /// The output is the input under another shape: nothing is computed and nothing is copied.
    static constexpr bool view = false;

    /// Whether it, or a layer within it, is frozen: nothing goes back through it.
    static constexpr bool frozen = false;

    /// Positions of the input that one position of the output depends on, and the distance from there to those of the
    /// next one. What has a single axis is one position.
    static constexpr std::size_t window = 1;
    static constexpr std::size_t stride = 1;
    /// Whether it gives several positions for one. Such a Joint tells how far it sees by a function:
    ///     static constexpr std::size_t reach(std::size_t outputs);
    /// the positions of the input that so many of the output in a row depend on; `window` is reach(1).
    static constexpr bool upsamples = false;

    /// Reals that streaming keeps from one call to the next, at most `frames` positions at a time.
    static constexpr std::size_t state(std::size_t /*frames*/) { return 0; }
    /// Whether it treats positions differently, so that it cannot go on from one to the next.
    static constexpr bool position_bound = false;

    /// Whether a training step on batches of this size makes sense.
    template <std::size_t Examples>
    static constexpr auto check_training() {
        return Fits{};
    }
};

namespace detail {

/// Positions of the input that so many of the output in a row depend on.
template <class Joint>
constexpr std::size_t reach_of(std::size_t outputs) {
    if constexpr (Joint::upsamples)
        return Joint::reach(outputs);
    else
        return Joint::window + (outputs - 1) * Joint::stride;
}

} // namespace detail

/// The joint of a layer that works on each element by itself.
template <class In>
struct PointwiseJoint : JointDefaults {
    using Output = In;
};

/// The check of a layer that takes real numbers of any shape.
template <class In>
constexpr auto check_reals() {
    if constexpr (detail::is_shape<In>)
        return Fits{};
    else
        return Unfit<TakesReals>{};
}

/// The base of a layer that works on each element by itself, whatever the shape, and runs as a LoweredPointwise: those
/// that are neighbours run in one pass, where that is not more work.
struct Pointwise {
    /// Whether it computes exponentials or the like: such a function is not worth being computed twice.
    static constexpr bool transcendental = false;

    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }
    template <class In>
    using Joint = PointwiseJoint<In>;
};

} // namespace tenon
