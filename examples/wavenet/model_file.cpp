// SPDX-License-Identifier: BSL-1.0
#include "model_file.hpp"

#include "tenon/data/printable.hpp"
#include "tenon/io/output_file.hpp"
#include "tenon/io/safetensors.hpp"

#include <charconv>
#include <stdexcept>
#include <string>
#include <system_error>

namespace program {

namespace {

const std::string& metadata(const tenon::Safetensors& content, const std::string& key) {
    const auto found = content.metadata.find(key);
    if (found != content.metadata.end()) return found->second;
    throw std::runtime_error("has no metadata '" + key + "', expected a file that wavenet train --save wrote");
}

int sample_rate_of(const tenon::Safetensors& content) {
    const std::string& text = metadata(content, "sample_rate");
    int rate = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
    if (error == std::errc{} && end == text.data() + text.size() && rate > 0) return rate;
    throw std::runtime_error("has the metadata 'sample_rate' '" + tenon::printable(text, 40) +
                             "', expected a whole number of at least 1");
}

} // namespace

void save_net(const std::filesystem::path& path, const NetEntry& entry, const AnyNet& net, int sample_rate) {
    tenon::OutputFile file(path);
    tenon::write_safetensors(
        file, {{{"model", std::string(entry.name)}, {"sample_rate", std::to_string(sample_rate)}}, net.tensors()});
    file.commit();
}

LoadedNet load_net(const std::filesystem::path& path) {
    const tenon::Safetensors content = tenon::read_safetensors(path.string());
    try {
        const NetEntry& entry = find_net(metadata(content, "model"));
        tenon::Generator generator{0};
        LoadedNet loaded{&entry, entry.make(generator), sample_rate_of(content)};
        loaded.net->load(content.tensors, "its content");
        if (const std::string wrong = tenon::not_finite(loaded.net->tensors()); !wrong.empty())
            throw std::runtime_error(wrong + ", expected finite numbers");
        return loaded;
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(tenon::printable(path.string()) + ": " + error.what());
    }
}

} // namespace program
