// SPDX-License-Identifier: BSL-1.0
//
// Arrays for kernels to run on: aligned or not by choice, and with NaNs on both sides. Reading beyond the end of one
// spoils the result, writing there spoils the guard.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <span>
#include <type_traits>
#include <vector>

namespace tenon::test {

template <class Real>
using Bits = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;

template <class Real>
Bits<Real> bits(const Real& value) {
    Bits<Real> pattern;
    std::memcpy(&pattern, &value, sizeof(Real));
    return pattern;
}

/// An aligned array, and two that are not.
inline constexpr std::size_t offsets[] = {0, 1, 3};

/// `size` numbers that start `offset` elements after an address aligned to 64 bytes, guarded on both sides. All of it
/// is filled with signalling NaNs at first: arithmetic turns them into quiet ones, which shows in their bits.
template <class Real>
class Guarded {
  public:
    explicit Guarded(std::size_t size, std::size_t offset = 1)
        : memory_(size + 2 * guard + offset + line), offset_(offset), size_(size) {
        for (Real& value : memory_) std::memcpy(&value, &sentinel, sizeof(Real));
        const std::size_t beyond = reinterpret_cast<std::uintptr_t>(memory_.data()) / sizeof(Real) % line;
        first_ = (line - beyond) % line + guard + offset_;
    }
    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;
    ~Guarded() = default;

    [[nodiscard]] Real* data() { return memory_.data() + first_; }
    [[nodiscard]] const Real* data() const { return memory_.data() + first_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::span<Real> span() { return {data(), size_}; }
    [[nodiscard]] std::span<const Real> span() const { return {data(), size_}; }
    Real& operator[](std::size_t index) { return data()[index]; }
    const Real& operator[](std::size_t index) const { return data()[index]; }

    /// Whether element `index` is as it was made.
    [[nodiscard]] bool untouched(std::size_t index) const { return bits(data()[index]) == sentinel; }

    /// Whether everything around the numbers is as it was made.
    [[nodiscard]] bool intact() const {
        const auto is_sentinel = [](const Real& value) { return bits(value) == sentinel; };
        return std::all_of(memory_.data(), data(), is_sentinel) &&
               std::all_of(data() + size_, memory_.data() + memory_.size(), is_sentinel);
    }

    /// All of the numbers at random, evenly from `low` to `high`.
    Guarded& randomize(std::uint32_t seed, double low = -2, double high = 2) {
        std::mt19937 engine{seed};
        std::uniform_real_distribution<double> uniform{low, high};
        for (Real& value : span()) value = static_cast<Real>(uniform(engine));
        return *this;
    }

  private:
    static constexpr std::size_t line = 64 / sizeof(Real);
    static constexpr std::size_t guard = 4 * line;
    static constexpr Bits<Real> sentinel =
        sizeof(Real) == 4 ? 0x7fa5a5a5U : static_cast<Bits<Real>>(0x7ff5a5a5a5a5a5a5U);

    std::vector<Real> memory_;
    std::size_t offset_, size_, first_;
};

/// How many elements differ in any bit.
template <class Real>
std::size_t differing(std::span<const Real> actual, std::span<const Real> expected) {
    if (actual.size() != expected.size()) return std::max(actual.size(), expected.size());
    std::size_t count = 0;
    for (std::size_t index = 0; index < actual.size(); ++index) count += bits(actual[index]) != bits(expected[index]);
    return count;
}

/// The largest |actual − expected| / max(1, |expected|); infinite where either is not a finite number.
template <class Real>
double worst_error(std::span<const Real> actual, std::span<const double> expected) {
    if (actual.size() != expected.size()) return std::numeric_limits<double>::infinity();
    double worst = 0;
    for (std::size_t index = 0; index < actual.size(); ++index) {
        const double error = std::abs(static_cast<double>(actual[index]) - expected[index]);
        if (!std::isfinite(error)) return std::numeric_limits<double>::infinity();
        worst = std::max(worst, error / std::max(1.0, std::abs(expected[index])));
    }
    return worst;
}

/// `epsilons` steps of the last digit of 1.
template <class Real>
constexpr double last_digits(double epsilons) {
    return epsilons * static_cast<double>(std::numeric_limits<Real>::epsilon());
}

} // namespace tenon::test
