// SPDX-License-Identifier: BSL-1.0
//
// Work in parts that can be done at the same time. A kernel is cut between its outputs, never within the sum that an
// output is, so that no bit depends on the number of parts.
#pragma once

#include "tenon/kernels/strips.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tenon {
namespace kernels {

/// Number `index` of `count` parts of a work.
struct Part {
    std::size_t index = 0, count = 1;

    /// Where this part of `size` things in a row begins, and where it ends.
    [[nodiscard]] constexpr std::size_t begin(std::size_t size) const { return size * index / count; }
    [[nodiscard]] constexpr std::size_t end(std::size_t size) const { return size * (index + 1) / count; }
};

/// All of a work: a part that the compiler knows.
struct Whole {
    static constexpr std::size_t index = 0, count = 1;
    static constexpr std::size_t begin(std::size_t) { return 0; }
    static constexpr std::size_t end(std::size_t size) { return size; }
};

} // namespace kernels

/// Those who do the parts of a work at the same time: `Threads` of tenon/threads.hpp.
class Team {
  public:
    using Work = void (*)(const void* body, kernels::Part part);
    /// Calls `work(body, part)` once for each part, and returns when all have been done. `work` must not throw.
    virtual void run(Work work, const void* body) = 0;

  protected:
    Team() = default;
    ~Team() = default;
};

namespace kernels {

/// Work is counted in the operations of a matrix product that takes as long. Less than this, some 3 µs, is not shared:
/// handing it over takes 0.3 to 0.5 µs, and values come from another processor at 20 GB/s.
inline constexpr std::size_t worth_sharing = 1U << 19U;
/// The work of reading and writing one element, of adding one up, and of one exponential function in a short row.
inline constexpr std::size_t element_work = 32, term_work = 8, exponential_work = 256;

/// `body(part)` for all parts of a work: by the team, or as one part where there is none or where it would not pay.
///
/// A body takes a Part or the Whole, which is code of its own: run as one part of one, a training step took 3 % longer.
template <std::size_t Work, class Helpers, class Body>
void parallel_for([[maybe_unused]] Helpers team, const Body& body) {
    if constexpr (!std::is_null_pointer_v<Helpers> && Work >= worth_sharing) {
        if (team) {
            return team->run([](const void* it, Part part) { (*static_cast<const Body*>(it))(part); }, &body);
        }
    }
    body(Whole{});
}

/// Two works one after the other.
template <class First, class Second>
void in_halves(Whole whole, const First& first, const Second& second) {
    first(whole);
    second(whole);
}
/// Two works by all parts: each half of them does one, or, where they are not even, all do one after the other.
template <class First, class Second>
void in_halves(Part part, const First& first, const Second& second) {
    const std::size_t half = part.count / 2;
    if (part.count % 2 == 1) {
        first(part);
        second(part);
    } else if (part.index < half) {
        first(Part{part.index, half});
    } else {
        second(Part{part.index - half, half});
    }
}

/// `simd::for_each_vector`, for the vectors of one part.
template <class Real, std::size_t Size, class Share, class Body>
void for_each_vector(Share part, Body&& body) {
    constexpr std::size_t lanes = simd::lanes<Real>, whole = Size / lanes, vectors = (Size + lanes - 1) / lanes;
    const std::size_t end = part.end(vectors);
    for (std::size_t vector = part.begin(vectors); vector < std::min(end, whole); ++vector) {
        body(vector * lanes, std::integral_constant<std::size_t, lanes>{});
    }
    if constexpr (whole < vectors) {
        if (end == vectors) body(whole * lanes, std::integral_constant<std::size_t, Size - whole * lanes>{});
    }
}

} // namespace kernels
} // namespace tenon
