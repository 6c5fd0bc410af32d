// SPDX-License-Identifier: BSL-1.0
//
// Statistics down columns and what normalises by them: against naive loops in double precision, in a fixed order of
// additions, whatever stands beside a column; and the gradients against differences.
#include "tenon/kernels/columns.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numeric>
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

/// Sums down the columns in the order that the kernels promise: eight blocks of rows, whose sums are added from first
/// to last.
template <class Sum>
class Chains {
  public:
    explicit Chains(Size size) : size_(size), chains_(size.columns) {}

    Sum& at(std::size_t column, std::size_t place) {
        std::size_t block = 0;
        while (size_.rows * (block + 1) / 8 <= place / size_.stride) ++block;
        return chains_[column][block];
    }
    [[nodiscard]] std::vector<Sum> totals() const {
        std::vector<Sum> sums;
        for (const auto& of : chains_) sums.push_back(std::accumulate(of.begin(), of.end(), Sum{0}));
        return sums;
    }

  private:
    Size size_;
    std::vector<std::array<Sum, 8>> chains_;
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

/// As much as adding up the rows of numbers of about 1 may cost.
template <class Real>
double rounding(Size size) {
    return last_digits<Real>(static_cast<double>(size.rows));
}

/// What the kernels of a normalisation read and write; the inputs at random, with NaN between the rows.
template <class Real>
struct Problem {
    Size size;
    Guarded<Real> x{size.extent()}, dy{size.extent(), 2}, y{size.extent(), 3}, dx{size.extent()};
    Guarded<Real> mean{size.columns}, inverse{size.columns, 2}, gamma{size.columns, 3}, beta{size.columns};
    Guarded<Real> dgamma{size.columns}, dbeta{size.columns, 2}, partial{sums_scratch(2, size.columns)};

    explicit Problem(Size given) : size(given) {
        x.randomize(1), dy.randomize(2), mean.randomize(3), inverse.randomize(4, 0.3, 3);
        gamma.randomize(5), beta.randomize(6);
        spoil_gaps(size, x);
        spoil_gaps(size, dy);
    }
};

/// The kernels on matrices of one size.
template <class Real>
struct Kernels {
    Size size;
    void (*moments)(Problem<Real>&, Real* mean, Real* squares);
    void (*normalize_columns)(Problem<Real>&);
    void (*backward)(Problem<Real>&, std::size_t degrees);
};

template <class Real, std::size_t Rows, std::size_t Columns, std::size_t Stride>
void column_moments(Problem<Real>& of, Real* mean, Real* squares) {
    kernels::column_moments<Rows, Columns, Stride, Real>(of.x.data(), mean, squares, of.partial.data());
}

template <class Real, std::size_t Rows, std::size_t Columns, std::size_t Stride>
void normalize_columns(Problem<Real>& of) {
    kernels::normalize_columns<Rows, Columns, Stride, Real>(of.x.data(), of.mean.data(), of.inverse.data(),
                                                            of.gamma.data(), of.beta.data(), of.y.data());
}

template <class Real, std::size_t Rows, std::size_t Columns, std::size_t Stride, bool Accumulate>
void normalize_columns_backward(Problem<Real>& of, std::size_t degrees) {
    kernels::normalize_columns_backward<Rows, Columns, Stride, Accumulate, Real>(
        of.x.data(), nullptr, of.mean.data(), of.inverse.data(), of.gamma.data(), of.dy.data(), degrees,
        of.dgamma.data(), of.dbeta.data(), of.dx.data(), of.partial.data());
}

template <class Real, std::size_t Rows, std::size_t Columns, std::size_t Stride>
constexpr Kernels<Real> kernels_of{
    {Rows, Columns, Stride}, // what they are compiled for
    column_moments<Real, Rows, Columns, Stride>,
    normalize_columns<Real, Rows, Columns, Stride>,
    normalize_columns_backward<Real, Rows, Columns, Stride, false>,
};

/// As many rows as blocks, fewer and more, next to each other and apart.
template <class Real>
std::vector<Kernels<Real>> all_kernels() {
    std::vector<Kernels<Real>> all;
    around_lanes<Real>([&]<std::size_t Columns>() { all.push_back(kernels_of<Real, 13, Columns, Columns + 3>); });
    constexpr std::size_t columns = 3 * simd::lanes<Real> + 1;
    for_each_constant<1, 2, 32>([&]<std::size_t Rows>() { all.push_back(kernels_of<Real, Rows, columns, columns>); });
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(statistics)

template <class Real, std::size_t Rows, std::size_t Columns>
void check_sums() {
    constexpr Size size{Rows, Columns, Columns};
    Guarded<Real> x{size.extent()}, sum{Columns, 3}, partial{sums_scratch(1, Columns)};
    x.randomize(1);
    Chains<Real> in_order{size};
    doubles exact(Columns);
    each_element(size, [&](std::size_t column, std::size_t at) {
        in_order.at(column, at) += x[at];
        exact[column] += double{x[at]};
    });
    kernels::column_sums<Rows, Columns, Real>(x.data(), sum.data(), partial.data());
    BOOST_TEST(differing<Real>(sum.span(), in_order.totals()) == 0);
    BOOST_TEST(worst_error<Real>(sum.span(), exact) < rounding<Real>(size));
    BOOST_TEST((sum.intact() && partial.intact()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sums_are_added_in_eight_blocks, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() { check_sums<Real, 13, Columns>(); });
    for_each_constant<1, 2, 32>([]<std::size_t Rows>() { check_sums<Real, Rows, 3 * simd::lanes<Real> + 1>(); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(moments_are_those_of_the_columns, Real, reals) {
    for (const Kernels<Real>& kernel : all_kernels<Real>()) {
        Problem<Real> of{kernel.size};
        Guarded<Real> mean{kernel.size.columns}, squares{kernel.size.columns, 2};
        kernel.moments(of, mean.data(), squares.data());
        const Moments<double> exact{kernel.size, of.x};
        BOOST_TEST(worst_error<Real>(mean.span(), exact.mean) < rounding<Real>(kernel.size));
        BOOST_TEST(worst_error<Real>(squares.span(), exact.squares) < 2 * rounding<Real>(kernel.size));
        BOOST_TEST((mean.intact() && squares.intact()));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(moments_are_added_in_eight_blocks, Real, reals) {
    for (const Kernels<Real>& kernel : all_kernels<Real>()) {
        Problem<Real> of{kernel.size};
        Guarded<Real> mean{kernel.size.columns}, squares{kernel.size.columns};
        kernel.moments(of, mean.data(), squares.data());
        const Moments<Real> in_order{kernel.size, of.x};
        BOOST_TEST(differing<Real>(mean.span(), in_order.mean) == 0);
        BOOST_TEST(differing<Real>(squares.span(), in_order.squares) == 0);
    }
}

// The deviations are taken from the mean before they are squared.
BOOST_AUTO_TEST_CASE(moments_of_numbers_far_from_0_are_not_lost) {
    const std::array<float, 4> x{10001, 10002, 10003, 10004};
    float mean = 0, squares = 0;
    std::array<float, sums_scratch(1, 1)> partial;
    kernels::column_moments<4, 1, 1>(x.data(), &mean, &squares, partial.data());
    BOOST_TEST(mean == 10002.5F);
    BOOST_TEST(squares == 5);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(normalisation)

BOOST_AUTO_TEST_CASE_TEMPLATE(standardize_is_its_formula, Real, reals) {
    for (const Kernels<Real>& kernel : all_kernels<Real>()) {
        Problem<Real> of{kernel.size};
        kernel.normalize_columns(of);
        doubles expected;
        each_element(of.size, [&](std::size_t column, std::size_t at) {
            expected.push_back(double{of.gamma[column]} * (double{of.x[at]} - double{of.mean[column]}) *
                                   double{of.inverse[column]} +
                               double{of.beta[column]});
        });
        BOOST_TEST(worst_error<Real>(packed(of.size, of.y), expected) < last_digits<Real>(64));
        BOOST_TEST(gaps_are_untouched(of.size, of.y));
    }
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
    for (const Kernels<Real>& kernel : all_kernels<Real>()) {
        for (std::size_t degrees : {kernel.size.rows, std::max<std::size_t>(kernel.size.rows - 1, 1)}) {
            Problem<Real> of{kernel.size};
            kernel.backward(of, degrees);
            const Gradients expected{of, static_cast<double>(degrees)};
            BOOST_TEST(worst_error<Real>(of.dgamma.span(), expected.dgamma) < 8 * rounding<Real>(of.size));
            BOOST_TEST(worst_error<Real>(of.dbeta.span(), expected.dbeta) < rounding<Real>(of.size));
            BOOST_TEST(worst_error<Real>(packed(of.size, of.dx), expected.dx) < last_digits<Real>(300));
            BOOST_TEST((of.dgamma.intact() && of.dbeta.intact() && gaps_are_untouched(of.size, of.dx)));
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gradients_of_parameters_are_added_in_eight_blocks, Real, reals) {
    for (const Kernels<Real>& kernel : all_kernels<Real>()) {
        Problem<Real> of{kernel.size};
        kernel.backward(of, of.size.rows);
        Chains<Real> dgamma{of.size}, dbeta{of.size};
        each_element(of.size, [&](std::size_t column, std::size_t at) {
            const Real normal = (of.x[at] - of.mean[column]) * of.inverse[column];
            Real& chain = dgamma.at(column, at);
            chain = std::fma(of.dy[at], normal, chain);
            dbeta.at(column, at) += of.dy[at];
        });
        BOOST_TEST(differing<Real>(of.dgamma.span(), dgamma.totals()) == 0);
        BOOST_TEST(differing<Real>(of.dbeta.span(), dbeta.totals()) == 0);
    }
}

template <class Real>
std::vector<Real> added(const Guarded<Real>& left, const Guarded<Real>& right) {
    std::vector<Real> sums;
    for (std::size_t index = 0; index < left.size(); ++index) sums.push_back(left[index] + right[index]);
    return sums;
}

BOOST_AUTO_TEST_CASE_TEMPLATE(accumulated_gradients_are_added_and_change_no_other, Real, reals) {
    constexpr std::size_t rows = 13, columns = simd::lanes<Real> + 1, stride = columns + 3;
    Problem<Real> fresh{{rows, columns, stride}}, more{{rows, columns, stride}};
    normalize_columns_backward<Real, rows, columns, stride, false>(fresh, rows);
    more.dgamma.randomize(7), more.dbeta.randomize(8);
    const auto dgamma = added(fresh.dgamma, more.dgamma), dbeta = added(fresh.dbeta, more.dbeta);
    normalize_columns_backward<Real, rows, columns, stride, true>(more, rows);
    BOOST_TEST(differing<Real>(more.dgamma.span(), dgamma) == 0);
    BOOST_TEST(differing<Real>(more.dbeta.span(), dbeta) == 0);
    BOOST_TEST(differing<Real>(packed(more.size, more.dx), packed(fresh.size, fresh.dx)) == 0);
    BOOST_TEST((more.dgamma.intact() && more.dbeta.intact()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gradients_of_parameters_need_no_dx, Real, reals) {
    constexpr std::size_t rows = 13, columns = 2 * simd::lanes<Real>, stride = columns + 3;
    Problem<Real> with{{rows, columns, stride}}, without{{rows, columns, stride}};
    kernels_of<Real, rows, columns, stride>.backward(with, rows);
    kernels::normalize_columns_backward<rows, columns, stride, false, Real>(
        without.x.data(), nullptr, without.mean.data(), without.inverse.data(), without.gamma.data(), without.dy.data(),
        rows, without.dgamma.data(), without.dbeta.data(), nullptr, without.partial.data());
    BOOST_TEST(differing<Real>(without.dgamma.span(), with.dgamma.span()) == 0);
    BOOST_TEST(differing<Real>(without.dbeta.span(), with.dbeta.span()) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(differences)

constexpr std::size_t rows = 5, columns = simd::lanes<double> + 3;
constexpr auto kernel = kernels_of<double, rows, columns, columns + 2>;

/// Σ dy · normalize_columns(x), with the mean and the deviation of x.
double loss(Problem<double>& of, std::size_t degrees) {
    kernel.moments(of, of.mean.data(), of.inverse.data());
    for (double& value : of.inverse.span()) value = 1 / std::sqrt(value / static_cast<double>(degrees) + 1e-5);
    kernel.normalize_columns(of);
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
        Problem<double> of{kernel.size};
        doubles dgamma, dbeta, dx;
        for (double& number : of.gamma.span()) dgamma.push_back(slope(of, degrees, number));
        for (double& number : of.beta.span()) dbeta.push_back(slope(of, degrees, number));
        each_element(of.size, [&](std::size_t, std::size_t at) { dx.push_back(slope(of, degrees, of.x[at])); });
        loss(of, degrees);
        kernel.backward(of, degrees);
        BOOST_TEST(worst_error<double>(of.dgamma.span(), dgamma) < 1e-8);
        BOOST_TEST(worst_error<double>(of.dbeta.span(), dbeta) < 1e-8);
        BOOST_TEST(worst_error<double>(packed(of.size, of.dx), dx) < 1e-8);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(neighbours)

/// What the kernels make of one column of `of`, its mean and deviation included.
template <class Real, std::size_t Rows, std::size_t Stride>
void run_column(Problem<Real>& of, std::size_t at) {
    kernels::column_moments<Rows, 1, Stride, Real>(of.x.data() + at, &of.mean[at], &of.inverse[at], of.partial.data());
    kernels::normalize_columns<Rows, 1, Stride, Real>(of.x.data() + at, &of.mean[at], &of.inverse[at], &of.gamma[at],
                                                      &of.beta[at], &of.y[at]);
    kernels::normalize_columns_backward<Rows, 1, Stride, false, Real>(
        of.x.data() + at, nullptr, &of.mean[at], &of.inverse[at], &of.gamma[at], &of.dy[at], Rows - 1, &of.dgamma[at],
        &of.dbeta[at], &of.dx[at], of.partial.data());
}

// Also that a part of a vector computes what a whole one does, and a single vector what several side by side do.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_column_does_not_depend_on_those_beside_it, Real, reals) {
    constexpr std::size_t rows = 10, columns = 5 * simd::lanes<Real> + 2;
    constexpr auto kernel = kernels_of<Real, rows, columns, columns>;
    Problem<Real> whole{kernel.size}, single{kernel.size};
    kernel.moments(whole, whole.mean.data(), whole.inverse.data());
    kernel.normalize_columns(whole);
    kernel.backward(whole, rows - 1);
    for (std::size_t at = 0; at < columns; ++at) run_column<Real, rows, columns>(single, at);
    BOOST_TEST(differing<Real>(single.mean.span(), whole.mean.span()) == 0);
    BOOST_TEST(differing<Real>(single.inverse.span(), whole.inverse.span()) == 0);
    BOOST_TEST(differing<Real>(single.y.span(), whole.y.span()) == 0);
    BOOST_TEST(differing<Real>(single.dgamma.span(), whole.dgamma.span()) == 0);
    BOOST_TEST(differing<Real>(single.dbeta.span(), whole.dbeta.span()) == 0);
    BOOST_TEST(differing<Real>(single.dx.span(), whole.dx.span()) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
