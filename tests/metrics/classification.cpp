// SPDX-License-Identifier: BSL-1.0
//
// Metrics of classifiers, by hand: nets that give their inputs.
#include "support/thrown.hpp"

#include "tenon/metrics/accuracy.hpp"
#include "tenon/metrics/confusion_matrix.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::thrown;

/// Gives its inputs: three logits, in batches of two.
using Same = Model<Sequential<Flatten>, Shape<3>>;
struct Given {
    Same model;
    Evaluator<Same, Batch<2>> evaluator{model};
};

const std::vector<float> logits{1, 2, 3, /**/ 5, 4, 1, /**/ 0, 2, 2, /**/ -1, -1, -1, /**/ -9, 9, 0};

} // namespace

BOOST_AUTO_TEST_CASE(accuracy_counts_the_largest_logit) {
    Given given;
    BOOST_TEST(accuracy(given.evaluator, logits, std::vector<Token>{2, 0, 1, 0, 1}) == 1);
    BOOST_TEST(accuracy(given.evaluator, logits, std::vector<Token>{2, 0, 2, 1, 1}) == 0.6); // the first of several
    BOOST_TEST(accuracy(given.evaluator, logits, std::vector<Token>{0, 1, 0, 2, 0}) == 0);
}

BOOST_AUTO_TEST_CASE(the_target_may_be_among_the_largest) {
    Given given;
    const std::vector<Token> targets{1, 1, 2, 2, 0};
    BOOST_TEST(top_k_accuracy(given.evaluator, logits, targets, 1) == 0);
    BOOST_TEST(top_k_accuracy(given.evaluator, logits, targets, 2) == 0.6);
    BOOST_TEST(top_k_accuracy(given.evaluator, logits, targets, 3) == 1);
    for (const std::size_t k : {0U, 4U}) {
        BOOST_TEST(thrown<std::invalid_argument>([&] { top_k_accuracy(given.evaluator, logits, targets, k); }) ==
                   "k is " + std::to_string(k) + ", expected 1 to 3, the classes");
    }
}

BOOST_AUTO_TEST_CASE(each_position_counts) {
    Model<Linear<2>, Shape<3, 2>> model;
    model.parameter<"weight">()[0] = 1;
    model.parameter<"weight">()[3] = 1;
    Evaluator<decltype(model), Batch<1>> evaluator{model};
    const std::vector<float> inputs{1, 2, /**/ 4, 3, /**/ 5, 6, /**/ 7, 8, /**/ 1, 0, /**/ 1, 0};
    BOOST_TEST(accuracy(evaluator, inputs, std::vector<Token>{1, 0, 1, 1, 0, 1}) == 5.0 / 6);
}

BOOST_AUTO_TEST_CASE(a_confusion_matrix_counts_pairs) {
    Given given;
    const auto matrix = confusion_matrix(given.evaluator, logits, std::vector<Token>{2, 0, 1, 2, 0});
    static_assert(decltype(matrix)::classes == 3);
    BOOST_TEST(matrix.count(2, 2) == 1U);
    BOOST_TEST(matrix.count(0, 0) == 1U);
    BOOST_TEST(matrix.count(1, 1) == 1U);
    BOOST_TEST(matrix.count(2, 0) == 1U);
    BOOST_TEST(matrix.count(0, 1) == 1U);
    BOOST_TEST(matrix.count(1, 0) == 0U);
    BOOST_TEST(matrix.total() == 5U);
    BOOST_TEST(matrix.accuracy() == 0.6);
    BOOST_TEST(matrix.precision(1) == 0.5);
    BOOST_TEST(matrix.recall(1) == 1);
    BOOST_TEST(matrix.recall(2) == 0.5);
    BOOST_TEST(matrix.precision(2) == 1);
    std::ostringstream text;
    text << matrix;
    BOOST_TEST(text.str() == "   0 1 2\n 0 1 1 0\n 1 0 1 0\n 2 1 0 1\n");

    ConfusionMatrix<12> wide;
    for (int turn = 0; turn < 100; ++turn) wide.add(11, 0);
    BOOST_TEST(wide.precision(3) == 0);
    BOOST_TEST(wide.recall(3) == 0);
    std::ostringstream lines;
    lines << wide;
    BOOST_TEST(lines.str().ends_with("  11 100   0   0   0   0   0   0   0   0   0   0   0\n"));
    BOOST_TEST(ConfusionMatrix<2>{}.accuracy() == 0);
    BOOST_TEST(thrown<std::out_of_range>([&] { wide.add(12, 0); }) ==
               "targets hold the token 12 at index 0, expected one from 0 to 11");
    BOOST_TEST(thrown<std::out_of_range>([&] { wide.add(0, -1); }) ==
               "predictions hold the token -1 at index 0, expected one from 0 to 11");
}

BOOST_AUTO_TEST_CASE(perplexity_is_the_number_of_even_choices) {
    BOOST_TEST(perplexity(0) == 1);
    BOOST_TEST(perplexity(std::log(27.0)) == 27, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_compared_is_refused) {
    Given given;
    const std::vector<Token> targets{0, 1, 2, 0, 1};
    const auto refused = [&](std::size_t inputs, std::size_t count) {
        return thrown<std::invalid_argument>(
            [&] { accuracy(given.evaluator, std::span(logits).first(inputs), std::span(targets).first(count)); });
    };
    BOOST_TEST(refused(15, 4) == "there are 4 targets for 15 inputs, expected 1 for each 3 of them");
    BOOST_TEST(refused(14, 5) == "there are 5 targets for 14 inputs, expected 1 for each 3 of them");
    BOOST_TEST(refused(0, 0) == "there are 0 targets for 0 inputs, expected 1 for each 3 of them");
    BOOST_TEST(thrown<std::out_of_range>([&] {
                   accuracy(given.evaluator, logits, std::vector<Token>{0, 1, 2, 3, 1});
               }) == "targets hold the token 3 at index 3, expected one from 0 to 2");
    std::vector<float> broken = logits;
    broken[10] = std::numeric_limits<float>::infinity();
    BOOST_TEST(thrown<std::runtime_error>([&] { accuracy(given.evaluator, broken, targets); }) ==
               "an output for example 3 is inf, expected finite numbers");
    broken[10] = std::nanf("");
    BOOST_TEST(thrown<std::runtime_error>([&] { confusion_matrix(given.evaluator, broken, targets); }) ==
               "an output for example 3 is nan, expected finite numbers");
}
