// SPDX-License-Identifier: BSL-1.0
//
// Where weights start: PyTorch's numbers for its seeds, each rule's distribution, and which tensors are drawn.
#include "tenon/init.hpp"

#include "support/reference.hpp"
#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::reference;
using tenon::test::thrown;

template <class Rule, class Real = float>
std::vector<Real> drawn(const Rule& rule, std::size_t rows, std::size_t columns, std::uint64_t seed) {
    Generator generator{seed};
    std::vector<Real> values(rows * columns);
    rule(std::span(values), Fan{rows, columns, columns, rows}, generator);
    return values;
}

std::vector<float> drawn_by_name(const std::string& rule, std::size_t rows, std::size_t columns) {
    const auto by = [&](const auto& any) { return drawn(any, rows, columns, rows); };
    if (rule == "constant") return by(init::Constant{.value = 0.5});
    if (rule == "uniform") return by(init::Uniform{.low = -0.25, .high = 2});
    if (rule == "normal") return by(init::Normal{.mean = 1.5, .deviation = 0.25});
    if (rule == "truncated_normal")
        return by(init::TruncatedNormal{.mean = 0.5, .deviation = 1.5, .low = -1, .high = 1.75});
    if (rule == "xavier_uniform") return by(init::XavierUniform{.gain = init::tanh_gain});
    if (rule == "xavier_normal") return by(init::XavierNormal{.gain = init::tanh_gain});
    if (rule == "kaiming_uniform") return by(init::KaimingUniform{});
    if (rule == "kaiming_normal") return by(init::KaimingNormal{.gain = init::tanh_gain, .by_output = true});
    BOOST_REQUIRE(rule == "orthogonal");
    return by(init::Orthogonal{.gain = 2});
}

void check_near(std::span<const float> values, const std::vector<float>& expected, double tolerance) {
    BOOST_REQUIRE(values.size() == expected.size());
    for (std::size_t index = 0; index < values.size(); ++index)
        BOOST_TEST(std::abs(double{values[index]} - double{expected[index]}) <= tolerance,
                   index << ": " << values[index] << " instead of " << expected[index]);
}

using Net = Sequential<Embedding<3>, Flatten, Linear<9>, LayerNorm<>, Linear<2, no_bias>, Linear<4>>;
using M = Model<Net, Tokens<11, 2>>;

} // namespace

BOOST_AUTO_TEST_CASE(rules_draw_as_pytorch_draws) {
    std::size_t count = 0;
    const auto all = reference("training");
    for (const auto& entry : all["init"]) {
        const std::string rule = entry["rule"];
        BOOST_TEST_CONTEXT(rule << ' ' << entry["rows"] << ' ' << entry["columns"]) {
            check_near(drawn_by_name(rule, entry["rows"], entry["columns"]), entry["weight"], 2e-6);
        }
        ++count;
    }
    BOOST_TEST(count == 27U);
}

BOOST_AUTO_TEST_CASE(a_net_starts_as_pytorch_starts_it) {
    const auto all = reference("training");
    const auto& expected = all["default_init"][0];
    M model;
    Generator generator{42};
    initialize_as_pytorch(model, generator);
    std::size_t count = 0;
    for (const TensorSpec& tensor : M::Joint::parameters) {
        const auto wanted = expected.at(std::string(tensor.name.view())).get<std::vector<float>>();
        const auto values = model.parameter_block().subspan(tensor.offset, tensor.shape.size());
        std::vector<float> as_in_files(values.begin(), values.end());
        if (tensor.transposed_in_files) {
            const std::size_t in = tensor.shape.lengths[0], out = tensor.shape.lengths[1];
            for (std::size_t row = 0; row < out; ++row)
                for (std::size_t column = 0; column < in; ++column)
                    as_in_files[row * in + column] = values[column * out + row];
        }
        BOOST_TEST_CONTEXT(tensor.name.view()) { check_near(as_in_files, wanted, 2e-6); }
        ++count;
    }
    BOOST_TEST(count == expected.size());
}

BOOST_AUTO_TEST_CASE(tensors_are_drawn_in_the_order_of_the_layers_and_others_stay) {
    M model, other;
    Generator generator{5}, other_generator{5};
    initialize(model, init::XavierNormal{}, generator);
    for (const TensorSpec& tensor : M::Joint::parameters) {
        const auto values = model.parameter_block().subspan(tensor.offset, tensor.shape.size());
        if (tensor.shape.rank == 1) {
            BOOST_TEST(std::ranges::all_of(values, [&](float value) { return value == values[0]; }));
        } else {
            BOOST_TEST(values[0] != 0);
        }
    }
    initialize<"0.weight">(other, init::XavierNormal{}, other_generator);
    initialize<"2.weight">(other, init::XavierNormal{}, other_generator);
    initialize<"4.weight">(other, init::XavierNormal{}, other_generator);
    initialize<"5.weight">(other, init::XavierNormal{}, other_generator);
    BOOST_TEST(std::ranges::equal(model.parameter_block(), other.parameter_block()));

    const M before = model;
    initialize(model, init::Constant{.value = 0.25}, generator,
               [](const TensorSpec& tensor) { return tensor.name.view() == "2.bias"; });
    BOOST_TEST(model.parameter<"2.bias">()[8] == 0.25F);
    BOOST_TEST(model.parameter<"2.weight">()[3] == before.parameter<"2.weight">()[3]);
}

BOOST_AUTO_TEST_CASE(fans_are_those_of_pytorchs_layout) {
    M model;
    Generator generator{5};
    const auto fan_of = [&]<QualifiedName TensorName>() {
        Fan seen{};
        initialize<TensorName>(model, [&](auto, const Fan& fan, Generator&) { seen = fan; }, generator);
        return std::vector{seen.rows, seen.columns, seen.in, seen.out};
    };
    using Sizes = std::vector<std::size_t>;
    const auto per_element = boost::test_tools::per_element();
    BOOST_TEST((fan_of.operator()<"0.weight">()) == (Sizes{11, 3, 3, 11}), per_element);
    BOOST_TEST((fan_of.operator()<"2.weight">()) == (Sizes{9, 6, 6, 9}), per_element);
    BOOST_TEST((fan_of.operator()<"2.bias">()) == (Sizes{1, 9, 0, 0}), per_element);
    BOOST_TEST(thrown<std::invalid_argument>([&] { initialize<"2.bias">(model, init::XavierNormal{}, generator); }) ==
               "XavierNormal is asked for a tensor of one axis, expected two or more: it has no fan_in");
}

BOOST_AUTO_TEST_CASE(orthogonal_vectors_are_orthogonal_whatever_their_number) {
    for (const auto& [rows, columns] : {std::pair{1, 1}, {40, 40}, {9, 31}, {31, 9}}) {
        const auto count = static_cast<std::size_t>(rows), length = static_cast<std::size_t>(columns);
        const auto q = drawn<init::Orthogonal, double>({.gain = 3}, count, length, 8);
        const bool by_rows = count < length;
        for (std::size_t i = 0; i < std::min(count, length); ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                double product = 0;
                for (std::size_t at = 0; at < std::max(count, length); ++at)
                    product +=
                        by_rows ? q[i * length + at] * q[j * length + at] : q[at * length + i] * q[at * length + j];
                BOOST_TEST(std::abs(product - (i == j ? 9 : 0)) < 1e-12);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_truncated_normal_stays_inside_and_fills_it) {
    const auto values =
        drawn<init::TruncatedNormal, double>({.mean = 1, .deviation = 2, .low = -1, .high = 4}, 400, 500, 3);
    const auto [least, most] = std::ranges::minmax(values);
    BOOST_TEST(least >= -1);
    BOOST_TEST(most <= 4);
    BOOST_TEST(least < -0.99);
    BOOST_TEST(most > 3.99);
    double mean = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    // Of a normal distribution from -1 to 1.5 deviations: (φ(-1) - φ(1.5)) / (Φ(1.5) - Φ(-1)) = 0.14532.
    BOOST_TEST(std::abs(mean - (1 + 2 * 0.145323)) < 0.01);
}

BOOST_AUTO_TEST_CASE(gains_are_pytorchs) {
    BOOST_TEST(init::leaky_relu_gain(0) == std::numbers::sqrt2);
    BOOST_TEST(init::leaky_relu_gain(1) == 1);
    BOOST_TEST(init::relu_gain == std::sqrt(2.0));
}
