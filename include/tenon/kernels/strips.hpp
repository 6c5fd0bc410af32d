// SPDX-License-Identifier: BSL-1.0
//
// Rows and columns cut into vectors: loops of constant length, whose last vector may have fewer lanes.
#pragma once

#include "tenon/simd/vector.hpp"

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon::simd {

/// Neighbouring columns of a row-major matrix: `Width` vectors, the last of which has `Last` lanes.
template <class Real, std::size_t Width, std::size_t Last>
struct Strip {
    static constexpr std::size_t width = Width;
    static constexpr std::size_t columns = (Width - 1) * lanes<Real> + Last;
    using Vectors = std::array<Vector<Real>, Width>;

    static Vectors load(const Real* from) {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            return Vectors{simd::load<(Index + 1 == Width ? Last : lanes<Real>)>(from + Index * lanes<Real>)...};
        }(std::make_index_sequence<Width>{});
    }
    /// The same, in registers.
    static Vectors load_held(const Real* from) {
        Vectors vectors = load(from);
        for (auto& vector : vectors) vector = simd::held(vector);
        return vectors;
    }
    static void store(Real* to, const Vectors& vectors) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            (simd::store<(Index + 1 == Width ? Last : lanes<Real>)>(to + Index * lanes<Real>, vectors[Index]), ...);
        }(std::make_index_sequence<Width>{});
    }
    static Vectors sum(Vectors left, const Vectors& right) {
        for (std::size_t index = 0; index < Width; ++index) left[index] = left[index] + right[index];
        return left;
    }
    static Vectors filled(Real value) {
        Vectors vectors;
        vectors.fill(broadcast(value));
        return vectors;
    }
};

/// Cuts `Columns` into strips of nearly equal width, `Widest` vectors at the most where they divide so, and calls
/// `body(first column, Strip)` for each from left to right.
template <class Real, std::size_t Columns, std::size_t Widest, class Body>
void for_each_strip(Body&& body) {
    constexpr std::size_t vectors = (Columns + lanes<Real> - 1) / lanes<Real>;
    constexpr std::size_t strips = (vectors + Widest - 1) / Widest;
    constexpr std::size_t narrow = vectors / strips;
    constexpr std::size_t wider = vectors % strips; // so many strips, the first ones, have one vector more
    constexpr std::size_t last = Columns - (vectors - 1) * lanes<Real>;
    std::size_t column = 0;
    if constexpr (wider > 0) {
        for (std::size_t strip = 0; strip < wider; ++strip, column += (narrow + 1) * lanes<Real>) {
            body(column, Strip<Real, narrow + 1, lanes<Real>>{});
        }
    }
    for (std::size_t strip = wider; strip + 1 < strips; ++strip, column += narrow * lanes<Real>) {
        body(column, Strip<Real, narrow, lanes<Real>>{});
    }
    body(column, Strip<Real, narrow, last>{});
}

/// Calls `body(first element, count)` for `Size` elements in vectors, `count` being a constant below `lanes` at the
/// end.
template <class Real, std::size_t Size, class Body>
void for_each_vector(Body&& body) {
    constexpr std::size_t whole = Size / lanes<Real> * lanes<Real>;
    for (std::size_t element = 0; element < whole; element += lanes<Real>) {
        body(element, std::integral_constant<std::size_t, lanes<Real>>{});
    }
    if constexpr (whole < Size) body(whole, std::integral_constant<std::size_t, Size - whole>{});
}

} // namespace tenon::simd
