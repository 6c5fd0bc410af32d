// SPDX-License-Identifier: BSL-1.0
//
// A compiled model behind an interface that does not know its type, so that a program can choose one at run time.
#pragma once

#include "commands.hpp"
#include "inspected_step.hpp"

#include "tenon/dsl/summary.hpp"
#include "tenon/io/safetensors.hpp"
#include "tenon/lowered.hpp"
#include "tenon/random/generator.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace names {

/// The tokens that the models are compiled for: the end of a word and 26 characters, as in the lecture, or 128.
inline constexpr std::size_t vocabulary_size = 27, wide_vocabulary_size = 129;

/// A model with its numbers. Contexts are (examples, context), logits (tokens). Where weights are averaged, losses,
/// logits and tensors are those of the average.
class AnyModel {
  public:
    virtual ~AnyModel() = default;

    /// From now on the team, which has to outlive the model, shares the work of steps that are worth it.
    virtual void use(tenon::Team& team) = 0;
    /// One training step on a batch; the loss of the batch before it.
    virtual float step(std::span<const tenon::Token> contexts, std::span<const tenon::Token> targets, float rate) = 0;
    /// The same, and what it looks like inside.
    virtual float inspect_step(std::span<const tenon::Token> contexts, std::span<const tenon::Token> targets,
                               float rate, InspectedStep& inspected) = 0;
    /// The mean loss over any number of examples.
    virtual double loss(std::span<const tenon::Token> contexts, std::span<const tenon::Token> targets) = 0;
    /// The logits of one context, valid until the next call.
    virtual std::span<const float> logits(std::span<const tenon::Token> context) = 0;

    [[nodiscard]] virtual std::vector<tenon::StoredTensor> tensors() const = 0;
    /// Model and trainer, as `tenon/io/checkpoint.hpp` has them.
    [[nodiscard]] virtual tenon::Safetensors checkpoint() const = 0;
    virtual void restore(const tenon::Safetensors& content, const std::string& source) = 0;
    /// Throws std::runtime_error where the tensors are not just the model's.
    virtual void load(std::span<const tenon::StoredTensor> tensors, const std::string& source) = 0;
};

/// What there is to know of a compiled model, and how to make one.
struct CompiledModel {
    std::string_view name;
    std::size_t tokens;
    std::size_t context;
    std::vector<tenon::LayerSummary> layers;
    std::string table; ///< the net's summary as text, for batches of the first size
    std::size_t parameters;
    std::size_t (*step_flops)(std::size_t batch);

    /// A model that is trained as the options say, started as in the lecture: its last layer scaled to a tenth.
    std::unique_ptr<AnyModel> (*make)(tenon::Generator& generator, const program::TrainOptions& options);
    /// A model to load into.
    std::unique_ptr<AnyModel> (*make_empty)();
};

/// A net as it is compiled for 26 characters, and for 128.
using CompiledNet = std::array<CompiledModel, 2>;

/// The nets that the program is built with, in the order of the lecture.
std::vector<CompiledNet> compiled_nets();

/// The compiled models for 26 characters.
std::span<const CompiledModel> models();

/// The model of that name that is compiled for no more tokens than it takes. Throws std::runtime_error with the names
/// there are for any other, and where there are more tokens than for any model.
const CompiledModel& find_model(std::string_view name, std::size_t tokens = vocabulary_size);

} // namespace names
