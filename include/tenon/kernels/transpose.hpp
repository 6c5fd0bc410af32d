// SPDX-License-Identifier: BSL-1.0
//
// The transpose of a matrix of constant size.
#pragma once

#include <cstddef>

namespace tenon::kernels {

/// to (Columns, Rows) = from (Rows, Columns) transposed.
template <std::size_t Rows, std::size_t Columns, class Real>
void transpose(const Real* from, Real* to) {
    constexpr std::size_t block = 16; // a square of cache lines on either side
    for (std::size_t top = 0; top < Rows; top += block) {
        for (std::size_t column = 0; column < Columns; ++column) {
            const std::size_t bottom = top + block < Rows ? top + block : Rows;
            for (std::size_t row = top; row < bottom; ++row) to[column * Rows + row] = from[row * Columns + column];
        }
    }
}

} // namespace tenon::kernels
