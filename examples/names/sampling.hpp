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
/// after 1000 characters: a model that has diverged may never end one.
std::string sample(AnyModel& model, std::size_t context, const tenon::Vocabulary& vocabulary,
                   tenon::Generator& generator);

/// The name that takes the most likely character each time. It is always the same one, and is cut off after 100
/// characters, since nothing makes it end.
std::string greedy(AnyModel& model, std::size_t context, const tenon::Vocabulary& vocabulary);

} // namespace names
