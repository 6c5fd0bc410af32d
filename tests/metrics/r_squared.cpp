// SPDX-License-Identifier: BSL-1.0
//
// R² by hand, and beside scikit-learn's r2_score(…, multioutput="variance_weighted").
#include "tenon/metrics/r_squared.hpp"

#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::thrown;

/// Gives its inputs: two numbers, in batches of three.
using Same = Model<Sequential<Flatten>, Shape<2>>;
struct Given {
    Same model;
    Evaluator<Same, Batch<3>> evaluator{model};
};

} // namespace

BOOST_AUTO_TEST_CASE(it_is_the_explained_share_of_the_variance) {
    Given given;
    const std::vector<float> targets{0.5F, 1, -1, 1, 7, -6, 3, 0};
    BOOST_TEST(r_squared(given.evaluator, targets, targets) == 1);
    // sklearn.metrics.r2_score([[0.5, 1], [-1, 1], [7, -6], [3, 0]], [[0, 2], [-1, 2], [8, -5], [3, 1]],
    //                          multioutput="variance_weighted")
    const std::vector<float> outputs{0, 2, -1, 2, 8, -5, 3, 1};
    const double total = (0.5 * 0.5 + 1 + 49 + 9 - 9.5 * 9.5 / 4) + (1 + 1 + 36 - 16.0 / 4);
    BOOST_TEST(r_squared(given.evaluator, outputs, targets) == 1 - (0.25 + 1 + 1 + 1 + 1 + 1) / total,
               boost::test_tools::tolerance(1e-12));
    const std::vector<float> means{2.375F, -1, 2.375F, -1, 2.375F, -1, 2.375F, -1};
    BOOST_TEST(r_squared(given.evaluator, means, targets) == 0, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(targets_that_do_not_vary_are_met_or_not) {
    Given given;
    const std::vector<float> targets{1, 2, 1, 2}, outputs{1, 2, 1, 3};
    BOOST_TEST(r_squared(given.evaluator, targets, targets) == 1);
    BOOST_TEST(r_squared(given.evaluator, outputs, targets) == -std::numeric_limits<double>::infinity());
}

BOOST_AUTO_TEST_CASE(as_many_targets_as_outputs_are_taken) {
    Given given;
    const std::vector<float> numbers{1, 2, 3, 4};
    BOOST_TEST(thrown<std::invalid_argument>([&] {
                   r_squared(given.evaluator, numbers, std::vector<float>{1, 2, 3});
               }) == "there are 3 targets for 4 inputs, expected 2 for each 2 of them");
    BOOST_TEST(thrown<std::invalid_argument>([&] { r_squared(given.evaluator, numbers, std::vector<float>{1, 2}); }) ==
               "there are 2 targets for 4 inputs, expected 2 for each 2 of them");
}
