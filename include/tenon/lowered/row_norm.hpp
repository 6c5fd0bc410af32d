// SPDX-License-Identifier: BSL-1.0
//
// What LayerNorm and RmsNorm have in common: each row brought to a size by its own statistics, the same in training and
// evaluation. A row that is centred is also shifted by beta.
#pragma once

#include "tenon/kernels/rows.hpp"
#include "tenon/lowered.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <class Layer, class In, bool Centred>
struct LoweredRowNorm {
    using Joint = typename Layer::template Joint<In>;
    static constexpr double epsilon = Layer::epsilon;
    static constexpr std::size_t columns = In::features;
    static constexpr std::size_t gamma = find_tensor(Joint::parameters, "weight").offset;
    static constexpr std::size_t beta = [] {
        if constexpr (Centred)
            return find_tensor(Joint::parameters, "bias").offset;
        else
            return std::size_t{0};
    }();
    template <std::size_t Batch>
    static constexpr std::size_t rows = Batch * In::positions;
    /// Saved for backward: 1 / sqrt(… + eps) of each row, then the means.
    template <std::size_t Batch>
    static constexpr std::size_t means = aligned_size(rows<Batch>);

    /// x, y (Batch, …, features).
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y, Training<Real> memory) {
        for (std::size_t row = 0; row < rows<Batch>; ++row) {
            const Statistics<Real> own = run(x + row * columns, y + row * columns, memory.parameters);
            memory.saved[row] = own.inverse;
            if (Centred) memory.saved[means<Batch> + row] = own.mean;
        }
    }
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y, Evaluation<Real> memory) {
        for (std::size_t row = 0; row < rows<Batch>; ++row) {
            run(x + row * columns, y + row * columns, memory.parameters);
        }
    }

    /// dgamma = Σ dy · x^, dbeta = Σ dy over rows, and dx as `scale_row_backward` derives it.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real*, const Real* dy, Pointer dx, Training<Real> memory) {
        Real* dgamma = memory.gradients + gamma;
        Real* dbeta = Centred ? memory.gradients + beta : nullptr;
        std::fill_n(dgamma, columns, Real{0});
        if (Centred) std::fill_n(dbeta, columns, Real{0});
        for (std::size_t row = 0; row < rows<Batch>; ++row) {
            const Real mean = Centred ? memory.saved[means<Batch> + row] : Real{0};
            const std::size_t at = row * columns;
            const auto here = [&] {
                if constexpr (std::is_null_pointer_v<Pointer>)
                    return dx;
                else
                    return dx + at;
            }();
            kernels::scale_row_backward<columns>(x + at, mean, memory.saved[row], memory.parameters + gamma, dy + at,
                                                 dgamma, dbeta, here);
        }
    }

  private:
    template <class Real>
    struct Statistics {
        Real mean, inverse;
    };

    template <class Real>
    static Statistics<Real> run(const Real* x, Real* y, const Real* parameters) {
        const Real mean = Centred ? kernels::row_mean<columns>(x) : Real{0};
        const Real square = kernels::row_mean_square<columns>(x, mean);
        const Real inverse = Real{1} / std::sqrt(square + static_cast<Real>(epsilon));
        kernels::scale_row<columns>(x, mean, inverse, parameters + gamma, Centred ? parameters + beta : nullptr, y);
        return {mean, inverse};
    }
};

} // namespace tenon
