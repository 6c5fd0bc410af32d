// SPDX-License-Identifier: BSL-1.0
//
// Pooling against plain loops, to the last bit: rows are taken in their order, those of a long window 64 at a time.
#include "tenon/kernels/pooling.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;
using kernels::MaximumOfRows;
using kernels::MeanOfRows;
using kernels::PoolingWindow;
using kernels::SumOfRows;

/// Column `column` of the rows of one window, zeros in front included.
template <class Real>
std::vector<Real> window_of(const PoolingWindow& window, std::size_t row, const Guarded<Real>& x, std::size_t columns,
                            std::size_t column) {
    std::vector<Real> numbers;
    for (std::size_t tap = 0; tap < window.taps; ++tap) {
        const std::size_t at = window.step * row + tap * window.dilation;
        numbers.push_back(at < window.front ? Real{0} : x[(at - window.front) * columns + column]);
    }
    return numbers;
}

template <class Rule, class Real>
Real pooled(const std::vector<Real>& numbers) {
    if (std::is_same_v<Rule, MaximumOfRows>) return *std::ranges::max_element(numbers);
    Real sum = 0;
    for (std::size_t begin = 0; begin < numbers.size(); begin += 64) {
        Real chain = 0;
        for (std::size_t at = begin; at < std::min(numbers.size(), begin + 64); ++at) chain += numbers[at];
        sum += chain;
    }
    return std::is_same_v<Rule, MeanOfRows> ? sum / static_cast<Real>(numbers.size()) : sum;
}

/// What the rows of a window get of a gradient.
template <class Rule, class Real>
std::vector<Real> shares(const std::vector<Real>& numbers, Real gradient) {
    std::vector<Real> all(numbers.size(), gradient);
    if (std::is_same_v<Rule, MeanOfRows>) std::ranges::fill(all, gradient / static_cast<Real>(numbers.size()));
    if (std::is_same_v<Rule, MaximumOfRows>) {
        std::ranges::fill(all, Real{0});
        all[static_cast<std::size_t>(std::ranges::max_element(numbers) - numbers.begin())] = gradient;
    }
    return all;
}

/// Small whole numbers, so that many are equal, and others.
template <class Real>
void randomize(Guarded<Real>& x, unsigned seed) {
    x.randomize(seed);
    for (std::size_t at = 0; at < x.size(); at += 2) x[at] = static_cast<Real>(static_cast<int>(x[at] * 2));
}

template <class Rule, PoolingWindow Window, std::size_t Rows, std::size_t Columns, class Real>
void agrees(std::size_t offset) {
    constexpr std::size_t end = Window.step * (Rows - 1) + (Window.taps - 1) * Window.dilation + 1;
    constexpr std::size_t positions = end - Window.front + 1; // one of them in no window
    Guarded<Real> x{positions * Columns, offset}, y{Rows * Columns, offset}, dy{Rows * Columns, offset};
    Guarded<Real> dx{positions * Columns, offset};
    randomize(x, 1), dy.randomize(2);
    kernels::pool<Rule, Window, Rows, Columns>(x.data(), y.data());
    kernels::pool_backward<Rule, Window, Rows, Columns, positions>(x.data(), y.data(), dy.data(), dx.data());
    std::vector<Real> expected, gradients(positions * Columns);
    for (std::size_t row = 0; row < Rows; ++row) {
        for (std::size_t column = 0; column < Columns; ++column) {
            const auto numbers = window_of(Window, row, x, Columns, column);
            expected.push_back(pooled<Rule>(numbers));
            const auto parts = shares<Rule>(numbers, dy[row * Columns + column]);
            for (std::size_t tap = 0; tap < Window.taps; ++tap) {
                const std::size_t at = Window.step * row + tap * Window.dilation;
                if (at >= Window.front) gradients[(at - Window.front) * Columns + column] += parts[tap];
            }
        }
    }
    BOOST_TEST_CONTEXT(Rows << " of " << Window.taps << " rows, " << Columns << " columns") {
        BOOST_TEST(differing<Real>(y.span(), expected) == 0);
        BOOST_TEST(differing<Real>(dx.span(), gradients) == 0);
        BOOST_TEST((x.intact() && y.intact() && dy.intact() && dx.intact()));
    }
}

template <class Rule, PoolingWindow Window, std::size_t Rows, class Real>
void agrees_on_all_columns() {
    around_lanes<Real>([]<std::size_t Columns>() { agrees<Rule, Window, Rows, Columns, Real>(1); });
    agrees<Rule, Window, Rows, 3 * simd::lanes<Real>, Real>(0);
}

template <class Rule, class Real>
void agrees_on_all_windows() {
    agrees_on_all_columns<Rule, PoolingWindow{2, 2, 1, 0}, 13, Real>();
    agrees_on_all_columns<Rule, PoolingWindow{3, 1, 1, 0}, 29, Real>();
    agrees_on_all_columns<Rule, PoolingWindow{3, 2, 5, 10}, 12, Real>();
    agrees_on_all_columns<Rule, PoolingWindow{4, 3, 2, 6}, 1, Real>();
    agrees<Rule, PoolingWindow{1, 3, 1, 0}, 7, 5, Real>(1);
    agrees<Rule, PoolingWindow{64, 1, 1, 0}, 3, 5, Real>(3);
    agrees<Rule, PoolingWindow{150, 7, 1, 0}, 14, 5, Real>(1);
    agrees<Rule, PoolingWindow{150, 20, 1, 149}, 9, 5, Real>(1);
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(maxima_and_whose_gradient_they_are, Real, reals) {
    agrees_on_all_windows<MaximumOfRows, Real>();
}
BOOST_AUTO_TEST_CASE_TEMPLATE(means_and_equal_parts_of_their_gradients, Real, reals) {
    agrees_on_all_windows<MeanOfRows, Real>();
}
BOOST_AUTO_TEST_CASE_TEMPLATE(sums_and_copies_of_their_gradients, Real, reals) {
    agrees_on_all_windows<SumOfRows, Real>();
}

// As in a stream: the zeros in front are there, and each tap lies somewhere.
BOOST_AUTO_TEST_CASE_TEMPLATE(zeros_that_are_there_give_the_same_bits, Real, reals) {
    constexpr std::size_t columns = 5, rows = 75, taps = 70, dilation = 2, front = (taps - 1) * dilation;
    constexpr PoolingWindow window{taps, 1, dilation, front};
    Guarded<Real> x{rows * columns}, with_zeros{(front + rows) * columns};
    Guarded<Real> y{rows * columns}, other{rows * columns}, alone{columns};
    randomize(x, 3);
    std::ranges::fill(with_zeros.span().first(front * columns), Real{0});
    std::ranges::copy(x.span(), with_zeros.data() + front * columns);
    const auto check = [&]<class Rule>(Rule) {
        kernels::pool<Rule, window, rows, columns>(x.data(), y.data());
        const auto from = [&](std::size_t tap) { return with_zeros.data() + tap * dilation * columns; };
        kernels::pool_taps<Rule, rows, taps, columns, columns>(from, other.data());
        BOOST_TEST(differing<Real>(y.span(), other.span()) == 0);
        const auto last = [&](std::size_t tap) { return from(tap) + (rows - 1) * columns; };
        kernels::pool_taps<Rule, 1, taps, columns, columns>(last, alone.data());
        BOOST_TEST(differing<Real>(alone.span(), y.span().last(columns)) == 0);
    };
    check(MaximumOfRows{}), check(MeanOfRows{});
}

// As in PyTorch, and where there is nothing else than −∞, that.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_maximum_is_nan_where_one_of_the_numbers_is, Real, reals) {
    using Limits = std::numeric_limits<Real>;
    constexpr std::size_t columns = 5;
    for (std::size_t place = 0; place < 3; ++place) {
        std::vector<Real> x(3 * columns, -Limits::infinity()), y(columns);
        x[place * columns + 1] = Limits::quiet_NaN();
        x[place * columns + 2] = -Limits::max();
        kernels::pool<MaximumOfRows, PoolingWindow{3, 1, 1, 0}, 1, columns>(x.data(), y.data());
        BOOST_TEST((y[0] == -Limits::infinity() && std::isnan(y[1]) && y[2] == -Limits::max()));
    }
}
