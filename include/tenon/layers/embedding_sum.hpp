// SPDX-License-Identifier: BSL-1.0
//
// EmbeddingSum: y = bias + the rows of a table that the tokens of a group name, each in its place.
#pragma once

#include "tenon/dsl/layers/embedding_sum.hpp"
#include "tenon/kernels/columns.hpp"
#include "tenon/kernels/table_rows.hpp"
#include "tenon/lowered.hpp"

#include <cstddef>

namespace tenon {

template <auto... Spec, class In>
struct Lowered<EmbeddingSum<Spec...>, In> {
    using Joint = typename EmbeddingSum<Spec...>::template Joint<In>;
    static constexpr std::size_t vocabulary = Joint::vocabulary, group = Joint::group;
    static constexpr std::size_t features = EmbeddingSum<Spec...>::features;
    static constexpr std::size_t table = find_tensor(Joint::parameters, "table").offset;
    static constexpr std::size_t bias = find_tensor(Joint::parameters, "bias").offset;

    /// x (Batch, length) tokens, y (Batch, length / group, features): y = bias + Σ over k of table[k-th token, k].
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Token* x, Real* y, Memory memory) {
        kernels::sum_row_pieces<Batch * Joint::sums, group, features>(x, memory.parameters + table,
                                                                      memory.parameters + bias, y, memory.team);
    }

    /// dtable[token, k] = Σ dy of the sums whose k-th token it is,   dbias = Σ dy over sums. Tokens have no gradient.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Token* x, const Real*, const Real* dy, Pointer, Training<Real> memory) {
        constexpr std::size_t rows = Batch * Joint::sums;
        kernels::scatter_row_pieces<rows, group, features, vocabulary>(x, dy, memory.gradients + table, memory.scratch,
                                                                       memory.team);
        kernels::column_sums<rows, features>(dy, memory.gradients + bias, memory.scratch, memory.team);
    }
};

} // namespace tenon
