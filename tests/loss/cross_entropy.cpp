// SPDX-License-Identifier: BSL-1.0
//
// Cross-entropy against PyTorch's figures, against differences, and at its limits.
#include "tenon/loss/cross_entropy.hpp"

#include "support/reference.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

using namespace tenon;
using nlohmann::json;
using reals = std::tuple<float, double>;

/// The loss of logits (Batch, Classes) and its gradient.
template <std::size_t Batch, std::size_t Classes, class Real>
struct Result {
    Real loss;
    std::vector<Real> dlogits = std::vector<Real>(Batch * Classes, std::numeric_limits<Real>::quiet_NaN());

    Result(const std::vector<Real>& logits, const std::vector<Token>& targets) {
        BOOST_REQUIRE(logits.size() == Batch * Classes);
        BOOST_REQUIRE(targets.size() == Batch);
        loss = CrossEntropy::forward_backward<Batch, Shape<Classes>>(logits.data(), targets.data(), dlogits.data());
    }
};

template <std::size_t Classes, class Real>
Real loss_of(const std::vector<Real>& logits, Token target) {
    return CrossEntropy::forward<Shape<Classes>>(logits.data(), &target);
}

template <class Real>
std::vector<Real> some_logits(std::size_t size) {
    std::mt19937 engine{5};
    std::uniform_real_distribution<double> uniform{-3, 3};
    std::vector<Real> logits;
    while (logits.size() < size) logits.push_back(static_cast<Real>(uniform(engine)));
    return logits;
}

template <std::size_t Batch, std::size_t Classes, class Real>
bool check_case(const json& expected) {
    if (expected["batch"] != Batch || expected["classes"] != Classes) return false;
    BOOST_TEST_CONTEXT(Batch << " examples of " << Classes << " classes") {
        const auto logits = expected["logits"].get<std::vector<Real>>();
        const auto targets = expected["targets"].get<std::vector<Token>>();
        const Result<Batch, Classes, Real> result{logits, targets};
        BOOST_TEST(std::abs(double{result.loss} - expected["loss"].get<double>()) < 2e-6);
        for (std::size_t index = 0; index < logits.size(); ++index) {
            BOOST_TEST(std::abs(double{result.dlogits[index]} - expected["dlogits"][index].get<double>()) < 2e-6);
        }
        double sum = 0;
        for (std::size_t row = 0; row < Batch; ++row) {
            sum += double{CrossEntropy::forward<Shape<Classes>>(logits.data() + row * Classes, targets.data() + row)};
        }
        BOOST_TEST(std::abs(sum / Batch - expected["loss"].get<double>()) < 2e-6);
    }
    return true;
}

template <class Real>
bool check_any(const json& expected) {
    return check_case<1, 2, Real>(expected) || check_case<4, 3, Real>(expected) || check_case<6, 17, Real>(expected) ||
           check_case<1, 27, Real>(expected) || check_case<32, 27, Real>(expected);
}

} // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_are_those_of_pytorch) {
    const json figures = tenon::test::reference("layers")["cross_entropy"];
    for (const json& expected : figures) {
        BOOST_TEST(check_any<float>(expected));
        BOOST_TEST(check_any<double>(expected));
    }
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    constexpr std::size_t batch = 3, classes = 11;
    constexpr double step = 1e-5;
    auto logits = some_logits<double>(batch * classes);
    const std::vector<Token> targets{10, 0, 4};
    const Result<batch, classes, double> result{logits, targets};
    for (std::size_t index = 0; index < logits.size(); ++index) {
        const double before = logits[index];
        logits[index] = before + step;
        const double above = Result<batch, classes, double>{logits, targets}.loss;
        logits[index] = before - step;
        const double below = Result<batch, classes, double>{logits, targets}.loss;
        logits[index] = before;
        BOOST_TEST(std::abs(result.dlogits[index] - (above - below) / (2 * step)) < 1e-9);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(equal_logits_lose_the_logarithm_of_the_classes, Real, reals) {
    for (Real logit : {Real{0}, Real{-3.5}, Real{1000}}) {
        const Result<2, 27, Real> result{std::vector<Real>(54, logit), {26, 3}};
        BOOST_TEST(std::abs(double{result.loss} - std::log(27.0)) < 4e-7);
        const std::vector<Real> row(27, logit);
        BOOST_TEST(std::abs(double{loss_of<27>(row, 0)} - std::log(27.0)) < 4e-7);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(large_logits_give_finite_losses, Real, reals) {
    const std::vector<Real> logits{1e4, -1e4, 0, 1e4, -1e4, 0};
    const Result<2, 3, Real> result{logits, {0, 1}}; // sure and right; sure and wrong
    BOOST_TEST(result.loss == Real{1e4});
    const std::vector<Real> expected{0, 0, 0, Real{0.5}, Real{-0.5}, 0};
    BOOST_TEST(result.dlogits == expected, boost::test_tools::per_element());
    BOOST_TEST(loss_of<3>(logits, 0) == 0);
    BOOST_TEST(loss_of<3>(logits, 1) == Real{2e4});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_shift_of_all_logits_changes_nothing, Real, reals) {
    auto logits = some_logits<Real>(3 * 5);
    for (Real& logit : logits) logit = std::round(logit * 1024) / 1024; // so that the shift is exact
    const std::vector<Token> targets{4, 0, 2};
    const Result<3, 5, Real> before{logits, targets};
    for (Real& logit : logits) logit += 100;
    const Result<3, 5, Real> after{logits, targets};
    BOOST_TEST(after.loss == before.loss);
    BOOST_TEST(after.dlogits == before.dlogits, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_logit_that_is_not_a_number_shows, Real, reals) {
    for (std::size_t place = 0; place < 5; ++place) {
        auto logits = some_logits<Real>(5);
        logits[place] = std::numeric_limits<Real>::quiet_NaN();
        for (Token target = 0; target < 5; ++target) {
            BOOST_TEST(std::isnan(Result<1, 5, Real>(logits, {target}).loss));
            BOOST_TEST(std::isnan(loss_of<5>(logits, target)));
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_class_at_minus_infinity_is_impossible, Real, reals) {
    auto logits = some_logits<Real>(5);
    logits[2] = -std::numeric_limits<Real>::infinity();
    const Result<1, 5, Real> result{logits, {1}};
    BOOST_TEST(std::isfinite(result.loss));
    BOOST_TEST(result.dlogits[2] == 0);
}

BOOST_AUTO_TEST_CASE(it_takes_one_axis_of_classes) {
    static_assert(decltype(CrossEntropy::check<Shape<27>>())::fits);
    static_assert(!decltype(CrossEntropy::check<Shape<8, 27>>())::fits);
    static_assert(CrossEntropy::classes<Shape<27>> == 27);
    BOOST_TEST((std::is_same_v<CrossEntropy::Target, Token>));
}
