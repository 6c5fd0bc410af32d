// SPDX-License-Identifier: BSL-1.0
//
// The nets of the program, by name, behind one interface.
#pragma once

#include "tenon/dsl/token.hpp"
#include "tenon/io/safetensors.hpp"
#include "tenon/io/stored_tensor.hpp"
#include "tenon/random/generator.hpp"
#include "tenon/threads.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace program {

using tenon::Token;

/// The level of silence, which comes before every sound.
inline constexpr Token silence = 128;

/// A WaveNet over the levels of µ-law with its training.
class AnyNet {
  public:
    AnyNet() = default;
    AnyNet(const AnyNet&) = delete;
    AnyNet& operator=(const AnyNet&) = delete;
    virtual ~AnyNet() = default;

    virtual void use(tenon::Team& team) = 0;
    /// A step on `examples` stretches of `length` levels, each with those that follow; those that lack a part of what
    /// they depend on do not count. The loss is in bits.
    virtual double step(std::span<const Token> levels, std::span<const Token> next, float rate) = 0;
    /// Bits for each level, of all that come before it in the sound.
    [[nodiscard]] virtual double bits(std::span<const Token> levels) const = 0;
    /// Fills `levels` with what may come behind `before`.
    virtual void generate(std::span<const Token> before, std::span<Token> levels, double temperature,
                          tenon::Generator& generator) const = 0;
    [[nodiscard]] virtual std::vector<tenon::StoredTensor> tensors() const = 0;
    virtual void load(std::span<const tenon::StoredTensor> tensors, const std::string& source) = 0;
    [[nodiscard]] virtual tenon::Safetensors checkpoint() = 0;
    virtual void restore(const tenon::Safetensors& content, const std::string& source) = 0;
};

struct NetEntry {
    std::string_view name;
    std::size_t parameters, receptive_field;
    std::size_t examples, length; ///< of a step
    std::unique_ptr<AnyNet> (*make)(tenon::Generator& generator);
};

/// Throws std::runtime_error with the names there are for any other.
const NetEntry& find_net(std::string_view name);

} // namespace program
