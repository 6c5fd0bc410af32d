// SPDX-License-Identifier: BSL-1.0
//
// A layer by itself, with all that it works on.
#pragma once

#include "support/aligned.hpp"

#include "tenon/lowered.hpp"
#include "tenon/random/generator.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace tenon::bench {

using Doubles = std::vector<double>;

inline Floats random(std::size_t size, std::uint64_t seed = 1) {
    Generator generator{seed};
    Floats values(size);
    generator.randn(std::span(values));
    return values;
}
inline double exact(float value) { return static_cast<double>(value); }

/// A layer by itself on a batch, with whatever it needs in a training step. The numbers of its input, its parameters
/// and the gradient that flows in are random.
template <class Layer, class In, std::size_t Batch>
class OneLayer {
    using Joint = typename Layer::template Joint<In>;
    using Machine = Lowered<Layer, In>;
    static constexpr std::size_t out = Batch * Joint::Output::size;

  public:
    void forward() { Machine::template forward<Batch>(x.data(), y.data(), memory()); }
    void backward() {
        if constexpr (std::is_same_v<Element<In, float>, Token>)
            Machine::template backward<Batch>(x.data(), y.data(), dy.data(), nullptr, memory());
        else
            Machine::template backward<Batch>(x.data(), y.data(), dy.data(), dx.data(), memory());
    }

    Aligned<Element<In, float>> x = inputs();
    Floats y = Floats(out), dy = random(out, 2), dx = Floats(Batch * In::size);
    Floats parameters = random(block_size(Joint::parameters), 3), gradients = Floats(parameters.size());

  private:
    static Aligned<Element<In, float>> inputs() {
        if constexpr (std::is_same_v<Element<In, float>, Token>) {
            Aligned<Token> tokens(Batch * In::size);
            Generator generator{1};
            for (Token& token : tokens) token = static_cast<Token>(generator.randint(In::vocabulary));
            return tokens;
        } else {
            return random(Batch * In::size);
        }
    }
    Training<float> memory() {
        return {.parameters = parameters.data(),
                .gradients = gradients.data(),
                .buffers = buffers_.data(),
                .saved = saved_.data(),
                .scratch = scratch_.data(),
                .rng_key = {0},
                .team = nullptr};
    }
    Floats buffers_ = Floats(block_size(Joint::buffers));
    Floats saved_ = Floats(Joint::saved(Batch)), scratch_ = Floats(Joint::training_scratch(Batch));
};

} // namespace tenon::bench
