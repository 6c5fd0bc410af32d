// SPDX-License-Identifier: BSL-1.0
#include "model_store.hpp"

#include "tenon/io/safetensors.hpp"

#include <stdexcept>
#include <utility>

namespace names {

namespace {

const std::string& metadata(const tenon::Safetensors& content, const std::string& key, const std::string& path) {
    const auto found = content.metadata.find(key);
    if (found == content.metadata.end()) {
        throw std::runtime_error(path + ": has no metadata '" + key +
                                 "', expected a file that names train --save wrote");
    }
    return found->second;
}

} // namespace

void save_model(tenon::OutputFile file, const CompiledModel& entry, const AnyModel& model,
                const tenon::Vocabulary& vocabulary, std::map<std::string, std::string> settings) {
    settings["model"] = entry.name;
    settings["vocabulary"] = vocabulary.characters();
    tenon::write_safetensors(file, {std::move(settings), model.tensors()});
    file.commit();
}

LoadedModel load_model(const std::string& path, const std::string& expected) {
    const tenon::Safetensors content = tenon::read_safetensors(path);
    const std::string& name = metadata(content, "model", path);
    const std::string& characters = metadata(content, "vocabulary", path);
    if (!expected.empty() && name != expected) {
        throw std::runtime_error(path + ": holds the model '" + name + "', expected '" + expected + "'");
    }
    try {
        const CompiledModel& entry = find_model(name);
        LoadedModel loaded{&entry, entry.make_empty(), tenon::Vocabulary::from_characters(characters)};
        require_vocabulary(loaded.vocabulary, "its vocabulary", entry);
        loaded.model->load(content.tensors, "its content");
        return loaded;
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(path + ": " + error.what());
    }
}

void require_vocabulary(const tenon::Vocabulary& vocabulary, const std::string& source, const CompiledModel& entry) {
    if (vocabulary.size() <= vocabulary_size) return;
    throw std::runtime_error(source + ": holds " + std::to_string(vocabulary.size() - 1) +
                             " different characters, expected at most " + std::to_string(vocabulary_size - 1) +
                             ", which the model '" + std::string(entry.name) + "' is compiled for");
}

} // namespace names
