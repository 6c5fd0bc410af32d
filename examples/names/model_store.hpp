// SPDX-License-Identifier: BSL-1.0
//
// Trained models in files: safetensors whose metadata say which model it is, on which characters, and how it was
// trained.
#pragma once

#include "compiled_model.hpp"

#include "tenon/data/vocabulary.hpp"
#include "tenon/io/output_file.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>

namespace names {

/// A model as it comes out of a file.
struct LoadedModel {
    const CompiledModel* entry;
    std::unique_ptr<AnyModel> model;
    tenon::Vocabulary vocabulary;
    std::string data; ///< what it has learned from; empty where the file does not tell
    bool lower;       ///< whether it has learned words in small letters
};

/// Writes a model and commits the file. `settings` join the metadata.
void save_model(tenon::OutputFile file, const CompiledModel& entry, const AnyModel& model,
                const tenon::Vocabulary& vocabulary, std::map<std::string, std::string> settings);

/// Reads a model. Throws std::runtime_error with the file's name for a file that is not one of this program's, is cut
/// short or altered, holds another model than `expected`, if that is not empty, or numbers that are not finite.
LoadedModel load_model(const std::string& path, const std::string& expected);

} // namespace names
