// SPDX-License-Identifier: BSL-1.0
//
// Statistics down columns and what normalises by them: against naive loops in double precision, in a fixed order of
// additions, whatever stands beside a column; and the gradients against differences.
#include "tenon/kernels/columns.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;
using doubles = std::vector<double>;

/// A matrix of `rows` rows that lie `stride` apart.
struct Size {
    std::size_t rows, columns, stride;

    [[nodiscard]] std::size_t extent() const { return (rows - 1) * stride + columns; }
};

/// Calls `body` with each element's column and place.
template <class Body>
void each_element(Size size, Body body) {
    for (std::size_t row = 0; row < size.rows; ++row) {
        for (std::size_t column = 0; column < size.columns; ++column) body(column, row * size.stride + column);
    }
}

/// What stands between the rows becomes NaN again.
template <class Real>
void spoil_gaps(Size size, Guarded<Real>& matrix) {
    const Guarded<Real> spoilt{matrix.size()};
    for (std::size_t at = 0; at < matrix.size(); ++at) {
        if (at % size.stride >= size.columns) std::memcpy(matrix.data() + at, spoilt.data() + at, sizeof(Real));
    }
}

template <class Real>
bool gaps_are_untouched(Size size, const Guarded<Real>& matrix) {
    bool untouched = matrix.intact();
    for (std::size_t at = 0; at < matrix.size(); ++at) {
        untouched = untouched && (at % size.stride < size.columns || matrix.untouched(at));
    }
    return untouched;
}

/// The elements without the gaps.
template <class Real>
std::vector<Real> packed(Size size, const Guarded<Real>& matrix) {
    std::vector<Real> values;
    each_element(size, [&](std::size_t, std::size_t at) { values.push_back(matrix[at]); });
    return values;
}

/// Sums down the columns in the order that the kernels promise: rows go to four chains in turn, which are added in pairs.
template <class Sum>
class Chains {
  public:
    explicit Chains(Size size) : stride_(size.stride), chains_(size.columns) {}

    Sum& at(std::size_t column, std::size_t place) { return chains_[column][place / stride_ % 4]; }
    [[nodiscard]] std::vector<Sum> totals() const {
        std::vector<Sum> sums;
        for (const auto& of : chains_) sums.push_back((of[0] + of[1]) + (of[2] + of[3]));
        return sums;
    }

  private:
    std::size_t stride_;
    std::vector<std::array<Sum, 4>> chains_;
};

/// Means and sums of squared deviations, in that order.
template <class Sum>
struct Moments {
    std::vector<Sum> mean, squares;

    template <class Real>
    Moments(Size size, const Guarded<Real>& x) {
        Chains<Sum> sums{size}, deviations{size};
        each_element(size, [&](std::size_t column, std::size_t at) { sums.at(column, at) += Sum{x[at]}; });
        mean = sums.totals();
        for (Sum& value : mean) value /= static_cast<Sum>(size.rows);
        each_element(size, [&](std::size_t column, std::size_t at) {
            const Sum deviation = Sum{x[at]} - mean[column];
            Sum& chain = deviations.at(column, at);
            chain = std::fma(deviation, deviation, chain);
        });
        squares = deviations.totals();
    }
};

/// What the kernels of a normalisation read and write; the inputs at random, with NaN between the rows.
template <class Real>
struct Problem {
    Size size;
    Guarded<Real> x{size.extent()}, dy{size.extent(), 2}, y{size.extent(), 3}, dx{size.extent()};
    Guarded<Real> mean{size.columns}, inverse{size.columns, 2}, gamma{size.columns, 3}, beta{size.columns};
    Guarded<Real> dgamma{size.columns}, dbeta{size.columns, 2};

    explicit Problem(Size given) : size(given) {
        x.randomize(1), dy.randomize(2), mean.randomize(3), inverse.randomize(4, 0.3, 3);
        gamma.randomize(5), beta.randomize(6);
        spoil_gaps(size, x);
        spoil_gaps(size, dy);
    }
};

/// Calls `body` with sizes of matrices: rows, columns and stride.
template <class Real, class Body>
void each_size(Body body) {
    around_lanes<Real>([&]<std::size_t Columns>() { body.template operator()<7, Columns, Columns + 3>(); });
    constexpr std::size_t columns = 3 * simd::lanes<Real> + 1;
    for_each_constant<1, 2, 33>([&]<std::size_t Rows>() { body.template operator()<Rows, columns, columns>(); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(statistics)

template <class Real, std::size_t Rows, std::size_t Columns>
void check_sums() {
    constexpr Size size{Rows, Columns, Columns};
    Guarded<Real> x{Rows * Columns}, sum{Columns, 3};
    x.randomize(1);
    Chains<Real> in_order{size};
    doubles exact(Columns);
    each_element(size, [&](std::size_t column, std::size_t at) {
        in_order.at(column, at) += x[at];
        exact[column] += double{x[at]};
    });
    kernels::column_sums<Rows, Columns, Real>(x.data(), sum.data());
    BOOST_TEST(differing<Real>(sum.span(), in_order.totals()) == 0);
    BOOST_TEST(worst_error<Real>(sum.span(), exact) < last_digits<Real>(Rows));
    BOOST_TEST(sum.intact());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sums_are_added_in_four_chains, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() { check_sums<Real, 7, Columns>(); });
    for_each_constant<1, 2, 33>([]<std::size_t Rows>() { check_sums<Real, Rows, 3 * simd::lanes<Real> + 1>(); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(moments_are_those_of_the_columns, Real, reals) {
    each_size<Real>([]<std::size_t Rows, std::size_t Columns, std::size_t Stride>() {
        constexpr Size size{Rows, Columns, Stride};
        const Problem<Real> of{size};
        Guarded<Real> mean{Columns}, squares{Columns, 2};
        kernels::column_moments<Rows, Columns, Stride, Real>(of.x.data(), mean.data(), squares.data());
        const Moments<double> exact{size, of.x};
        BOOST_TEST(worst_error<Real>(mean.span(), exact.mean) < last_digits<Real>(Rows));
        BOOST_TEST(worst_error<Real>(squares.span(), exact.squares) < last_digits<Real>(2 * Rows));
        BOOST_TEST((mean.intact() && squares.intact()));
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(moments_are_added_in_four_chains, Real, reals) {
    each_size<Real>([]<std::size_t Rows, std::size_t Columns, std::size_t Stride>() {
        constexpr Size size{Rows, Columns, Stride};
        const Problem<Real> of{size};
        Guarded<Real> mean{Columns}, squares{Columns};
        kernels::column_moments<Rows, Columns, Stride, Real>(of.x.data(), mean.data(), squares.data());
        const Moments<Real> in_order{size, of.x};
        BOOST_TEST(differing<Real>(mean.span(), in_order.mean) == 0);
        BOOST_TEST(differing<Real>(squares.span(), in_order.squares) == 0);
    });
}

// The deviations are taken from the mean before they are squared.
BOOST_AUTO_TEST_CASE(moments_of_numbers_far_from_0_are_not_lost) {
    const std::array<float, 4> x{10001, 10002, 10003, 10004};
    float mean, squares;
    kernels::column_moments<4, 1, 1>(x.data(), &mean, &squares);
    BOOST_TEST(mean == 10002.5F);
    BOOST_TEST(squares == 5);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(normalisation)

template <class Real, std::size_t Rows, std::size_t Columns, std::size_t Stride>
void standardize(Problem<Real>& of) {
    kernels::standardize<Rows, Columns, Stride, Real>(of.x.data(), of.mean.data(), of.inverse.data(), of.gamma.data(),
                                                      of.beta.data(), of.y.data());
}

template <class Real, std::size_t Rows, std::size_t Columns, std::size_t Stride, bool Accumulate = false>
void standardize_backward(Problem<Real>& of, std::size_t degrees) {
    kernels::standardize_backward<Rows, Columns, Stride, Accumulate, Real>(
        of.x.data(), of.mean.data(), of.inverse.data(), of.gamma.data(), of.dy.data(), degrees, of.dgamma.data(),
        of.dbeta.data(), of.dx.data());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(standardize_is_its_formula, Real, reals) {
    each_size<Real>([]<std::size_t Rows, std::size_t Columns, std::size_t Stride>() {
        constexpr Size size{Rows, Columns, Stride};
        Problem<Real> of{size};
        standardize<Real, Rows, Columns, Stride>(of);
        doubles expected;
        each_element(size, [&](std::size_t column, std::size_t at) {
            expected.push_back(double{of.gamma[column]} * (double{of.x[at]} - double{of.mean[column]}) *
                                   double{of.inverse[column]} +
                               double{of.beta[column]});
        });
        BOOST_TEST(worst_error<Real>(packed(size, of.y), expected) < last_digits<Real>(64));
        BOOST_TEST(gaps_are_untouched(size, of.y));
    });
}

/// dgamma, dbeta and dx by the formula in the header, all in double precision.
struct Gradients {
    doubles dgamma, dbeta, dx;

    template <class Real>
    Gradients(const Problem<Real>& of, double degrees) : dgamma(of.size.columns), dbeta(of.size.columns) {
        const auto normal = [&](std::size_t column, std::size_t at) {
            return (double{of.x[at]} - double{of.mean[column]}) * double{of.inverse[column]};
        };
        each_element(of.size, [&](std::size_t column, std::size_t at) {
            dgamma[column] += double{of.dy[at]} * normal(column, at);
            dbeta[column] += double{of.dy[at]};
        });
        each_element(of.size, [&](std::size_t column, std::size_t at) {
            dx.push_back(double{of.gamma[column]} * double{of.inverse[column]} *
                         (double{of.dy[at]} - dbeta[column] / static_cast<double>(of.size.rows) -
                          normal(column, at) * dgamma[column] / degrees));
        });
    }
};

BOOST_AUTO_TEST_CASE_TEMPLATE(gradients_are_their_formulas, Real, reals) {
    each_size<Real>([]<std::size_t Rows, std::size_t Columns, std::size_t Stride>() {
        constexpr Size size{Rows, Columns, Stride};
        for (std::size_t degrees : {Rows, Rows > 1 ? Rows - 1 : 1}) {
            Problem<Real> of{size};
            standardize_backward<Real, Rows, Columns, Stride>(of, degrees);
            const Gradients expected{of, static_cast<double>(degrees)};
            BOOST_TEST(worst_error<Real>(of.dgamma.span(), expected.dgamma) < last_digits<Real>(8 * Rows));
            BOOST_TEST(worst_error<Real>(of.dbeta.span(), expected.dbeta) < last_digits<Real>(Rows));
            BOOST_TEST(worst_error<Real>(packed(size, of.dx), expected.dx) < last_digits<Real>(1000));
            BOOST_TEST((of.dgamma.intact() && of.dbeta.intact() && gaps_are_untouched(size, of.dx)));
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gradients_of_parameters_are_added_in_four_chains, Real, reals) {
    each_size<Real>([]<std::size_t Rows, std::size_t Columns, std::size_t Stride>() {
        constexpr Size size{Rows, Columns, Stride};
        Problem<Real> of{size};
        standardize_backward<Real, Rows, Columns, Stride>(of, Rows);
        Chains<Real> dgamma{size}, dbeta{size};
        each_element(size, [&](std::size_t column, std::size_t at) {
            const Real normal = (of.x[at] - of.mean[column]) * of.inverse[column];
            Real& chain = dgamma.at(column, at);
            chain = std::fma(of.dy[at], normal, chain);
            dbeta.at(column, at) += of.dy[at];
        });
        BOOST_TEST(differing<Real>(of.dgamma.span(), dgamma.totals()) == 0);
        BOOST_TEST(differing<Real>(of.dbeta.span(), dbeta.totals()) == 0);
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(accumulated_gradients_are_added_and_change_no_other, Real, reals) {
    each_size<Real>([]<std::size_t Rows, std::size_t Columns, std::size_t Stride>() {
        constexpr Size size{Rows, Columns, Stride};
        Problem<Real> fresh{size}, added{size};
        standardize_backward<Real, Rows, Columns, Stride>(fresh, Rows);
        added.dgamma.randomize(7), added.dbeta.randomize(8);
        std::vector<Real> dgamma, dbeta;
        for (std::size_t column = 0; column < Columns; ++column) {
            dgamma.push_back(fresh.dgamma[column] + added.dgamma[column]);
            dbeta.push_back(fresh.dbeta[column] + added.dbeta[column]);
        }
        standardize_backward<Real, Rows, Columns, Stride, true>(added, Rows);
        BOOST_TEST(differing<Real>(added.dgamma.span(), dgamma) == 0);
        BOOST_TEST(differing<Real>(added.dbeta.span(), dbeta) == 0);
        BOOST_TEST(differing<Real>(packed(size, added.dx), packed(size, fresh.dx)) == 0);
        BOOST_TEST((added.dgamma.intact() && added.dbeta.intact()));
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gradients_of_parameters_need_no_dx, Real, reals) {
    constexpr std::size_t rows = 7, columns = 2 * simd::lanes<Real> + 1, stride = columns + 3;
    Problem<Real> with{{rows, columns, stride}}, without{{rows, columns, stride}};
    standardize_backward<Real, rows, columns, stride>(with, rows);
    kernels::standardize_backward<rows, columns, stride, false, Real>(
        without.x.data(), without.mean.data(), without.inverse.data(), without.gamma.data(), without.dy.data(), rows,
        without.dgamma.data(), without.dbeta.data(), nullptr);
    BOOST_TEST(differing<Real>(without.dgamma.span(), with.dgamma.span()) == 0);
    BOOST_TEST(differing<Real>(without.dbeta.span(), with.dbeta.span()) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(differences)

constexpr std::size_t rows = 5, columns = simd::lanes<double> + 3, stride = columns + 2;

/// Σ dy · standardize(x), with the mean and the deviation of x.
double loss(Problem<double>& of, std::size_t degrees) {
    kernels::column_moments<rows, columns, stride>(static_cast<const double*>(of.x.data()), of.mean.data(),
                                                   of.inverse.data());
    for (double& value : of.inverse.span()) value = 1 / std::sqrt(value / static_cast<double>(degrees) + 1e-5);
    normalisation::standardize<double, rows, columns, stride>(of);
    double sum = 0;
    each_element(of.size, [&](std::size_t, std::size_t at) { sum += of.dy[at] * of.y[at]; });
    return sum;
}

/// The derivative of the loss by one of the numbers that it is made from.
double slope(Problem<double>& of, std::size_t degrees, double& number) {
    constexpr double step = 1e-5;
    const double before = number;
    number = before + step;
    const double above = loss(of, degrees);
    number = before - step;
    const double below = loss(of, degrees);
    number = before;
    return (above - below) / (2 * step);
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    for (std::size_t degrees : {rows, rows - 1}) {
        Problem<double> of{{rows, columns, stride}};
        doubles dgamma, dbeta, dx;
        for (double& number : of.gamma.span()) dgamma.push_back(slope(of, degrees, number));
        for (double& number : of.beta.span()) dbeta.push_back(slope(of, degrees, number));
        each_element(of.size, [&](std::size_t, std::size_t at) { dx.push_back(slope(of, degrees, of.x[at])); });
        loss(of, degrees);
        normalisation::standardize_backward<double, rows, columns, stride>(of, degrees);
        BOOST_TEST(worst_error<double>(of.dgamma.span(), dgamma) < 1e-8);
        BOOST_TEST(worst_error<double>(of.dbeta.span(), dbeta) < 1e-8);
        BOOST_TEST(worst_error<double>(packed(of.size, of.dx), dx) < 1e-8);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(neighbours)

// Also that a part of a vector computes what a whole one does, and a single vector what four side by side do.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_column_does_not_depend_on_those_beside_it, Real, reals) {
    constexpr std::size_t rows = 6, columns = 5 * simd::lanes<Real> + 2;
    Problem<Real> whole{{rows, columns, columns}}, single{{rows, columns, columns}};
    kernels::column_moments<rows, columns, columns, Real>(whole.x.data(), whole.mean.data(), whole.inverse.data());
    normalisation::standardize<Real, rows, columns, columns>(whole);
    normalisation::standardize_backward<Real, rows, columns, columns>(whole, rows - 1);
    for (std::size_t at = 0; at < columns; ++at) {
        kernels::column_moments<rows, 1, columns, Real>(single.x.data() + at, &single.mean[at], &single.inverse[at]);
        kernels::standardize<rows, 1, columns, Real>(single.x.data() + at, &single.mean[at], &single.inverse[at],
                                                     &single.gamma[at], &single.beta[at], &single.y[at]);
        kernels::standardize_backward<rows, 1, columns, false, Real>(
            single.x.data() + at, &single.mean[at], &single.inverse[at], &single.gamma[at], &single.dy[at], rows - 1,
            &single.dgamma[at], &single.dbeta[at], &single.dx[at]);
    }
    BOOST_TEST(differing<Real>(single.mean.span(), whole.mean.span()) == 0);
    BOOST_TEST(differing<Real>(single.inverse.span(), whole.inverse.span()) == 0);
    BOOST_TEST(differing<Real>(single.y.span(), whole.y.span()) == 0);
    BOOST_TEST(differing<Real>(single.dgamma.span(), whole.dgamma.span()) == 0);
    BOOST_TEST(differing<Real>(single.dbeta.span(), whole.dbeta.span()) == 0);
    BOOST_TEST(differing<Real>(single.dx.span(), whole.dx.span()) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
