// SPDX-License-Identifier: BSL-1.0
#include "training_state.hpp"

#include "numbers.hpp"

#include "tenon/data/printable.hpp"
#include "tenon/io/checkpoint.hpp"
#include "tenon/io/output_file.hpp"
#include "tenon/io/safetensors.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace names {

namespace {

constexpr std::string_view setting = "setting.", best = "best.";

/// The shortest decimal that reads back as the same number.
std::string decimal(double number) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

const tenon::StoredTensor& tensor_of(const tenon::Safetensors& content, std::string_view name, std::string_view type,
                                     const std::string& path) {
    const auto found = std::ranges::find(content.tensors, name, &tenon::StoredTensor::name);
    if (found == content.tensors.end() || found->type != type)
        throw std::runtime_error(path + ": is no checkpoint of names: has no tensor '" + std::string(name) + "' of " +
                                 std::string(type));
    return *found;
}

const std::string& text_of(const tenon::Safetensors& content, const std::string& key, const std::string& path) {
    const auto found = content.metadata.find(key);
    if (found != content.metadata.end()) return found->second;
    throw std::runtime_error(path + ": is no checkpoint of names: has no metadata '" + key + "'");
}

[[noreturn]] void refuse(const std::string& key, const std::string& text, const std::string& path) {
    throw std::runtime_error(path + ": has the metadata '" + key + "' '" + tenon::printable(text, 40) +
                             "', expected a number");
}
std::size_t whole_number(const tenon::Safetensors& content, const std::string& key, const std::string& path) {
    const std::string& text = text_of(content, key, path);
    const auto number = program::whole_number(text, 0, std::numeric_limits<std::size_t>::max());
    if (!number) refuse(key, text, path);
    return static_cast<std::size_t>(*number);
}
double number_of(const tenon::Safetensors& content, const std::string& key, const std::string& path) {
    const std::string& text = text_of(content, key, path);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) refuse(key, text, path);
    return number;
}

[[noreturn]] void refuse_setting(const std::string& key, const std::string& before, const std::string& now,
                                 const std::string& path) {
    throw std::runtime_error(path + ": is the checkpoint of a training with " + key + " " +
                             tenon::printable(before, 100) + ", this one has " + tenon::printable(now, 100));
}
/// Says which setting another value, or none, is given for now.
void require_settings(const tenon::Safetensors& content, const std::map<std::string, std::string>& settings,
                      const std::string& path) {
    static_cast<void>(text_of(content, std::string(setting) + "model", path)); // said first where it is none of names
    for (const auto& [key, now] : settings) {
        const auto before = content.metadata.find(std::string(setting).append(key));
        if (before == content.metadata.end()) refuse_setting(key, "none", now, path);
        if (before->second != now) refuse_setting(key, before->second, now, path);
    }
    for (const auto& [key, before] : content.metadata) {
        if (!key.starts_with(setting)) continue;
        const std::string name = key.substr(setting.size());
        if (!settings.contains(name)) refuse_setting(name, before, "none", path);
    }
}

/// The tensors of the best model, under its own names.
std::vector<tenon::StoredTensor> best_model(const tenon::Safetensors& content) {
    std::vector<tenon::StoredTensor> tensors;
    for (const tenon::StoredTensor& tensor : content.tensors) {
        if (!tensor.name.starts_with(best)) continue;
        tensors.push_back(tensor);
        tensors.back().name.erase(0, best.size());
    }
    return tensors;
}

} // namespace

void save_checkpoint(const std::string& path, const AnyModel& model, const tenon::Generator& generator,
                     const TrainingState& state, const std::map<std::string, std::string>& settings) {
    tenon::Safetensors content = model.checkpoint();
    tenon::add_state(content, "batches", generator);
    const auto* const losses = reinterpret_cast<const char*>(state.losses.data());
    content.tensors.push_back(
        {"losses", "F64", {state.losses.size()}, {losses, losses + state.losses.size() * sizeof(double)}});
    content.tensors.push_back({"log", "U8", {state.log.size()}, state.log});
    content.tensors.push_back({"pictures", "U8", {state.pictures.size()}, state.pictures});
    for (tenon::StoredTensor tensor : state.best_tensors) {
        tensor.name.insert(0, best);
        content.tensors.push_back(std::move(tensor));
    }
    for (const auto& [key, value] : settings) content.metadata[std::string(setting) + key] = value;
    content.metadata["best"] = decimal(state.best);
    content.metadata["best_step"] = std::to_string(state.best_step);
    content.metadata["worse"] = std::to_string(state.worse);
    tenon::OutputFile file{path};
    tenon::write_safetensors(file, content);
    file.commit();
}

void load_checkpoint(const std::string& path, AnyModel& model, tenon::Generator& generator, TrainingState& state,
                     const std::map<std::string, std::string>& settings) {
    const tenon::Safetensors content = tenon::read_safetensors(path);
    require_settings(content, settings, path);
    TrainingState loaded;
    const std::string& losses = tensor_of(content, "losses", "F64", path).bytes;
    loaded.losses.resize(losses.size() / sizeof(double));
    std::memcpy(loaded.losses.data(), losses.data(), loaded.losses.size() * sizeof(double));
    loaded.log = tensor_of(content, "log", "U8", path).bytes;
    loaded.pictures = tensor_of(content, "pictures", "U8", path).bytes;
    loaded.best = number_of(content, "best", path);
    loaded.best_step = whole_number(content, "best_step", path);
    loaded.worse = whole_number(content, "worse", path);
    loaded.best_tensors = best_model(content);
    tenon::restore_state(generator, "batches", content, path);
    model.restore(content, path);
    state = std::move(loaded);
}

} // namespace names
