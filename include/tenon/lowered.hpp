// SPDX-License-Identifier: BSL-1.0
//
// The machine half of a layer's contract.
//
//     template <class In>
//     struct Lowered<MyLayer, In> {                     // the mode is the type of the memory
//         template <std::size_t Batch, class Real>
//         static void forward(const Element<In, Real>* x, Real* y, Evaluation<Real> memory);
//         template <std::size_t Batch, class Real>
//         static void forward(const Element<In, Real>* x, Real* y, Training<Real> memory);
//         template <std::size_t Batch, class Real, class Pointer>
//         static void backward(const Element<In, Real>* x, const Real* y, const Real* dy, Pointer dx,
//                              Training<Real> memory);
//     };
//
// x, y, dx and dy are (Batch, shape), row-major. A layer that runs the same in both modes writes one forward, for any
// memory. Bases do the work of common kinds: `lowered/pointwise.hpp`,
// `lowered/view.hpp`, `lowered/row_norm.hpp`, `lowered/form.hpp`.
//
// One rule for gradients, in every layer: backward *overwrites* dx and every gradient in memory.gradients; it reads
// nothing that was there. Whoever needs a sum of two gradients adds them. dx is a nullptr_t where nobody wants it; a
// layer on tokens has none.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/shape.hpp"
#include "tenon/dsl/tensor.hpp"
#include "tenon/dsl/token.hpp"
#include "tenon/kernels/ahead.hpp"
#include "tenon/kernels/team.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace tenon {

/// What an input is made of in memory.
template <class In, class Real>
using Element = std::conditional_t<detail::is_tokens<In>, Token, Real>;

/// What a layer has at hand in evaluation: nothing that it could change but scratch.
template <class Real>
struct Evaluation {
    const Real* parameters;
    const Real* buffers;
    Real* scratch;
    kernels::Ahead<Real> next = {}; ///< parameters of the layer that runs next, if there is one behind it in a list
    static constexpr std::nullptr_t team = nullptr; ///< one thread evaluates
};

/// What a layer that remembers has at hand in streaming, at most `Most` positions at a time: its state, which starts as
/// 0. All others see an Evaluation. Positions are those of one example.
template <class Real, std::size_t Most>
struct Streaming : Evaluation<Real> {
    Real* state;
    /// The one position that comes has come for ever: the state becomes what it then is.
    bool is_steady;
};

/// What random draws are keyed by: the net's seed, the layer as its user wrote it, and the example. So they depend
/// neither on how layers are grouped, nor on how examples are cut into batches, nor on who draws.
struct RngKey {
    std::uint64_t seed;
    std::uint64_t layer = 0;    ///< number of a layer as written, those within forms counted one by one
    std::uint64_t examples = 0; ///< that came before those of this batch

    /// The key of a layer within a form.
    [[nodiscard]] constexpr RngKey at_layer(std::uint64_t start) const { return {seed, layer + start, examples}; }
    /// The key where each example becomes several.
    [[nodiscard]] constexpr RngKey for_each_of(std::uint64_t parts) const { return {seed, layer, examples * parts}; }
};

/// What a layer has at hand in training: also where its gradients go, and what it keeps from forward to backward.
template <class Real>
struct Training {
    const Real* parameters;
    Real* gradients;
    Real* buffers;
    Real* saved;
    Real* scratch;
    RngKey rng_key;                 ///< of what is drawn at random
    Team* team;                     ///< who shares the work; nullptr for one thread
    kernels::Ahead<Real> next = {}; ///< as in evaluation; it is not of use in backward
};

/// The memory of an Inspector: that of training, and a place for outputs and one for their gradients, in which forms
/// keep those of their layers (`lowered/inspected.hpp`).
template <class Real>
struct Inspection : Training<Real> {
    Real* outputs;          ///< of this layer, and behind it of those within it
    Real* output_gradients; ///< laid out alike
};

template <class Memory>
inline constexpr bool is_evaluation = false;
template <class Real>
inline constexpr bool is_evaluation<Evaluation<Real>> = true;
template <class Real, std::size_t Most>
inline constexpr bool is_evaluation<Streaming<Real, Most>> = true;

/// How a layer runs on an input; specialised in `tenon/layers/<layer>.hpp`.
template <class Layer, class In>
struct Lowered;

/// A net that does not fit runs nothing.
template <class In>
struct Lowered<detail::Nothing, In> {
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Element<In, Real>*, Real*, Memory) {}
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Element<In, Real>*, const Real*, const Real*, Pointer, Training<Real>) {}
};

} // namespace tenon
