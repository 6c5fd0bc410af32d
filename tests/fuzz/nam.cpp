// SPDX-License-Identifier: BSL-1.0
//
// A fuzzer of the reader of .nam files. Whatever the bytes are, they are read or refused in one sentence, a model that
// is read has as many weights as it needs, and it has a type or a sentence says why not.
#include "tenon/nam/file.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <variant>

namespace {

using namespace tenon;

void require(bool holds) {
    if (!holds) std::abort();
}

void require_sentence(const std::runtime_error& error) {
    const std::string_view text = error.what();
    require(text.starts_with("fuzz: ") && text.size() < 1920);
    require(printable(text, text.size()) == text);
}

void require_model(const nam::File& file) {
    require(file.weights.size() == std::visit([](const auto& each) { return nam::weight_count(each); }, file.config));
    for (const float weight : file.weights) require(std::isfinite(weight));
    require(file.sample_rate > 0);
    if (const auto* const container = std::get_if<nam::ContainerConfig>(&file.config)) {
        require(!container->submodels.empty() && container->submodels.back().max_value >= 1);
        for (const nam::Submodel& submodel : container->submodels) require_model(submodel.model);
    }
    try {
        require(nam::type_of(file).ends_with('>'));
    } catch (const std::runtime_error& error) {
        require_sentence(error);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        require_model(nam::parse({reinterpret_cast<const char*>(data), size}, "fuzz"));
    } catch (const std::runtime_error& error) {
        require_sentence(error);
    }
    return 0;
}
