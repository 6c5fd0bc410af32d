// SPDX-License-Identifier: BSL-1.0
//
// The net of a .nam file as a user writes it in C++.
#pragma once

#include "tenon/fail.hpp"
#include "tenon/nam/config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tenon::nam {

namespace detail {

/// The layer that computes an activation, by the format's name; nothing where tenon has none.
inline std::string_view layer_of(std::string_view activation) {
    using Row = std::pair<std::string_view, std::string_view>;
    constexpr std::array<Row, 7> rows{{{"Tanh", "Tanh"},
                                       {"Sigmoid", "Sigmoid"},
                                       {"ReLU", "Relu"},
                                       {"LeakyReLU", "LeakyRelu"},
                                       {"SiLU", "Silu"},
                                       {"Softsign", "Softsign"},
                                       {"Hardtanh", "Hardtanh"}}};
    const auto* const found = std::ranges::find(rows, activation, &Row::first);
    return found == rows.end() ? std::string_view() : found->second;
}

/// The hundredths of a LeakyReLU's slope, which a layer has from 0 to 100; -1 for another slope.
inline int percent_of(double slope) {
    const double percent = std::round(100 * slope);
    const bool is_percent = percent >= 0 && percent <= 100 && std::abs(100 * slope - percent) < 1e-5;
    return is_percent ? static_cast<int>(percent) : -1;
}

inline std::string spelled(const ActivationConfig& activation) {
    std::string layer{layer_of(activation.name)};
    if (layer != "LeakyRelu") return layer;
    const int percent = percent_of(activation.slope);
    return percent == 1 ? layer + "<>" : layer + "<Percent{" + std::to_string(percent) + "}>";
}

inline std::string spelled(std::string_view list, const std::vector<std::size_t>& numbers) {
    std::string text = "nam::" + std::string(list) + "<";
    for (std::size_t index = 0; index < numbers.size(); ++index)
        text += (index > 0 ? ", " : "") + std::to_string(numbers[index]);
    return text + ">";
}

/// An array with this in the place of its activation.
inline std::string spelled(const ArrayConfig& array, const std::string& activation) {
    const bool same_kernels = std::ranges::count(array.kernel_sizes, array.kernel_sizes.front()) ==
                              static_cast<std::ptrdiff_t>(array.kernel_sizes.size());
    const std::string kernels =
        spelled("Kernels", same_kernels ? std::vector{array.kernel_sizes.front()} : array.kernel_sizes);
    const std::string kernel =
        array.head_kernel > 1 ? ", nam::Kernel{" + std::to_string(array.head_kernel) + "}" : std::string();
    const std::string head =
        "nam::Head<" + std::to_string(array.head_size) + kernel + (array.head_bias ? "" : ", no_bias") + ">";
    return "nam::LayerArray<" + std::to_string(array.channels) + ", " + kernels + ", " +
           spelled("Dilations", array.dilations) + ", " + activation + ", " + head + ">";
}
inline std::string spelled(const ArrayConfig& array) {
    const std::string value = spelled(array.activation);
    if (!array.gated) return spelled(array, value);
    return spelled(array, "nam::Gate<" + value + ", " + spelled(ActivationConfig{array.gate}) + ">");
}

/// Spells the types. What has none is a std::runtime_error.
class TypeOf {
  public:
    explicit TypeOf(const File& file) : file_(file) {}

    std::string operator()(const WaveNetConfig& config) const {
        std::string arrays;
        for (const ArrayConfig& array : config.arrays) arrays += (arrays.empty() ? "" : ", ") + spelled(array);
        return "nam::WaveNet<" + arrays + ">";
    }

    std::string operator()(const ConvNetConfig& config) const {
        std::string layers;
        std::size_t in = 1, norm_end = 0;
        for (const std::size_t dilation : config.dilations) {
            layers += "Conv1d<" + std::to_string(config.channels) + ", 2, Dilation{" + std::to_string(dilation) +
                      "}, causal" + (config.batch_norm ? ", no_bias>, " : ">, ");
            norm_end += 2 * in * config.channels + 4 * config.channels + 1;
            if (config.batch_norm) layers += batch_norm(file_.weights.at(norm_end - 1)) + ", ";
            layers += spelled(config.activation) + ", ";
            in = config.channels;
        }
        return "Sequential<" + layers + "Linear<1>>";
    }

    std::string operator()(const LinearConfig& config) const {
        return "Conv1d<1, " + std::to_string(config.receptive_field) + ", causal" + (config.bias ? ">" : ", no_bias>");
    }

    std::string operator()(const RecurrentConfig& /*config*/) const {
        fail("is an " + file_.architecture + ": recurrent layers are not there yet");
    }

    std::string operator()(const ContainerConfig& /*config*/) const {
        fail("is a container and has no type of its own: choose one of its submodels");
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        tenon::detail::fail<std::runtime_error>([&] { return file_.subject + " " + what; });
    }

    /// Each norm has its epsilon among its weights.
    [[nodiscard]] std::string batch_norm(float epsilon) const {
        if (epsilon == 1e-5F) return "BatchNorm1d<>";
        std::array<char, 32> text{};
        const auto end = std::to_chars(text.data(), text.data() + text.size(), epsilon).ptr;
        const std::string number(text.data(), end);
        if (!(epsilon > 0)) fail("has a batch norm with an epsilon of " + number + ", expected one above 0");
        return "BatchNorm1d<NormEpsilon{" + number + "}>";
    }

    const File& file_;
};

} // namespace detail

/// The type of a file's net, such as `nam::WaveNet<nam::LayerArray<16, nam::Kernels<3>, nam::Dilations<1, 2, 4>, Tanh,
/// nam::Head<1>>>`. A file that has none is a std::runtime_error with one sentence: a container, whose submodels have
/// one each, and recurrent layers.
inline std::string type_of(const File& file) { return std::visit(detail::TypeOf(file), file.config); }

} // namespace tenon::nam
