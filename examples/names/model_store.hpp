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
};

/// Writes a model and commits the file. `settings` join the metadata.
void save_model(tenon::OutputFile file, const CompiledModel& entry, const AnyModel& model,
                const tenon::Vocabulary& vocabulary, std::map<std::string, std::string> settings);

/// Reads a model. Throws std::runtime_error with the file's name for a file that is not one of this program's, is cut
/// short or altered, or holds another model than `expected`, if that is not empty.
LoadedModel load_model(const std::string& path, const std::string& expected);

/// Throws std::runtime_error where a vocabulary does not fit into the compiled one.
void require_vocabulary(const tenon::Vocabulary& vocabulary, const std::string& source, const CompiledModel& entry);

} // namespace names
