// SPDX-License-Identifier: BSL-1.0
//
// The transpose of a matrix of constant size, in squares that are turned in registers.
#pragma once

#include "tenon/kernels/simd.hpp"

#include <array>
#include <cstddef>

namespace tenon::kernels {

/// to (Columns, Rows) = from (Rows, Columns) transposed.
template <std::size_t Rows, std::size_t Columns, class Real>
void transpose(const Real* from, Real* to) {
    simd::for_each_vector<Real, Rows>([&](std::size_t row, auto height) {
        simd::for_each_vector<Real, Columns>([&](std::size_t column, auto width) {
            std::array<simd::Vector<Real>, simd::lanes<Real>> square;
            square.fill(simd::broadcast(Real{0}));
            TENON_UNROLL
            for (std::size_t index = 0; index < decltype(height)::value; ++index) {
                square[index] = simd::load<width>(from + (row + index) * Columns + column);
            }
            simd::transpose<Real>(square);
            TENON_UNROLL
            for (std::size_t index = 0; index < decltype(width)::value; ++index) {
                simd::store<height>(to + (column + index) * Rows + row, square[index]);
            }
        });
    });
}

} // namespace tenon::kernels
