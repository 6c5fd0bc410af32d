// SPDX-License-Identifier: BSL-1.0
//
// Names out of a model: one character after another, until the end of a word comes.
#pragma once

#include "compiled_model.hpp"

#include "tenon/data/vocabulary.hpp"
#include "tenon/random/generator.hpp"

#include <cstddef>
#include <string>

namespace names {

/// A name drawn from the model's distribution, as in the lecture: softmax, then `torch.multinomial`. It is cut off
/// after 1000 characters: a model that has learned little may never end one. Throws std::runtime_error where the model
/// gives a logit that is not finite.
std::string sample(AnyModel& model, std::size_t context, const tenon::Vocabulary& vocabulary,
                   tenon::Generator& generator);

/// The name that takes the most likely character each time. It is always the same one, and is cut off after 100
/// characters, since nothing makes it end. Throws as `sample` does.
std::string greedy(AnyModel& model, std::size_t context, const tenon::Vocabulary& vocabulary);

/// Prints a name on a line of standard output, without anything that acts on a terminal.
void print_name(const std::string& name);

} // namespace names
