// SPDX-License-Identifier: BSL-1.0
//
// Rows of a table looked up by tokens, and gradients brought back to them.
#pragma once

#include "tenon/kernels/simd.hpp"

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

} // namespace tenon::kernels
