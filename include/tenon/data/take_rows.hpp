// SPDX-License-Identifier: BSL-1.0
//
// Some rows of an array, in an order of their own: a part of a data set.
#pragma once

#include "tenon/fail.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace tenon {

/// Copies of the rows of these indices, for rows of `size` numbers: numpy.take(array, rows, axis=0). Throws
/// std::invalid_argument where the array is not made of whole rows, and std::out_of_range for a row that it lacks.
template <class Number>
std::vector<Number> take_rows(const std::vector<Number>& array, std::size_t size, std::span<const std::uint32_t> rows) {
    const std::size_t count = size > 0 ? array.size() / size : 0;
    detail::require_size("the array holds", array.size(), count * size);
    std::vector<Number> taken(rows.size() * size);
    auto to = taken.begin();
    for (const std::uint32_t row : rows) {
        if (row >= count) {
            detail::fail<std::out_of_range>([&] {
                return "row " + std::to_string(row) + " is asked for, expected one below " + std::to_string(count);
            });
        }
        to = std::copy_n(array.begin() + static_cast<std::ptrdiff_t>(row * size), size, to);
    }
    return taken;
}

} // namespace tenon
