// SPDX-License-Identifier: BSL-1.0
//
// Rows of a table looked up by tokens, and gradients brought back to them.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/kernels/pointwise.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <cstddef>

namespace tenon::kernels {

/// y (Count, Features) = the rows of table that the tokens name.
template <std::size_t Count, std::size_t Features, class Token, class Real>
void gather_rows(const Token* tokens, const Real* table, Real* y) {
    for (std::size_t index = 0; index < Count; ++index) {
        const Real* row = table + static_cast<std::size_t>(tokens[index]) * Features;
        std::copy_n(row, Features, y + index * Features);
    }
}

/// dtable (Rows, Features) = for each row, the sum of dy (Count, Features) where its token stands, first to last.
template <std::size_t Count, std::size_t Features, std::size_t Rows, class Token, class Real>
void scatter_rows(const Token* tokens, const Real* dy, Real* dtable) {
    std::fill_n(dtable, Rows * Features, Real{0});
    for (std::size_t index = 0; index < Count; ++index) {
        Real* row = dtable + static_cast<std::size_t>(tokens[index]) * Features;
        simd::for_each_vector<Real, Features>([&](std::size_t at, auto count) {
            simd::store<count>(row + at, simd::load<count>(row + at) + simd::load<count>(dy + index * Features + at));
        });
    }
}

/// y (Count, Features) = for each row, the sum of `Group` pieces of rows of a table (…, Group · Features): piece k of
/// the row that the k-th token of the group names, first to last, behind bias (Features) or nothing for a nullptr.
template <std::size_t Count, std::size_t Group, std::size_t Features, class Token, class Real,
          class Helpers = std::nullptr_t>
void sum_row_pieces(const Token* tokens, const Real* table, const Real* bias, Real* y, Helpers team = nullptr) {
    const auto sum_row = [=](std::size_t row) {
        simd::for_each_vector<Real, Features>([&](std::size_t at, auto count) {
            const auto piece = [&](std::size_t index) {
                const auto token = static_cast<std::size_t>(tokens[row * Group + index]);
                return simd::load<count>(table + (token * Group + index) * Features + at);
            };
            auto sum = piece(0);
            if (bias) sum = simd::load<count>(bias + at) + sum;
            TENON_UNROLL
            for (std::size_t index = 1; index < Group; ++index) sum = sum + piece(index);
            simd::store<count>(y + row * Features + at, sum);
        });
    };
    parallel_for<Count * Group * Features * element_work>(team, [=](auto part) {
        for (std::size_t row = part.begin(Count); row < part.end(Count); ++row) sum_row(row);
    });
}

/// The gradient of such a table (Rows, Group · Features): each row of dy (Count, Features) is added to every piece that
/// its sum was made of, first to last. second, as large as the table, holds the sums of the other half of dy where
/// Count is `halved_from` or more, and is not touched otherwise.
template <std::size_t Count, std::size_t Group, std::size_t Features, std::size_t Rows, class Token, class Real,
          class Helpers = std::nullptr_t>
void scatter_row_pieces(const Token* tokens, const Real* dy, Real* dtable, [[maybe_unused]] Real* second,
                        Helpers team = nullptr) {
    const auto add_rows = [=](std::size_t begin, std::size_t end, Real* table, auto part) {
        const auto add = [&](Real* piece, const Real* upstream) {
            for_each_vector<Real, Features>(part, [&](std::size_t at, auto count) {
                simd::store<count>(piece + at, upstream
                                                   ? simd::load<count>(piece + at) + simd::load<count>(upstream + at)
                                                   : simd::broadcast(Real{0}));
            });
        };
        for (std::size_t piece = 0; piece < Rows * Group; ++piece) add(table + piece * Features, nullptr);
        for (std::size_t index = begin * Group; index < end * Group; ++index) {
            const std::size_t piece = static_cast<std::size_t>(tokens[index]) * Group + index % Group;
            add(table + piece * Features, dy + index / Group * Features);
        }
    };
    constexpr std::size_t work = Count * Group * Features * element_work;
    if constexpr (Count < halved_from) {
        parallel_for<work>(team, [=](auto part) { add_rows(0, Count, dtable, part); });
    } else {
        parallel_for<work>(team, [=](auto part) {
            in_halves(
                part, [&](auto of) { add_rows(0, Count / 2, dtable, of); },
                [&](auto of) { add_rows(Count / 2, Count, second, of); });
        });
        add_to<Rows * Group * Features>(dtable, second, team);
    }
}

} // namespace tenon::kernels
