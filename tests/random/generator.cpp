// SPDX-License-Identifier: BSL-1.0
//
// PyTorch's stream on the CPU: whole numbers exactly, normal numbers to the last digits of two sines.
#include "tenon/random/generator.hpp"

#include "support/reference.hpp"
#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace {

using nlohmann::json;
using tenon::Generator;
using reals = std::tuple<float, double>;

/// PyTorch has two sines of its own that differ by about 1e-6 in what they make of 16 numbers.
constexpr double tolerance = 2e-6;

template <class Real>
std::vector<Real> normals(Generator& generator, std::size_t size) {
    std::vector<Real> values(size);
    generator.randn(std::span{values});
    return values;
}

std::vector<std::uint32_t> integers(Generator& generator, std::size_t size, std::uint32_t bound) {
    std::vector<std::uint32_t> values;
    for (std::size_t index = 0; index < size; ++index) values.push_back(generator.randint(bound));
    return values;
}

template <class Real>
double distance(std::span<const Real> values, const std::vector<double>& expected) {
    BOOST_REQUIRE(values.size() == expected.size());
    double largest = 0;
    for (std::size_t index = 0; index < values.size(); ++index) {
        const double error = std::abs(double{values[index]} - expected[index]);
        largest = error <= largest ? largest : error;
    }
    return largest;
}

} // namespace

BOOST_AUTO_TEST_SUITE(pytorch)

BOOST_AUTO_TEST_CASE(randn_gives_its_numbers) {
    const json figures = tenon::test::reference("random")["randn"];
    for (const json& expected : figures) {
        BOOST_TEST_CONTEXT("seed " << expected["seed"] << ", size " << expected["size"]) {
            Generator generator{expected["seed"].get<std::uint64_t>()};
            const auto values = normals<float>(generator, expected["size"]);
            const auto shown = expected["values"].get<std::vector<double>>();
            const auto part = std::span{values}.subspan(expected["offset"].get<std::size_t>(), shown.size());
            BOOST_TEST(distance(part, shown) < tolerance);
        }
    }
}

BOOST_AUTO_TEST_CASE(randint_gives_its_numbers) {
    const json figures = tenon::test::reference("random")["randint"];
    for (const json& expected : figures) {
        BOOST_TEST_CONTEXT("seed " << expected["seed"] << ", bound " << expected["bound"]) {
            Generator generator{expected["seed"].get<std::uint64_t>()};
            BOOST_TEST(integers(generator, expected["size"], expected["bound"]) ==
                           expected["values"].get<std::vector<std::uint32_t>>(),
                       boost::test_tools::per_element());
        }
    }
}

// What one call keeps back, the next one has to give.
BOOST_AUTO_TEST_CASE(calls_one_after_another_give_its_numbers) {
    const json figures = tenon::test::reference("random")["sequence"];
    for (const json& sequence : figures) {
        Generator generator{sequence["seed"].get<std::uint64_t>()};
        for (const json& call : sequence["calls"]) {
            BOOST_TEST_CONTEXT("seed " << sequence["seed"] << ": " << call["call"] << " of " << call["size"]) {
                if (call["call"] == "randint") {
                    BOOST_TEST(integers(generator, call["size"], call["bound"]) ==
                                   call["values"].get<std::vector<std::uint32_t>>(),
                               boost::test_tools::per_element());
                } else {
                    const auto values = normals<float>(generator, call["size"]);
                    const auto expected = call["values"].get<std::vector<double>>();
                    BOOST_TEST(distance(std::span{values}, expected) < tolerance);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(multinomial_gives_its_numbers) {
    const json figures = tenon::test::reference("random")["multinomial"];
    for (const json& expected : figures) {
        Generator generator{expected["seed"].get<std::uint64_t>()};
        const auto probabilities = expected["probabilities"].get<std::vector<float>>();
        std::vector<std::size_t> drawn;
        for (std::size_t draw = 0; draw < 50; ++draw) drawn.push_back(generator.multinomial(probabilities));
        BOOST_TEST(drawn == expected["values"].get<std::vector<std::size_t>>(), boost::test_tools::per_element());
    }
}

// torch.randn(size, dtype=torch.float64) of seed 42: the first three numbers of 3, all of 16, the last four of 20.
BOOST_AUTO_TEST_CASE(randn_of_doubles_gives_its_numbers) {
    const std::vector<double> of_3{0.33669035438385886, 0.1288094051365897, 0.23446236336153173};
    const std::vector<double> of_16{0.2995562877502637,  0.24237779080894106, 0.28320739441795323, -0.23294220898382634,
                                    0.6711532211923003,  0.7817673742546976,  -1.7903080050220619, -1.748402801489203,
                                    0.17347640142361004, 0.26684314514213736, 0.4285173645433462,  0.2318702888580676,
                                    -1.0214571469180447, -0.8272632292381021, 1.7342104609172728,  -1.4920727283504345};
    const std::vector<double> last_of_20{0.2494118796915765, 0.2615836907112959, -1.526543923410825,
                                         -0.33113931395169954};
    for (const auto& [size, expected] : {std::pair{3, of_3}, {16, of_16}, {20, last_of_20}}) {
        Generator generator{42};
        const auto values = normals<double>(generator, static_cast<std::size_t>(size));
        BOOST_TEST(distance(std::span{values}.last(expected.size()), expected) < 1e-14);
    }
}

/// −log(1 − u) for the next u.
float next_exponential(tenon::Mt19937& engine) {
    const std::uint64_t high = engine(), bits = (high << 32 | engine()) & 0x1fffffffffffffU;
    return static_cast<float>(-std::log1p(-static_cast<double>(bits) * 0x1p-53));
}

/// The choice by its definition: the first of the largest weight / −log(1 − u).
std::size_t plain_choice(std::span<const float> weights, tenon::Mt19937& engine) {
    std::size_t best = 0;
    float best_ratio = -1;
    for (std::size_t index = 0; index < weights.size(); ++index) {
        const float ratio = weights[index] / next_exponential(engine);
        if (ratio > best_ratio) best = index, best_ratio = ratio;
    }
    return best;
}

BOOST_AUTO_TEST_CASE(multinomial_is_its_definition_for_any_number_of_weights) {
    tenon::Generator generator{5};
    auto engine = tenon::Mt19937::from_number(5);
    for (std::size_t size : {1U, 2U, 31U, 32U, 33U, 64U, 100U}) {
        std::vector<float> weights(size);
        for (int draw = 0; draw < 200; ++draw) {
            for (float& weight : weights) weight = static_cast<float>(generator.randint(1000) % 97);
            for (std::size_t skipped = 0; skipped < size; ++skipped) engine();
            if (std::ranges::count(weights, 0.F) == static_cast<std::ptrdiff_t>(size)) continue;
            BOOST_REQUIRE(generator.multinomial(weights) == plain_choice(weights, engine));
        }
    }
}

BOOST_AUTO_TEST_CASE(multinomial_takes_the_first_of_equal_ones) {
    tenon::Generator generator{5};
    auto engine = tenon::Mt19937::from_number(5);
    std::vector<float> weights(27);
    for (int draw = 0; draw < 20; ++draw) {
        for (float& weight : weights) weight = next_exponential(engine); // a ratio of 1
        BOOST_TEST(generator.multinomial(weights) == 0U);
    }
}

// torch.multinomial(torch.tensor([0, 1, 0, 0, 3, 0, 0.5, 0]), 1) of seed 42, 20 times.
BOOST_AUTO_TEST_CASE(multinomial_of_weights_that_are_0_gives_its_numbers) {
    const std::array<float, 8> weights{0, 1, 0, 0, 3, 0, 0.5F, 0};
    const std::vector<std::size_t> expected{1, 1, 4, 1, 1, 1, 4, 4, 4, 1, 6, 4, 4, 4, 1, 1, 1, 4, 4, 4};
    Generator generator{42};
    std::vector<std::size_t> drawn;
    for (std::size_t draw = 0; draw < expected.size(); ++draw) drawn.push_back(generator.multinomial(weights));
    BOOST_TEST(drawn == expected, boost::test_tools::per_element());
}

// torch.manual_seed(2**32 + 42) seeds as 42 does.
BOOST_AUTO_TEST_CASE(a_seed_is_its_low_32_bits) {
    Generator low{42}, high{(std::uint64_t{1} << 32) + 42};
    for (int draw = 0; draw < 10; ++draw) BOOST_TEST(low.randint(1U << 31) == high.randint(1U << 31));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(laws)

BOOST_AUTO_TEST_CASE(few_floats_are_rounded_doubles) {
    for (std::size_t size = 1; size < 16; ++size) {
        Generator floats{7}, doubles{7};
        const auto rounded = normals<float>(floats, size);
        const auto exact = normals<double>(doubles, size);
        for (std::size_t index = 0; index < size; ++index) {
            BOOST_TEST(rounded[index] == static_cast<float>(exact[index]));
        }
        BOOST_TEST(floats.randint(1U << 31) == doubles.randint(1U << 31));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(normal_numbers_have_mean_0_and_variance_1, Real, reals) {
    Generator generator{42};
    constexpr std::size_t size = 1 << 18;
    double sum = 0, squares = 0, fourth = 0;
    for (const Real& number : normals<Real>(generator, size)) {
        const double value = number;
        BOOST_REQUIRE(std::isfinite(value));
        sum += value;
        squares += value * value;
        fourth += value * value * value * value;
    }
    BOOST_TEST(std::abs(sum / size) < 0.01);
    BOOST_TEST(std::abs(squares / size - 1) < 0.01);
    BOOST_TEST(std::abs(fourth / size - 3) < 0.1);
}

BOOST_AUTO_TEST_CASE(no_numbers_draw_nothing) {
    Generator generator{42}, fresh{42};
    generator.randn(std::span<float>{});
    BOOST_TEST(generator.randint(1U << 31) == fresh.randint(1U << 31));
}

// Also in the middle of a pair: the kept number stays kept.
BOOST_AUTO_TEST_CASE(no_numbers_leave_a_kept_one_alone) {
    Generator generator{42}, fresh{42};
    const auto pair = normals<double>(fresh, 2);
    BOOST_TEST(normals<double>(generator, 1)[0] == pair[0]);
    generator.randn(std::span<double>{});
    BOOST_TEST(normals<double>(generator, 1)[0] == pair[1]);
}

BOOST_AUTO_TEST_CASE(randint_below_1_is_0_and_takes_one_output) {
    Generator generator{42}, fresh{42};
    BOOST_TEST(generator.randint(1) == 0);
    fresh.randint(1U << 31);
    BOOST_TEST(generator.randint(1U << 31) == fresh.randint(1U << 31));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_drawn_is_refused) {
    Generator generator{1};
    BOOST_CHECK_THROW(generator.randint(0), std::invalid_argument);
    const std::string sentence =
        "multinomial: weights are negative, not finite or all 0, expected finite ones of at least 0";
    constexpr float nan = std::numeric_limits<float>::quiet_NaN(), infinite = std::numeric_limits<float>::infinity();
    for (const std::vector<float>& weights :
         {std::vector<float>{}, std::vector<float>{0, -0.0F}, std::vector<float>{1, nan, 1},
          std::vector<float>{infinite, 1}, std::vector<float>{1, -1e-30F}}) {
        BOOST_TEST(tenon::test::thrown<std::invalid_argument>([&] { generator.multinomial(weights); }) == sentence);
    }
    Generator fresh{1};
    BOOST_TEST(generator.randint(1U << 31) == fresh.randint(1U << 31)); // nothing was drawn
}

BOOST_AUTO_TEST_CASE(an_index_without_weight_is_never_drawn) {
    const std::array<float, 7> weights{0, 1e-30F, 0, 1, 0, 2, 0};
    Generator generator{1};
    std::array<int, 7> drawn{};
    for (int draw = 0; draw < 30000; ++draw) ++drawn[generator.multinomial(weights)];
    for (std::size_t index = 0; index < 7; ++index) BOOST_TEST((drawn[index] > 0) == (weights[index] >= 1));
    BOOST_TEST(std::abs(drawn[3] / 30000.0 - 1.0 / 3) < 0.01);
    BOOST_TEST(std::abs(drawn[5] / 30000.0 - 2.0 / 3) < 0.01);
}

BOOST_AUTO_TEST_CASE(a_single_weight_is_always_drawn) {
    const std::array<float, 5> weights{0, 0, 0, 0.25F, 0};
    Generator generator{1};
    for (int draw = 0; draw < 100; ++draw) BOOST_REQUIRE(generator.multinomial(weights) == 3);
}

BOOST_AUTO_TEST_CASE(a_copy_goes_on_by_itself_with_the_same_numbers) {
    Generator generator{42};
    normals<float>(generator, 3); // one number is kept
    Generator copy = generator;
    BOOST_TEST(normals<float>(generator, 20) == normals<float>(copy, 20), boost::test_tools::per_element());
    BOOST_TEST(normals<float>(generator, 1) == normals<float>(copy, 1), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
