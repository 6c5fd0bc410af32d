// SPDX-License-Identifier: BSL-1.0
//
// The Mersenne Twister with the two seedings that the streams of PyTorch and CPython start from.
#pragma once

#include "tenon/fail.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

namespace tenon {

/// MT19937: 32-bit outputs, period 2^19937 − 1. Source: Matsumoto and Nishimura, "Mersenne Twister", 1998, and their
/// reference seedings of 2002. (std::mt19937 has the first of these seedings and no way to the second.)
class Mt19937 {
  public:
    /// `init_genrand(seed)`.
    static Mt19937 from_number(std::uint32_t seed) {
        Mt19937 engine;
        engine.state_[0] = seed;
        for (std::uint32_t index = 1; index < size; ++index) {
            const std::uint32_t before = engine.state_[index - 1];
            engine.state_[index] = 1812433253U * (before ^ (before >> 30)) + index;
        }
        return engine;
    }

    /// `init_by_array({key})`.
    static Mt19937 from_key(std::uint32_t key) {
        Mt19937 engine = from_number(19650218U);
        std::size_t index = 1;
        const auto next = [&] {
            if (++index == size) {
                engine.state_[0] = engine.state_[size - 1];
                index = 1;
            }
        };
        const auto mixed = [&](std::uint32_t factor) {
            const std::uint32_t before = engine.state_[index - 1];
            return engine.state_[index] ^ ((before ^ (before >> 30)) * factor);
        };
        for (std::size_t step = 0; step < size; ++step, next()) engine.state_[index] = mixed(1664525U) + key;
        for (std::size_t step = 1; step < size; ++step, next()) {
            engine.state_[index] = mixed(1566083941U) - static_cast<std::uint32_t>(index);
        }
        engine.state_[0] = 0x80000000U;
        return engine;
    }

    /// All that the next numbers follow from: 624 words, and how many of the outputs they give were given. CPython's
    /// `random.getstate()` has the same.
    using State = std::array<std::uint32_t, 625>;
    [[nodiscard]] State state() const {
        State state;
        std::copy_n(state_.begin(), size, state.begin());
        state.back() = static_cast<std::uint32_t>(next_);
        return state;
    }
    /// Throws std::invalid_argument for a last word above 624.
    void set_state(const State& state) {
        if (state.back() > size) {
            detail::fail<std::invalid_argument>([&] {
                return "the state of an Mt19937 ends with " + std::to_string(state.back()) + ", expected 0 to 624";
            });
        }
        std::copy_n(state.begin(), size, state_.begin());
        temper();
        next_ = state.back();
    }

    /// The next 32 bits.
    std::uint32_t operator()() {
        if (next_ == size) refill();
        return bits_[next_++];
    }

    /// The next numbers, as many as there are places.
    void fill(std::span<std::uint32_t> numbers) {
        while (!numbers.empty()) {
            if (next_ == size) refill();
            const std::size_t count = std::min(numbers.size(), size - next_);
            std::copy_n(bits_.begin() + static_cast<std::ptrdiff_t>(next_), count, numbers.begin());
            next_ += count;
            numbers = numbers.subspan(count);
        }
    }

  private:
    static constexpr std::size_t size = 624, middle = 397;

    Mt19937() = default;

    static std::uint32_t twisted(std::uint32_t before, std::uint32_t after, std::uint32_t far) {
        const std::uint32_t joined = (before & 0x80000000U) | (after & 0x7fffffffU);
        return far ^ (joined >> 1) ^ ((0U - (joined & 1U)) & 0x9908b0dfU);
    }
    static std::uint32_t tempered(std::uint32_t bits) {
        bits ^= bits >> 11;
        bits ^= (bits << 7) & 0x9d2c5680U;
        bits ^= (bits << 15) & 0xefc60000U;
        return bits ^ (bits >> 18);
    }

    /// The next state and its numbers, in loops that a compiler makes vectors of.
    void refill() {
        std::uint32_t* state = state_.data();
        std::size_t index = 0;
        for (; index < size - middle; ++index) {
            state[index] = twisted(state[index], state[index + 1], state[index + middle]);
        }
        for (; index < size - 1; ++index) {
            state[index] = twisted(state[index], state[index + 1], state[index - (size - middle)]);
        }
        state[index] = twisted(state[index], state[0], state[middle - 1]);
        temper();
        next_ = 0;
    }
    void temper() {
        for (std::size_t index = 0; index < size; ++index) bits_[index] = tempered(state_[index]);
    }

    std::array<std::uint32_t, size> state_;
    std::array<std::uint32_t, size> bits_{}; ///< what the state gives
    std::size_t next_ = size;
};

} // namespace tenon
