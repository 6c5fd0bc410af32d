// SPDX-License-Identifier: BSL-1.0
//
// A training step in numbers: what each layer gives, how much of it is saturated or dead, and how far parameters move.
//
// Source: Karpathy's "makemore" lectures, part 3.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/fail.hpp"
#include "tenon/misuse.hpp"
#include "tenon/other_arguments.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tenon {

/// Mean and standard deviation (torch.std's) of some numbers, in double.
struct Moments {
    double mean = 0, deviation = 0;
};
template <class Range>
Moments moments(const Range& numbers) {
    Moments result;
    const auto count = static_cast<double>(numbers.size());
    for (const auto number : numbers) result.mean += static_cast<double>(number) / count;
    double squares = 0;
    for (const auto number : numbers) squares += std::pow(static_cast<double>(number) - result.mean, 2);
    if (numbers.size() > 1) result.deviation = std::sqrt(squares / (count - 1));
    return result;
}

/// How many numbers lie in each of `counts.size()` bins of the same width from `low` to `high`. What lies outside is
/// not counted.
struct Histogram {
    double low = 0, high = 1;
    std::vector<std::size_t> counts;
};
/// Throws std::invalid_argument for no bins, or where low is not below high.
template <class Range>
Histogram histogram(const Range& numbers, double low, double high, std::size_t bins) {
    if (bins == 0 || !(low < high)) {
        detail::fail<std::invalid_argument>([&] {
            return "a histogram of " + std::to_string(bins) + " bins from " + std::to_string(low) + " to " +
                   std::to_string(high) + " is asked for, expected 1 or more from a number to a larger one";
        });
    }
    Histogram result{low, high, std::vector<std::size_t>(bins)};
    for (const auto number : numbers) {
        const double place = (static_cast<double>(number) - low) / (high - low) * static_cast<double>(bins);
        if (place >= 0 && place < static_cast<double>(bins)) ++result.counts[static_cast<std::size_t>(place)];
    }
    return result;
}

/// What a layer gives in a batch, and the gradient of that.
struct LayerStatistics {
    std::string name, layer; ///< as an Inspector has them
    Moments output, gradient;
    double saturated = 0; ///< the share of outputs beyond ±0.97, where a tanh hardly moves
    double zero = 0;      ///< the share of outputs that are 0, as behind a Relu
    /// The share of units, numbers of an example, that are beyond ±0.97 for all examples, or 0 for all of them: behind
    /// a Tanh or a Relu nothing flows back through these.
    double dead = 0;
};

namespace detail {

struct LayersOfInspector {
    static constexpr std::string_view name = "layer_statistics";
    static constexpr std::string_view arguments = "an Inspector<Model, Batch<n>> that has seen a batch";
};
template <class Type>
inline constexpr bool is_inspector = requires(const Type& type) { type.layers(); };

} // namespace detail

/// The layers of an Inspector's last batch. Throws std::logic_error before the first one.
template <class InspectorType>
    requires detail::is_inspector<InspectorType>
std::vector<LayerStatistics> layer_statistics(const InspectorType& inspector) {
    using Real = typename InspectorType::Real;
    constexpr auto is_saturated = [](Real value) { return std::abs(value) > Real(0.97); };
    std::vector<LayerStatistics> all;
    for (const auto& layer : inspector.layers()) {
        LayerStatistics own{std::string(layer.name), std::string(layer.layer), moments(layer.output),
                            moments(layer.output_gradient)};
        const std::size_t units = layer.output.size() / InspectorType::batch;
        const auto size = static_cast<double>(layer.output.size());
        std::size_t dead = 0;
        for (std::size_t unit = 0; unit < units; ++unit) {
            std::size_t saturated = 0, zeros = 0;
            for (std::size_t at = unit; at < layer.output.size(); at += units) {
                saturated += is_saturated(layer.output[at]);
                zeros += layer.output[at] == 0;
            }
            dead += saturated == InspectorType::batch || zeros == InspectorType::batch;
            own.saturated += static_cast<double>(saturated) / size;
            own.zero += static_cast<double>(zeros) / size;
        }
        own.dead = units > 0 ? static_cast<double>(dead) / static_cast<double>(units) : 0;
        all.push_back(std::move(own));
    }
    return all;
}

template <class Given>
    requires(!detail::is_inspector<std::remove_cvref_t<Given>>)
std::vector<LayerStatistics> layer_statistics(Given&&) {
    static_assert(judge<Refused<OtherArguments<detail::LayersOfInspector>, Given>>());
    return {};
}

/// A parameter, its gradient, and how far an update moves it.
struct ParameterStatistics {
    std::string name;
    Moments data, gradient;
    double gradient_to_data = 0; ///< ratio of their deviations
    /// log10 of the update's deviation through the data's. About −3 where the rate suits: −2 is too fast, −5 too slow.
    /// Minus infinity where nothing moves.
    double update_to_data = 0;
};

/// The parameters of a model, their gradients laid out as its `parameter_block()`, and a copy of that block from before
/// the update. Throws std::invalid_argument for blocks of another size.
template <class ModelType>
std::vector<ParameterStatistics> parameter_statistics(const ModelType& model,
                                                      std::span<const typename ModelType::Real> gradients,
                                                      std::span<const typename ModelType::Real> before) {
    using Real = typename ModelType::Real;
    detail::require_size("gradients hold", gradients.size(), model.parameter_block().size());
    detail::require_size("the parameters before hold", before.size(), model.parameter_block().size());
    std::vector<ParameterStatistics> all;
    std::vector<Real> update;
    for (const TensorSpec& tensor : ModelType::Joint::parameters) {
        const auto part = [&](std::span<const Real> block) {
            return block.subspan(tensor.offset, tensor.shape.size());
        };
        const auto now = part(model.parameter_block()), then = part(before);
        update.resize(now.size());
        std::ranges::transform(now, then, update.begin(), [](Real after, Real earlier) { return after - earlier; });
        ParameterStatistics own{std::string(tensor.name.view()), moments(then), moments(part(gradients))};
        own.gradient_to_data = own.gradient.deviation / own.data.deviation;
        own.update_to_data = std::log10(moments(update).deviation / own.data.deviation);
        all.push_back(std::move(own));
    }
    return all;
}

} // namespace tenon
