// SPDX-License-Identifier: BSL-1.0
//
// The random numbers of CPython's `random` module, as far as shuffling needs them.
#pragma once

#include "tenon/random/mt19937.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace tenon {

/// CPython's `random.Random(seed)`, for seeds below 2^32.
class PythonRandom {
  public:
    explicit PythonRandom(std::uint32_t seed) : engine_(Mt19937::from_key(seed)) {}

    /// `randrange(bound)`, for a bound of at least 1: the top bits of an output, drawn again until they are below it.
    std::uint32_t below(std::uint32_t bound) {
        const auto bits = static_cast<unsigned>(std::bit_width(bound));
        for (;;) {
            const std::uint32_t value = engine_() >> (32U - bits);
            if (value < bound) return value;
        }
    }

    /// `shuffle(values)`: Fisher and Yates from the end.
    template <class Value>
    void shuffle(std::span<Value> values) {
        for (std::size_t last = values.size(); last > 1; --last) {
            std::swap(values[last - 1], values[below(static_cast<std::uint32_t>(last))]);
        }
    }

    /// The words of `getstate()[1]`, and from these again.
    using State = Mt19937::State;
    [[nodiscard]] State state() const { return engine_.state(); }
    void set_state(const State& state) { engine_.set_state(state); }

  private:
    Mt19937 engine_;
};

} // namespace tenon
