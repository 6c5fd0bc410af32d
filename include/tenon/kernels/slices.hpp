// SPDX-License-Identifier: BSL-1.0
//
// Some columns of a row-major matrix, copied or added.
#pragma once

#include "tenon/kernels/strips.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <cstddef>

namespace tenon::kernels {

/// to (Rows, Columns) = from (Rows, Columns), whose rows lie `from_stride` and `to_stride` apart.
template <std::size_t Rows, std::size_t Columns, class Real>
void copy_columns(const Real* from, std::size_t from_stride, Real* to, std::size_t to_stride) {
    for (std::size_t row = 0; row < Rows; ++row) std::copy_n(from + row * from_stride, Columns, to + row * to_stride);
}

/// to (Rows, Columns) += from (Rows, Columns), whose rows lie `to_stride` and `from_stride` apart.
template <std::size_t Rows, std::size_t Columns, class Real>
void add_columns(const Real* from, std::size_t from_stride, Real* to, std::size_t to_stride) {
    for (std::size_t row = 0; row < Rows; ++row) {
        simd::for_each_vector<Real, Columns>([&](std::size_t at, auto count) {
            Real* place = to + row * to_stride + at;
            simd::store<count>(place, simd::load<count>(place) + simd::load<count>(from + row * from_stride + at));
        });
    }
}

} // namespace tenon::kernels
