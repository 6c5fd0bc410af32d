// SPDX-License-Identifier: BSL-1.0
//
// The last positions of a stream, in memory of a constant size: a ring whose beginning is repeated behind its end, so
// that new and old positions can be read in a row wherever they lie.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <cstddef>

namespace tenon::kernels {

/// `history` positions, and up to `most` new ones, in `ring_size` reals that start as 0. The first of these says where
/// the next position goes; without a history there are none. The ring has `Rows` rows, in each of which a position is
/// `Width` reals: one row of all features, or a row for each.
template <std::size_t Rows, std::size_t Width, class Real>
class Ring {
  public:
    [[gnu::always_inline]] Ring(Real* state, std::size_t history, std::size_t most)
        : state_(state), length_(history + most), most_(most),
          next_(history > 0 ? static_cast<std::size_t>(*state) : 0) {}

    /// Reals between the starts of two rows.
    [[nodiscard]] std::size_t stride() const { return (length_ + most_ - 1) * Width; }

    /// `Count` new positions, at most as many as fit: x (Rows, Count, Width).
    template <std::size_t Count>
    [[gnu::always_inline]] void push(const Real* x) {
        for (std::size_t row = 0; row < Rows; ++row, x += Count * Width) {
            Real* const begin = state_ + block_alignment + row * stride();
            Real* const to = begin + next_ * Width;
            simd::for_each_vector<Real, Count * Width>( // a row is short: the library's function would take longer
                [=](std::size_t at, auto count) { simd::store<count>(to + at, simd::load<count>(x + at)); });
            if (next_ + Count > length_) // they go on at the beginning
                std::copy_n(begin + length_ * Width, (next_ + Count - length_) * Width, begin);
            if (next_ + 1 < most_) // they are in what is repeated
                std::copy_n(to, (std::min(next_ + Count, most_ - 1) - next_) * Width, to + length_ * Width);
        }
    }
    /// As if this position had come for ever: x (Rows, Width).
    void fill(const Real* x) {
        for (std::size_t row = 0; row < Rows; ++row, x += Width) {
            Real* const begin = state_ + block_alignment + row * stride();
            if constexpr (Width == 1) {
                std::fill_n(begin, stride(), *x);
            } else {
                for (std::size_t at = 0; at < stride(); at += Width) std::copy_n(x, Width, begin + at);
            }
        }
    }
    /// The positions `back` before the new ones, in the first row; as many in a row as there are new ones.
    [[nodiscard, gnu::always_inline]] const Real* before(std::size_t back) const {
        return state_ + block_alignment + (next_ >= back ? next_ - back : next_ + length_ - back) * Width;
    }
    /// The new ones are old from here on.
    template <std::size_t Count>
    [[gnu::always_inline]] void advance() {
        next_ += Count;
        if (next_ >= length_) next_ -= length_;
        *state_ = static_cast<Real>(next_);
    }

  private:
    Real* state_;
    std::size_t length_, most_, next_;
};

/// A ring that one row of new positions is pushed into, or that is filled with the one that comes for ever.
template <std::size_t Count, std::size_t Rows, std::size_t Width, class Real>
void enter(Ring<Rows, Width, Real>& ring, const Real* x, bool is_steady) {
    if (is_steady)
        ring.fill(x);
    else
        ring.template push<Count>(x);
}

} // namespace tenon::kernels
