// SPDX-License-Identifier: BSL-1.0
//
// Embedding: y = the row of weight that each token names.
#pragma once

#include "tenon/dsl/layers/embedding.hpp"
#include "tenon/kernels/table_rows.hpp"
#include "tenon/lowered.hpp"

#include <cstddef>
#include <cstdint>

namespace tenon {

template <auto... Spec, class In>
struct Lowered<Embedding<Spec...>, In> {
    using Joint = typename Embedding<Spec...>::template Joint<In>;
    static constexpr std::size_t features = Embedding<Spec...>::features;

    /// x (Batch, length) tokens, y (Batch, length, features).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Token* x, Real* y, Memory memory) {
        kernels::gather_rows<Batch * In::size, features>(x, memory.parameters, y);
    }

    /// dweight = for each row, the sum of dy where its token stands. Tokens have no gradient.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Token* x, const Real*, const Real* dy, Pointer, Training<Real> memory) {
        kernels::scatter_rows<Batch * In::size, features, Joint::vocabulary>(x, dy, memory.gradients);
    }
};

} // namespace tenon
