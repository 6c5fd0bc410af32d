// SPDX-License-Identifier: BSL-1.0
//
// BatchNorm1d: y = gamma · (x - mean) / sqrt(var + eps) + beta, with the batch's statistics in training and the running
// ones in evaluation.
#pragma once

#include "tenon/dsl/layers/batch_norm1d.hpp"
#include "tenon/kernels/columns.hpp"
#include "tenon/lowered.hpp"

#include <cmath>
#include <cstddef>

namespace tenon {

namespace detail {

/// A BatchNorm1d, with a function of each element behind it, or none. The function's gradient has to follow from its
/// result alone.
template <class Layer, class In, class Function = kernels::Identity>
struct LoweredBatchNorm {
    using Joint = typename Layer::template Joint<In>;
    static constexpr double momentum = Layer::momentum, epsilon = Layer::epsilon;

    static constexpr std::size_t channels = In::features;
    static constexpr std::size_t groups = Joint::groups;
    /// Statistics for each position are those of a matrix (Batch, channels) each, its rows `groups` apart.
    static constexpr std::size_t matrices = groups / channels;
    template <std::size_t Batch>
    static constexpr std::size_t rows = Batch * Joint::values_per_example;
    template <std::size_t Batch>
    static constexpr std::size_t degrees = Layer::normalises_unbiased ? rows<Batch> - 1 : rows<Batch>;

    static constexpr std::size_t gamma = find_tensor(Joint::parameters, "weight").offset;
    static constexpr std::size_t beta = find_tensor(Joint::parameters, "bias").offset;
    static constexpr std::size_t running_mean = find_tensor(Joint::buffers, "running_mean").offset;
    static constexpr std::size_t running_var = find_tensor(Joint::buffers, "running_var").offset;
    /// Saved for backward: the batch's mean, then 1 / sqrt(var + eps).
    static constexpr std::size_t inverse = aligned_size(groups);

    /// x, y (Batch, …, channels): the batch's statistics, which also move the running ones.
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y, Training<Real> memory) {
        Real* mean = memory.saved;
        Real* scale = memory.saved + inverse;
        for (std::size_t at = 0; at < groups; at += channels) {
            kernels::column_moments<rows<Batch>, channels, groups>(x + at, mean + at, scale + at, memory.scratch,
                                                                   memory.team);
        }
        update_statistics<Batch>(mean, scale, memory.buffers);
        normalize_columns<Batch>(x, y, mean, scale, memory);
    }

    /// x, y (Batch, …, channels): the running statistics.
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y, Evaluation<Real> memory) {
        for (std::size_t group = 0; group < groups; ++group) {
            memory.scratch[group] = inverse_deviation(memory.buffers[running_var + group]);
        }
        normalize_columns<Batch>(x, y, memory.buffers + running_mean, memory.scratch, memory);
    }

    /// dgamma = Σ dy · x^, dbeta = Σ dy, and dx as `normalize_columns_backward` derives it. Positions share gamma and
    /// beta.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real* y, const Real* dy, Pointer dx, Training<Real> memory) {
        for (std::size_t at = 0; at < groups; at += channels) {
            const auto run = [&]<bool Accumulate>(std::bool_constant<Accumulate>) {
                kernels::normalize_columns_backward<rows<Batch>, channels, groups, Accumulate, Real, Function>(
                    x + at, y + at, memory.saved + at, memory.saved + inverse + at, memory.parameters + gamma, dy + at,
                    degrees<Batch>, memory.gradients + gamma, memory.gradients + beta, shifted(dx, at), memory.scratch,
                    memory.team);
            };
            if (at == 0)
                run(std::false_type{});
            else
                run(std::true_type{});
        }
    }

  private:
    template <class Real>
    static Real inverse_deviation(Real variance) {
        return Real{1} / std::sqrt(variance + static_cast<Real>(epsilon));
    }

    /// `squares` holds sums of squared deviations, and 1 / sqrt(var + eps) afterwards.
    template <std::size_t Batch, class Real>
    static void update_statistics(const Real* mean, Real* squares, Real* buffers) {
        constexpr Real keep = static_cast<Real>(1 - momentum), take = static_cast<Real>(momentum);
        for (std::size_t group = 0; group < groups; ++group) {
            Real& average = buffers[running_mean + group];
            Real& spread = buffers[running_var + group];
            average = std::fma(keep, average, take * mean[group]);
            spread = std::fma(keep, spread, take * (squares[group] / static_cast<Real>(rows<Batch> - 1)));
            squares[group] = inverse_deviation(squares[group] / static_cast<Real>(degrees<Batch>));
        }
    }

    template <std::size_t Batch, class Real, class Memory>
    static void normalize_columns(const Real* x, Real* y, const Real* mean, const Real* scale, Memory memory) {
        for (std::size_t at = 0; at < groups; at += channels) {
            kernels::normalize_columns<rows<Batch>, channels, groups, Real, Function>(
                x + at, mean + at, scale + at, memory.parameters + gamma, memory.parameters + beta, y + at, memory.team,
                memory.next);
        }
    }

    template <class Pointer>
    static Pointer shifted(Pointer dx, [[maybe_unused]] std::size_t by) {
        if constexpr (std::is_null_pointer_v<Pointer>)
            return dx;
        else
            return dx + by;
    }
};

} // namespace detail

template <auto... Spec, class In>
struct Lowered<BatchNorm1d<Spec...>, In> : detail::LoweredBatchNorm<BatchNorm1d<Spec...>, In> {};

} // namespace tenon
