// SPDX-License-Identifier: BSL-1.0
//
// How the groups of `ForTraining` run.
#pragma once

#include "tenon/compose/sequential.hpp"
#include "tenon/dsl/rewrite/for_training.hpp"
#include "tenon/kernels/columns.hpp"
#include "tenon/kernels/matmul.hpp"
#include "tenon/kernels/table_rows.hpp"
#include "tenon/kernels/transpose.hpp"
#include "tenon/layers/batch_norm1d.hpp"
#include "tenon/layers/embedding.hpp"
#include "tenon/layers/flatten.hpp"
#include "tenon/layers/flatten_consecutive.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/layers/relu.hpp"
#include "tenon/layers/sigmoid.hpp"
#include "tenon/layers/tanh.hpp"
#include "tenon/lowered/form.hpp"
#include "tenon/rewrite/fused_pointwise.hpp"

#include <cstddef>

namespace tenon {

template <class Table, class Join, class Product, class In>
struct Lowered<FusedEmbeddingLinear<Table, Join, Product>, In> {
    using Joint = typename FusedEmbeddingLinear<Table, Join, Product>::template Joint<In>;
    using List = typename FusedEmbeddingLinear<Table, Join, Product>::Written::template Joint<In>;
    using Last = Lowered<Product, typename Joint::Joined>;
    static constexpr std::size_t vocabulary = Joint::vocabulary, features = Joint::features, group = Joint::group;
    static constexpr std::size_t out = Joint::out, wide = group * out;
    static constexpr std::size_t weight = List::parameter_starts[2] + Last::weight;
    static constexpr std::size_t bias = List::parameter_starts[2] + Last::bias;
    template <std::size_t Batch>
    static constexpr std::size_t rows = Batch * Joint::Joined::positions;

    /// x (Batch, length) tokens, y (Batch, …, out): y = bias + Σ over k of (embedding · piece k)[token k].
    template <std::size_t Batch, class Real>
    static void forward(const Token* x, Real* y, Training<Real> memory) {
        Real* tables = memory.scratch; // (vocabulary, group · out)
        for (std::size_t piece = 0; piece < group; ++piece) {
            kernels::matmul<vocabulary, features, out, Real, wide>(
                memory.parameters, memory.parameters + weight + piece * features * out,
                static_cast<const Real*>(nullptr), tables + piece * out, memory.team);
        }
        const Real* start = Last::has_bias ? memory.parameters + bias : nullptr;
        kernels::sum_row_pieces<rows<Batch>, group, out>(x, static_cast<const Real*>(tables), start, y, memory.team);
    }
    /// Evaluation runs as written: an example's output must not depend on how many there are.
    template <std::size_t Batch, class Real>
    static void forward(const Token* x, Real* y, Evaluation<Real> memory) {
        Lowered<typename FusedEmbeddingLinear<Table, Join, Product>::Written, In>::template forward<Batch>(x, y,
                                                                                                           memory);
    }

    /// With G (vocabulary, group · out) the sums of dy where a token stands k-th in its group:
    ///     dpiece k = embeddingᵀ · G_k,   dembedding = Σ over k of G_k · piece kᵀ,   dbias = Σ dy over rows.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Token* x, const Real*, const Real* dy, Pointer, Training<Real> memory) {
        Real* sums = memory.scratch;
        Real* transposed =
            memory.scratch + Joint::tables; // (group · out, features), and another half of the sums before
        kernels::scatter_row_pieces<rows<Batch>, group, out, vocabulary>(x, dy, sums, transposed, memory.team);
        for (std::size_t piece = 0; piece < group; ++piece) {
            const std::size_t at = weight + piece * features * out;
            kernels::matmul_transposed<features, vocabulary, out, Real, wide>(
                memory.parameters, static_cast<const Real*>(sums) + piece * out, memory.gradients + at,
                transposed + piece * out * features, memory.team);
            kernels::transpose<features, out>(memory.parameters + at, transposed + piece * out * features, memory.team);
        }
        kernels::matmul<vocabulary, wide, features>(static_cast<const Real*>(sums),
                                                    static_cast<const Real*>(transposed),
                                                    static_cast<const Real*>(nullptr), memory.gradients, memory.team);
        if constexpr (Last::has_bias) {
            kernels::column_sums<rows<Batch>, out>(dy, memory.gradients + bias, transposed, memory.team);
        }
    }
};

template <class Norm, class Function, class In>
struct Lowered<FusedNormActivation<Norm, Function>, In>
    : detail::LoweredBatchNorm<Norm, In, typename Lowered<Function, In>::PointwiseFunction> {};

} // namespace tenon
