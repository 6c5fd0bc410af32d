// SPDX-License-Identifier: BSL-1.0
//
// What is measured: nets beside the lecture's, and batches to give them.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/lowered.hpp"
#include "tenon/random/generator.hpp"

#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace tenon::bench {

/// The flat net that small C++ libraries show: 80 numbers, 300 hidden ones, 27 classes.
using Dense = Sequential<Linear<300>, Tanh, Linear<27>>;
using DenseInput = Shape<80>;

/// Random batches that take turns, so that no batch is learned by heart and no row of a table stays at hand by chance.
template <class In, std::size_t Size>
class Batches {
  public:
    static constexpr std::size_t count = 64;
    using Number = Element<In, float>;

    Batches() {
        Generator generator{1};
        if constexpr (std::is_same_v<Number, Token>) {
            for (Token& token : inputs_) token = static_cast<Token>(generator.randint(In::vocabulary));
        } else {
            generator.randn(std::span(inputs_));
        }
        for (Token& token : targets_) token = static_cast<Token>(generator.randint(27));
    }

    void advance() { turn_ = (turn_ + 1) % count; }
    [[nodiscard]] std::span<const Number> inputs() const {
        return std::span(inputs_).subspan(turn_ * Size * In::size, Size * In::size);
    }
    [[nodiscard]] std::span<const Token> targets() const { return std::span(targets_).subspan(turn_ * Size, Size); }

  private:
    std::vector<Number> inputs_ = std::vector<Number>(count * Size * In::size);
    std::vector<Token> targets_ = std::vector<Token>(count * Size);
    std::size_t turn_ = 0;
};

} // namespace tenon::bench
