// SPDX-License-Identifier: BSL-1.0
//
// Softmax and cross-entropy row by row, against the same in long double precision.
#include "tenon/kernels/softmax.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdint>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;
using doubles = std::vector<double>;

/// −log softmax(logits)[target] of every row, and what it leaves in their gradients.
struct Rows {
    doubles losses, gradients;

    template <class Real, class Token>
    Rows(std::size_t columns, const Guarded<Real>& logits, std::span<const Token> targets) {
        for (std::size_t row = 0; row < targets.size(); ++row) {
            const auto line = logits.span().subspan(row * columns, columns);
            const auto target = static_cast<std::size_t>(targets[row]);
            const long double shift = line[target];
            long double sum = 0;
            for (Real logit : line) sum += std::exp(logit - shift);
            losses.push_back(static_cast<double>(std::log(sum)));
            for (std::size_t column = 0; column < columns; ++column) {
                const long double softmax = std::exp(line[column] - shift) / sum;
                gradients.push_back(static_cast<double>((softmax - (column == target ? 1 : 0)) / targets.size()));
            }
        }
    }

    [[nodiscard]] double mean() const {
        double sum = 0;
        for (double loss : losses) sum += loss;
        return sum / static_cast<double>(losses.size());
    }
};

template <class Token>
std::vector<Token> some_targets(std::size_t rows, std::size_t columns) {
    std::vector<Token> targets;
    for (std::size_t row = 0; row < rows; ++row) targets.push_back(static_cast<Token>((row * 7 + 3) % columns));
    targets[0] = static_cast<Token>(columns - 1);
    return targets;
}

template <class Real, class Token, std::size_t Batch, std::size_t Columns>
void check_cross_entropy(std::size_t offset = 1) {
    BOOST_TEST_CONTEXT(Batch << " rows of " << Columns) {
        Guarded<Real> logits{Batch * Columns, offset}, dlogits{Batch * Columns, offset};
        logits.randomize(1, -8, 8);
        const auto targets = some_targets<Token>(Batch, Columns);
        const Real loss = kernels::cross_entropy<Batch, Columns, Real>(logits.data(), targets.data(), dlogits.data());
        const Rows expected{Columns, logits, std::span<const Token>{targets}};
        BOOST_TEST(std::abs(double{loss} - expected.mean()) < last_digits<Real>(16 * (1 + expected.mean())));
        BOOST_TEST(worst_error<Real>(dlogits.span(), expected.gradients) < last_digits<Real>(4));
        BOOST_TEST(dlogits.intact());
    }
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(the_maximum_of_a_row_is_found_in_any_place, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        for (std::size_t place = 0; place < Columns; ++place) {
            Guarded<Real> x{Columns};
            x.randomize(1, -9, -5);
            x[place] = Real{-4.5};
            BOOST_TEST((kernels::row_maximum<Columns, Real>(x.data())) == Real{-4.5});
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(shifted_exponentials_are_exponentials, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        for (std::size_t offset : offsets) {
            Guarded<Real> x{Columns, offset}, y{Columns, offset};
            x.randomize(2, -8, 3);
            kernels::shifted_exponentials<Columns, Real>(x.data(), y.data(), 3);
            for (std::size_t column = 0; column < Columns; ++column) {
                const double expected = std::exp(double{x[column]} - 3);
                BOOST_TEST(std::abs(double{y[column]} - expected) < last_digits<Real>(12) * expected);
            }
            BOOST_TEST(y.intact());
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(shifted_exponentials_are_summed_from_left_to_right, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        Guarded<Real> x{Columns}, y{Columns};
        x.randomize(3, -8, 3);
        const Real sum = kernels::shifted_exponentials<Columns, Real>(x.data(), y.data(), 3);
        Real in_order = 0;
        for (Real value : y.span()) in_order += value;
        BOOST_TEST(bits(sum) == bits(in_order));
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(cross_entropy_and_its_gradient_are_near_those_of_long_double, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() { check_cross_entropy<Real, std::int32_t, 5, Columns>(); });
    for_each_constant<1, 32>([]<std::size_t Rows>() { check_cross_entropy<Real, std::int32_t, Rows, 27>(); });
    check_cross_entropy<Real, std::int32_t, 3, 27>(0);
    check_cross_entropy<Real, std::uint8_t, 3, 27>(2);
}

// Also where a row is taken in several pieces of 256.
BOOST_AUTO_TEST_CASE_TEMPLATE(one_row_has_the_cross_entropy_of_a_batch_of_one, Real, reals) {
    const auto check = []<std::size_t Columns>() {
        Guarded<Real> logits{Columns}, dlogits{Columns};
        logits.randomize(4, -8, 8);
        for (std::size_t column = 0; column < Columns; ++column) {
            const auto target = static_cast<std::int32_t>(column);
            const Real loss = kernels::row_cross_entropy<Columns, Real>(logits.data(), target);
            const Rows expected{Columns, logits, std::span<const std::int32_t>{&target, 1}};
            BOOST_TEST(std::abs(double{loss} - expected.mean()) < last_digits<Real>(16 * (1 + expected.mean())));
            BOOST_TEST(bits(loss) ==
                       bits(kernels::cross_entropy<1, Columns, Real>(logits.data(), &target, dlogits.data())));
        }
    };
    around_lanes<Real>(check);
    for_each_constant<255, 256, 257, 512, 777>(check);
}

// Every row's sum of probabilities is that of its target.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_gradient_of_a_row_sums_to_0, Real, reals) {
    Guarded<Real> logits{6 * 27}, dlogits{6 * 27};
    logits.randomize(5, -8, 8);
    const auto targets = some_targets<std::int32_t>(6, 27);
    kernels::cross_entropy<6, 27, Real>(logits.data(), targets.data(), dlogits.data());
    for (std::size_t row = 0; row < 6; ++row) {
        double sum = 0;
        for (Real value : dlogits.span().subspan(row * 27, 27)) sum += double{value};
        BOOST_TEST(std::abs(sum) < last_digits<Real>(4));
    }
}
