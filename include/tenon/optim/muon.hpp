// SPDX-License-Identifier: BSL-1.0
//
// Muon: momentum whose steps are made orthogonal, for matrices.
#pragma once

#include "tenon/fail.hpp"
#include "tenon/kernels/long_rows.hpp"
#include "tenon/optim/optimizer.hpp"
#include "tenon/require.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace tenon {

/// momentum ← μ · momentum + (1 − μ) · gradient; with Nesterov the step is μ · momentum + (1 − μ) · gradient, else the
/// momentum. The step's singular values are brought near to 1 by Newton and Schulz's iteration, and the parameter moves
/// along it: p ← (1 − rate · weight_decay) · p − rate · √max(1, out / in) · step. Rates are about those of SGD, some
/// 0.02.
///
/// For matrices: give all else to another optimizer, `ParameterGroups<Muon, AdamW>`. It takes whole tensors, which
/// threads share among them, and its state holds what an update needs meanwhile. An update costs about 6 · steps · r² ·
/// c multiply-adds for r rows and c columns, r being the fewer: much beside a step on a small batch.
///
/// Source: Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024; torch.optim.Muon.
struct Muon {
    static constexpr std::size_t state = 5;
    static constexpr bool whole_tensors = true;

    double momentum = 0.95, weight_decay = 0.1, epsilon = 1e-7;
    std::size_t steps = 5; ///< of Newton and Schulz
    bool nesterov = true;

    void require_numbers() const {
        detail::require_part("momentum", momentum);
        detail::require_not_negative("weight_decay", weight_decay);
        detail::require_not_negative("epsilon", epsilon);
        detail::require_positive("steps", static_cast<double>(steps));
    }

    /// Throws std::invalid_argument for a tensor of one axis.
    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t /*step*/) const {
        const Extents& shape = slice.tensor->shape;
        if (shape.rank < 2) {
            detail::fail<std::invalid_argument>([&] {
                return "Muon moves matrices, and " + std::string(slice.tensor->name.view()) +
                       " has one axis: give such tensors to another optimizer, as ParameterGroups<Muon, AdamW> does";
            });
        }
        // The weight of a Linear or Conv1d has its outputs on the last axis, others on the first.
        const bool outputs_are_last = slice.tensor->transposed_in_files;
        const std::size_t size = shape.size(), outputs = shape.lengths[outputs_are_last ? shape.rank - 1 : 0];
        const std::size_t first = outputs_are_last ? size / outputs : outputs, second = size / first;
        const auto [mean, x, next, square, mixed] = slice.state;
        const auto fresh = static_cast<Real>(1 - momentum);
        const bool turns = second > first;
        for (std::size_t at = 0; at < size; ++at) {
            mean[at] = std::fma(fresh, slice.gradients[at] - mean[at], mean[at]);
            const Real step =
                nesterov ? std::fma(static_cast<Real>(momentum), mean[at] - slice.gradients[at], slice.gradients[at])
                         : mean[at];
            x[turns ? at % second * first + at / second : at] = step;
        }
        const std::size_t rows = std::max(first, second), columns = std::min(first, second);
        const Real* const step = orthogonal(x.data(), next.data(), square.data(), mixed.data(), rows, columns);

        const std::size_t inputs = size / outputs;
        const auto out = static_cast<double>(outputs), in = static_cast<double>(inputs);
        const Real move = -rate * static_cast<Real>(std::sqrt(std::max(1.0, out / in)));
        const Real keep = static_cast<Real>(1 - static_cast<double>(rate) * weight_decay);
        for (std::size_t at = 0; at < size; ++at) {
            Real& parameter = slice.parameters[at];
            parameter = std::fma(move, step[turns ? at % second * first + at / second : at], keep * parameter);
        }
    }

  private:
    /// X (rows, columns) ← X · (a + b XᵀX + c (XᵀX)²), some times over, from X / |X| on. Where it ends.
    template <class Real>
    const Real* orthogonal(Real* x, Real* next, Real* square, Real* mixed, std::size_t rows,
                           std::size_t columns) const {
        const double norm = std::sqrt(kernels::sum_of_squares<Real>(x, rows * columns));
        const auto scale = static_cast<Real>(1 / (norm + epsilon));
        for (std::size_t at = 0; at < rows * columns; ++at) x[at] *= scale;
        constexpr Real a = static_cast<Real>(3.4445), b = static_cast<Real>(-4.775), c = static_cast<Real>(2.0315);
        for (std::size_t turn = 0; turn < steps; ++turn) {
            for (std::size_t row = 0; row < columns; ++row)
                combine(x + row, columns, x, rows, columns, Real{1}, static_cast<const Real*>(nullptr), Real{0},
                        square + row * columns);
            for (std::size_t row = 0; row < columns; ++row) {
                const Real* const own = square + row * columns;
                combine(own, 1, square, columns, columns, c, own, b, mixed + row * columns);
            }
            for (std::size_t row = 0; row < rows; ++row) {
                const Real* const own = x + row * columns;
                combine(own, 1, mixed, columns, columns, Real{1}, own, a, next + row * columns);
            }
            std::swap(x, next);
        }
        return x;
    }

    /// result (columns) = factor · Σ left[i] · right[i] + own_factor · own, for rows right[i] (columns) and numbers
    /// left that lie `stride` apart. own may be a nullptr.
    template <class Real>
    static void combine(const Real* left, std::size_t stride, const Real* right, std::size_t terms, std::size_t columns,
                        Real factor, const Real* own, Real own_factor, Real* result) {
        kernels::for_each_vector_of<Real>(columns, [&](std::size_t at, auto count) {
            auto sum = simd::broadcast(Real{0});
            for (std::size_t term = 0; term < terms; ++term)
                sum = simd::multiply_add(simd::broadcast(left[term * stride]),
                                         simd::load<count>(right + term * columns + at), sum);
            sum = simd::broadcast(factor) * sum;
            if (own != nullptr) sum = simd::multiply_add(simd::broadcast(own_factor), simd::load<count>(own + at), sum);
            simd::store<count>(result + at, sum);
        });
    }
};

} // namespace tenon
