// SPDX-License-Identifier: BSL-1.0
#include "model_store.hpp"

#include "tenon/data/printable.hpp"
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
        throw std::runtime_error(path + ": holds the model '" + tenon::printable(name) + "', expected '" +
                                 tenon::printable(expected) + "'");
    }
    const auto told = [&](const std::string& key) {
        const auto found = content.metadata.find(key);
        return found == content.metadata.end() ? std::string() : found->second;
    };
    try {
        auto vocabulary = tenon::Vocabulary::from_characters(characters);
        const CompiledModel& entry = find_model(name, vocabulary.size());
        LoadedModel loaded{&entry, entry.make_empty(), std::move(vocabulary), told("data"), told("lower") == "yes"};
        loaded.model->load(content.tensors, "its content");
        if (const auto wrong = tenon::not_finite(loaded.model->tensors()); !wrong.empty())
            throw std::runtime_error(wrong + ", expected finite numbers");
        return loaded;
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(path + ": " + error.what());
    }
}

} // namespace names
