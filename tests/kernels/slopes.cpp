// SPDX-License-Identifier: BSL-1.0
//
// Numbers below 0 scaled by a slope for each column: against naive loops, in a fixed order of additions, whatever
// stands around the matrix.
#include "tenon/kernels/slopes.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

/// A matrix, its slopes and what comes from behind, all of them random and in the middle of NaNs.
template <class Real, std::size_t Rows, std::size_t Columns>
struct Slopes {
    Guarded<Real> x, slope, dy, y, dslope, dx, partial;

    explicit Slopes(std::size_t offset)
        : x(Rows * Columns, offset), slope(Columns, offset + 1), dy(Rows * Columns, offset + 2),
          y(Rows * Columns, offset), dslope(Columns, offset), dx(Rows * Columns, offset + 1),
          partial(sums_scratch(1, Columns), offset) {
        x.randomize(1);
        slope.randomize(2);
        dy.randomize(3);
    }
    void forward() {
        kernels::scale_negatives<Rows, Columns>(static_cast<const Real*>(x.data()), slope.data(), y.data());
    }
    template <class Pointer>
    void backward(Pointer to) {
        kernels::scale_negatives_backward<Rows, Columns>(static_cast<const Real*>(x.data()), slope.data(), dy.data(),
                                                         dslope.data(), to, partial.data());
    }
    [[nodiscard]] bool intact() const { return y.intact() && dslope.intact() && dx.intact() && partial.intact(); }
};

/// The gradient of a column's slope, in double.
template <class Real>
double slope_gradient(const Guarded<Real>& x, const Guarded<Real>& dy, std::size_t column, std::size_t columns) {
    double sum = 0;
    for (std::size_t at = column; at < x.size(); at += columns)
        if (!(x[at] > 0)) sum += static_cast<double>(x[at]) * static_cast<double>(dy[at]);
    return sum;
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(each_column_has_its_slope, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        for (const std::size_t offset : offsets) {
            Slopes<Real, 11, Columns> run(offset);
            run.forward();
            run.backward(run.dx.data());
            std::size_t wrong = 0;
            for (std::size_t at = 0; at < run.x.size(); ++at) {
                const Real slope = run.x[at] > 0 ? Real{1} : run.slope[at % Columns];
                wrong += run.y[at] != slope * run.x[at] || run.dx[at] != slope * run.dy[at];
            }
            for (std::size_t column = 0; column < Columns; ++column) {
                const double expected = slope_gradient(run.x, run.dy, column, Columns);
                wrong += !(std::abs(static_cast<double>(run.dslope[column]) - expected) < 1e-5);
            }
            BOOST_TEST(wrong == 0);
            BOOST_TEST(run.intact());
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_gradient_of_slopes_needs_no_dx, Real, reals) {
    Slopes<Real, 37, 19> with(0), without(0);
    with.backward(with.dx.data());
    without.backward(nullptr);
    for (std::size_t column = 0; column < 19; ++column)
        BOOST_TEST(bits(with.dslope[column]) == bits(without.dslope[column]));
    BOOST_TEST(without.dx.untouched(0));
}

// Lanes are columns: what stands beside a column, and how many vectors a row has, changes no bit of its sum.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_order_of_a_sum_does_not_depend_on_its_neighbours, Real, reals) {
    constexpr std::size_t rows = 203, columns = 21;
    Slopes<Real, rows, columns> all(0);
    all.backward(nullptr);
    for (const std::size_t column : {std::size_t{0}, std::size_t{7}, std::size_t{20}}) {
        Slopes<Real, rows, 1> alone(0);
        for (std::size_t row = 0; row < rows; ++row) {
            alone.x[row] = all.x[row * columns + column];
            alone.dy[row] = all.dy[row * columns + column];
        }
        alone.backward(nullptr);
        BOOST_TEST(bits(alone.dslope[0]) == bits(all.dslope[column]));
    }
}
