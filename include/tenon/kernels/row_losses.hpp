// SPDX-License-Identifier: BSL-1.0
//
// Losses of rows, added up: what losses over a batch have in common.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/kernels/team.hpp"

#include <array>
#include <cstddef>

namespace tenon::kernels {

/// The mean of `row_loss(row)` over rows, each of which is `Work` (see `worth_sharing`). They are added in `sum_chains`
/// blocks, whoever does them.
template <std::size_t Rows, std::size_t Work, class Real, class Helpers, class RowLoss>
Real mean_over_rows(Helpers team, const RowLoss& row_loss) {
    std::array<Real, sum_chains> losses{};
    Real* block_losses = losses.data();
    parallel_for<Rows * Work>(team, [=, &row_loss](auto part) {
        for (std::size_t chain = part.begin(sum_chains); chain < part.end(sum_chains); ++chain) {
            const Part block{chain, sum_chains};
            Real sum = 0;
            for (std::size_t row = block.begin(Rows); row < block.end(Rows); ++row) sum += row_loss(row);
            block_losses[chain] = sum;
        }
    });
    Real total = 0;
    for (Real loss : losses) total += loss;
    return total / static_cast<Real>(Rows);
}

} // namespace tenon::kernels
