// SPDX-License-Identifier: BSL-1.0
//
// Where weights start: the rules of torch.nn.init, drawn as PyTorch draws them.
//
//     Generator generator{42};
//     M model;
//     initialize(model, init::KaimingNormal{.gain = init::tanh_gain}, generator);  // all matrices
//     initialize<"6.weight">(model, init::Normal{.deviation = 0.01}, generator);   // one tensor
//     initialize_as_pytorch(model, generator);                                     // as nn.Linear and nn.Embedding
//
// A rule of one's own is a function of the numbers, their Fan and the generator.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/fail.hpp"
#include "tenon/misuse.hpp"
#include "tenon/model.hpp"
#include "tenon/optim/parameter_groups.hpp"
#include "tenon/other_arguments.hpp"
#include "tenon/random/generator.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace tenon {

/// A tensor as PyTorch lays it out: (rows, columns), or a row alone. A Linear's weight is (out, in).
struct Fan {
    std::size_t rows, columns; ///< the first axis, and all others
    std::size_t in, out;       ///< torch.nn.init's fan_in and fan_out; 0 for a tensor with a single axis
};

namespace init {

/// torch.nn.init.calculate_gain.
inline constexpr double linear_gain = 1, tanh_gain = 5.0 / 3, relu_gain = std::numbers::sqrt2, selu_gain = 0.75;
inline double leaky_relu_gain(double slope) { return std::sqrt(2 / (1 + slope * slope)); }

} // namespace init

namespace detail {

template <class Real>
void draw_uniform(std::span<Real> values, double low, double high, Generator& generator) {
    const auto from = static_cast<Real>(low), to = static_cast<Real>(high);
    for (Real& value : values) value = generator.uniform<Real>() * (to - from) + from;
}
template <class Real>
void draw_normal(std::span<Real> values, double mean, double deviation, Generator& generator) {
    generator.randn(values);
    for (Real& value : values) value = value * static_cast<Real>(deviation) + static_cast<Real>(mean);
}
/// The inverse of the error function: a first guess (Winitzki 2008), then Newton's steps, which double its digits.
inline double inverse_erf(double y) {
    if (std::abs(y) >= 1)
        return y > 0 ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
    const double logarithm = std::log(1 - y * y), half = 2 / (std::numbers::pi * 0.147) + logarithm / 2;
    double x = std::copysign(std::sqrt(std::sqrt(half * half - logarithm / 0.147) - half), y);
    for (int step = 0; step < 3; ++step) x -= (std::erf(x) - y) * std::sqrt(std::numbers::pi) / 2 * std::exp(x * x);
    return x;
}
inline void require_order(double low, double high) {
    require_number(low <= high, "the lower bound", low, ("of at most the upper one, " + number_text(high)).c_str());
}
inline void require_fan(const Fan& fan, const char* rule) {
    if (fan.in > 0) return;
    fail<std::invalid_argument>([&] {
        return std::string(rule) + " is asked for a tensor of one axis, expected two or more: it has no fan_in";
    });
}

} // namespace detail

namespace init {

struct Constant {
    double value = 0;
    template <class Real>
    void operator()(std::span<Real> values, const Fan&, Generator&) const {
        std::ranges::fill(values, static_cast<Real>(value));
    }
};
struct Uniform {
    double low = 0, high = 1;
    template <class Real>
    void operator()(std::span<Real> values, const Fan&, Generator& generator) const {
        detail::require_order(low, high);
        detail::draw_uniform(values, low, high, generator);
    }
};
struct Normal {
    double mean = 0, deviation = 1;
    template <class Real>
    void operator()(std::span<Real> values, const Fan&, Generator& generator) const {
        detail::require_not_negative("the deviation", deviation);
        detail::draw_normal(values, mean, deviation, generator);
    }
};
/// A normal distribution of which nothing is drawn outside of low … high.
struct TruncatedNormal {
    double mean = 0, deviation = 1, low = -2, high = 2;
    template <class Real>
    void operator()(std::span<Real> values, const Fan&, Generator& generator) const {
        detail::require_positive("the deviation", deviation);
        detail::require_order(low, high);
        const auto share_below = [&](double bound) {
            return (1 + std::erf((bound - mean) / deviation / std::numbers::sqrt2)) / 2;
        };
        detail::draw_uniform(values, 2 * share_below(low) - 1, 2 * share_below(high) - 1, generator);
        for (Real& value : values) {
            const double normal = detail::inverse_erf(static_cast<double>(value)) * std::numbers::sqrt2;
            value = static_cast<Real>(std::clamp(normal * deviation + mean, low, high));
        }
    }
};
/// Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
struct XavierUniform {
    double gain = 1;
    template <class Real>
    void operator()(std::span<Real> values, const Fan& fan, Generator& generator) const {
        detail::require_fan(fan, "XavierUniform");
        const double bound = std::sqrt(3.0) * (gain * std::sqrt(2.0 / static_cast<double>(fan.in + fan.out)));
        detail::draw_uniform(values, -bound, bound, generator);
    }
};
struct XavierNormal {
    double gain = 1;
    template <class Real>
    void operator()(std::span<Real> values, const Fan& fan, Generator& generator) const {
        detail::require_fan(fan, "XavierNormal");
        detail::draw_normal(values, 0, gain * std::sqrt(2.0 / static_cast<double>(fan.in + fan.out)), generator);
    }
};
/// Source: He et al., "Delving deep into rectifiers", 2015. `by_output` divides by fan_out, PyTorch's mode="fan_out".
struct KaimingUniform {
    double gain = relu_gain;
    bool by_output = false;
    template <class Real>
    void operator()(std::span<Real> values, const Fan& fan, Generator& generator) const {
        detail::require_fan(fan, "KaimingUniform");
        const double bound = std::sqrt(3.0) * (gain / std::sqrt(static_cast<double>(by_output ? fan.out : fan.in)));
        detail::draw_uniform(values, -bound, bound, generator);
    }
};
struct KaimingNormal {
    double gain = relu_gain;
    bool by_output = false;
    template <class Real>
    void operator()(std::span<Real> values, const Fan& fan, Generator& generator) const {
        detail::require_fan(fan, "KaimingNormal");
        detail::draw_normal(values, 0, gain / std::sqrt(static_cast<double>(by_output ? fan.out : fan.in)), generator);
    }
};
/// Rows, or columns where there are fewer of these, that are orthonormal: those of a random matrix, made so one by one,
/// which is its QR decomposition with a positive diagonal. Source: Saxe et al., "Exact solutions to the nonlinear
/// dynamics of learning in deep linear neural networks", 2013.
struct Orthogonal {
    double gain = 1;
    template <class Real>
    void operator()(std::span<Real> values, const Fan& fan, Generator& generator) const {
        detail::require_fan(fan, "Orthogonal");
        detail::draw_normal(values, 0, 1, generator);
        const bool by_rows = fan.rows < fan.columns;
        const std::size_t count = by_rows ? fan.rows : fan.columns, length = by_rows ? fan.columns : fan.rows;
        const std::size_t next = by_rows ? fan.columns : 1, along = by_rows ? 1 : fan.columns;
        std::vector<double> vectors(count * length);
        for (std::size_t index = 0; index < count; ++index) {
            double* const own = &vectors[index * length];
            for (std::size_t at = 0; at < length; ++at)
                own[at] = static_cast<double>(values[index * next + at * along]);
            // Twice, since what rounding leaves of the others grows when a short rest is scaled to 1.
            for (std::size_t before = 0; before < 2 * index; ++before) {
                const double* const other = &vectors[before % index * length];
                double product = 0;
                for (std::size_t at = 0; at < length; ++at) product += own[at] * other[at];
                for (std::size_t at = 0; at < length; ++at) own[at] -= product * other[at];
            }
            double square = 0;
            for (std::size_t at = 0; at < length; ++at) square += own[at] * own[at];
            for (std::size_t at = 0; at < length; ++at) {
                own[at] /= std::sqrt(square);
                values[index * next + at * along] = static_cast<Real>(gain * own[at]);
            }
        }
    }
};

} // namespace init

namespace detail {

/// The fan of a tensor, and whether it lies transposed in memory.
inline Fan fan_of(const TensorSpec& tensor) {
    std::array<std::size_t, 2> sizes{tensor.shape.lengths[0], 1};
    for (std::size_t axis = 1; axis < tensor.shape.rank; ++axis) sizes[1] *= tensor.shape.lengths[axis];
    if (tensor.shape.rank < 2) return {1, tensor.shape.size(), 0, 0};
    if (tensor.transposed_in_files) {
        const std::size_t out = tensor.shape.lengths[tensor.shape.rank - 1], in = tensor.shape.size() / out;
        return {out, in, in, out * (in / tensor.shape.lengths[tensor.shape.rank - 2])};
    }
    const std::size_t field = sizes[1] / tensor.shape.lengths[1];
    return {sizes[0], sizes[1], tensor.shape.lengths[1] * field, sizes[0] * field};
}

/// Draws in PyTorch's order of the numbers, whatever order is that of memory.
template <class Real, class Rule>
void draw_tensor(std::span<Real> values, const TensorSpec& tensor, const Rule& rule, Generator& generator) {
    const Fan fan = fan_of(tensor);
    if (!tensor.transposed_in_files) return rule(values, fan, generator);
    std::vector<Real> drawn(values.size());
    rule(std::span<Real>(drawn), fan, generator);
    for (std::size_t at = 0; at < values.size(); ++at) values[at] = drawn[reversed_index(tensor.shape, at)];
}

} // namespace detail

namespace detail {

struct Initialize {
    static constexpr std::string_view name = "initialize";
    static constexpr std::string_view arguments = "a Model that may be changed, a rule such as init::Normal{}, a "
                                                  "Generator and, if need be, a choice of tensors, in this order";
};

template <class ModelType, class Rule, class Source>
inline constexpr bool can_initialize =
    is_model<std::remove_reference_t<ModelType>> && std::is_same_v<Source, Generator&> &&
    requires(const std::remove_cvref_t<Rule>& rule, std::span<float> values, Generator& generator) {
        rule(values, Fan{}, generator);
    };

} // namespace detail

/// Draws one parameter anew, by its name. Throws std::invalid_argument for a rule that needs two axes and gets one, and
/// for one whose numbers make no sense, such as a deviation below 0.
template <QualifiedName TensorName, class ModelType, class Rule>
    requires detail::can_initialize<ModelType, Rule, Generator&>
void initialize(ModelType& model, const Rule& rule, Generator& generator) {
    static_assert(judge<typename ModelType::template NameVerdict<true, TensorName>>());
    constexpr TensorSpec spec = detail::named_tensor<typename ModelType::Joint, true, TensorName>();
    detail::draw_tensor(std::span<typename ModelType::Real>(model.template parameter<TensorName>()), spec, rule,
                        generator);
}

/// Draws all parameters that are chosen, in the order of the layers: the matrices, weights of Linear and of embeddings,
/// where nothing else is said.
template <class ModelType, class Rule>
    requires detail::can_initialize<ModelType, Rule, Generator&>
void initialize(ModelType& model, const Rule& rule, Generator& generator,
                bool (*choose)(const TensorSpec&) = is_matrix) {
    for (const TensorSpec& tensor : ModelType::Joint::parameters) {
        if (!choose(tensor)) continue;
        detail::draw_tensor(model.parameter_block().subspan(tensor.offset, tensor.shape.size()), tensor, rule,
                            generator);
    }
}

/// Others, or in another order.
template <QualifiedName TensorName, class First, class Second, class Third>
    requires(!detail::can_initialize<std::remove_reference_t<First>, Second, Third>)
void initialize(First&&, Second&&, Third&&) {
    static_assert(judge<Refused<OtherArguments<detail::Initialize>, First, Second, Third>>());
}
template <class First, class Second, class Third, class... Rest>
    requires(!detail::can_initialize<std::remove_reference_t<First>, Second, Third>)
void initialize(First&&, Second&&, Third&&, Rest&&...) {
    static_assert(judge<Refused<OtherArguments<detail::Initialize>, First, Second, Third, Rest...>>());
}

/// Draws all parameters as the constructors of nn.Linear and nn.Embedding do, in the order of the layers: after
/// `torch.manual_seed(42)`, and here `Generator{42}`, both have the same numbers.
template <class ModelType>
void initialize_as_pytorch(ModelType& model, Generator& generator) {
    double bound = 0; // of the Linear whose weight came last
    for (const TensorSpec& tensor : ModelType::Joint::parameters) {
        const auto values = model.parameter_block().subspan(tensor.offset, tensor.shape.size());
        if (tensor.transposed_in_files) {
            bound = 1 / std::sqrt(static_cast<double>(detail::fan_of(tensor).in));
            detail::draw_tensor(values, tensor, init::KaimingUniform{.gain = init::leaky_relu_gain(std::sqrt(5.0))},
                                generator);
        } else if (tensor.init == Init::normal) {
            detail::draw_tensor(values, tensor, init::Normal{}, generator);
        } else if (tensor.init == Init::zeros && bound > 0) {
            detail::draw_uniform(values, -bound, bound, generator);
        }
        if (!tensor.transposed_in_files) bound = 0;
    }
}

} // namespace tenon
