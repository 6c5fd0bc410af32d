// SPDX-License-Identifier: BSL-1.0
//
// Statistics along rows: the order of a sum, to the bit, and normalised rows against long double.
#include "tenon/kernels/rows.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;
using doubles = std::vector<double>;

/// Sixteen chains in turn, added from first to last.
template <class Real>
Real in_order(std::span<const Real> terms) {
    std::array<Real, 16> chains{};
    for (std::size_t index = 0; index < terms.size(); ++index) chains[index % 16] += terms[index];
    Real sum = 0;
    for (Real chain : chains) sum += chain;
    return sum;
}

/// One row of `Columns` and what normalising it means, centred or not.
template <class Real, std::size_t Columns>
struct Row {
    Guarded<Real> x{Columns}, gamma{Columns}, beta{Columns}, dy{Columns}, y{Columns}, dx{Columns};
    Guarded<Real> dgamma{Columns}, dbeta{Columns};
    bool centred;
    double mean = 0, inverse = 0;

    explicit Row(bool with_centre) : centred(with_centre) {
        x.randomize(1), gamma.randomize(2), beta.randomize(3), dy.randomize(4), dgamma.randomize(5), dbeta.randomize(6);
        double square = 0.01;
        if (centred) {
            for (Real value : x.span()) mean += double{value} / Columns;
        }
        for (Real value : x.span()) square += (double{value} - mean) * (double{value} - mean) / Columns;
        inverse = 1 / std::sqrt(square);
    }
    [[nodiscard]] double normal(std::size_t column) const { return (double{x[column]} - mean) * inverse; }
    [[nodiscard]] double wanted(std::size_t column) const { return double{dy[column]} * double{gamma[column]}; }
    [[nodiscard]] Real real_mean() const { return static_cast<Real>(mean); }
    [[nodiscard]] Real real_inverse() const { return static_cast<Real>(inverse); }

    [[nodiscard]] doubles expected_y() const {
        doubles expected;
        for (std::size_t column = 0; column < Columns; ++column) {
            expected.push_back(normal(column) * double{gamma[column]} + (centred ? double{beta[column]} : 0));
        }
        return expected;
    }
    [[nodiscard]] doubles expected_dx() const {
        double along = 0, sum = 0;
        for (std::size_t column = 0; column < Columns; ++column) {
            along += wanted(column) * normal(column) / Columns;
            sum += wanted(column) / Columns;
        }
        doubles expected;
        for (std::size_t column = 0; column < Columns; ++column) {
            expected.push_back(inverse * (wanted(column) - (centred ? sum : 0) - normal(column) * along));
        }
        return expected;
    }
};

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(sums_go_to_sixteen_chains_whatever_the_width, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        for (std::size_t offset : offsets) {
            Guarded<Real> x{Columns, offset};
            x.randomize(1);
            std::vector<Real> negative;
            for (Real value : x.span()) negative.push_back(-value);
            const auto [sum, less] = kernels::row_sums<2, Columns, Real>([&](std::size_t at, auto count) {
                const auto values = simd::load<count>(static_cast<const Real*>(x.data()) + at);
                return std::array{kernels::Term<Real>{values}, kernels::Term<Real>{-values}};
            });
            BOOST_TEST(bits(sum) == bits(in_order<Real>(x.span())));
            BOOST_TEST(bits(less) == bits(in_order<Real>(negative)));
        }
    });
}

// What a term makes of the lanes beyond the row does not count: here it is infinite.
BOOST_AUTO_TEST_CASE_TEMPLATE(lanes_beyond_the_row_do_not_count, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        Guarded<Real> x{Columns};
        std::ranges::fill(x.span(), Real{4});
        const auto [sum] = kernels::row_sums<1, Columns, Real>([&](std::size_t at, auto count) {
            const auto values = simd::load<count>(static_cast<const Real*>(x.data()) + at);
            return std::array{
                kernels::Term<Real>{simd::broadcast(Real{1}) / values, simd::broadcast(Real{1}) / values}};
        });
        BOOST_TEST(sum == static_cast<Real>(Columns) / 16);
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(means_are_near_those_of_double, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        const Row<Real, Columns> row{true};
        double square = 0;
        for (Real value : row.x.span()) square += (double{value} - 0.25) * (double{value} - 0.25) / Columns;
        BOOST_TEST(std::abs(double{kernels::row_mean<Columns, Real>(row.x.data())} - row.mean) < last_digits<Real>(8));
        BOOST_TEST(std::abs(double{kernels::row_mean_square<Columns, Real>(row.x.data(), Real{0.25})} - square) <
                   last_digits<Real>(16));
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(scaled_rows_and_their_gradients_are_near_those_of_double, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        for (bool centred : {true, false}) {
            Row<Real, Columns> row{centred};
            const doubles before(row.dgamma.span().begin(), row.dgamma.span().end());
            kernels::scale_row<Columns, Real>(row.x.data(), row.real_mean(), row.real_inverse(), row.gamma.data(),
                                              centred ? row.beta.data() : nullptr, row.y.data());
            BOOST_TEST(worst_error<Real>(row.y.span(), row.expected_y()) < last_digits<Real>(40));
            kernels::scale_row_backward<Columns, Real>(row.x.data(), row.real_mean(), row.real_inverse(),
                                                       row.gamma.data(), row.dy.data(), row.dgamma.data(),
                                                       centred ? row.dbeta.data() : nullptr, row.dx.data());
            BOOST_TEST(worst_error<Real>(row.dx.span(), row.expected_dx()) < last_digits<Real>(400));
            for (std::size_t column = 0; column < Columns; ++column) {
                const double gradient = before[column] + double{row.dy[column]} * row.normal(column);
                BOOST_TEST(std::abs(double{row.dgamma[column]} - gradient) < last_digits<Real>(400));
            }
            BOOST_TEST((row.y.intact() && row.dx.intact() && row.dgamma.intact() && row.dbeta.intact()));
        }
    });
}
