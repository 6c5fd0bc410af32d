// SPDX-License-Identifier: BSL-1.0
//
// Matrix products against the naive loop, to the last bit: each output is one chain of fused multiply-adds in the order
// of the inner index, or, for the gradient of a weight over a long batch, the sum of two.
#include "tenon/kernels/matmul.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

struct Size {
    std::size_t rows, inner, columns;
};

/// One row after another of a · b + bias, for elements of a `a_row` and `a_inner` apart; an empty bias is 0. More than
/// 256 terms are several chains.
template <class Real, class Sum>
std::vector<Sum> naive(Size size, std::size_t a_row, std::size_t a_inner, std::span<const Real> a,
                       std::span<const Real> b, std::span<const Real> bias) {
    const std::size_t chains = (size.inner + 255) / 256;
    std::vector<Sum> c;
    for (std::size_t row = 0; row < size.rows; ++row) {
        for (std::size_t column = 0; column < size.columns; ++column) {
            Sum sum = 0;
            for (std::size_t chain = 0; chain < chains; ++chain) {
                Sum part = bias.empty() || chain > 0 ? Sum{0} : Sum{bias[column]};
                for (std::size_t inner = size.inner * chain / chains; inner < size.inner * (chain + 1) / chains;
                     ++inner) {
                    part = std::fma(Sum{a[row * a_row + inner * a_inner]}, Sum{b[inner * size.columns + column]}, part);
                }
                sum = chain > 0 ? sum + part : part;
            }
            c.push_back(sum);
        }
    }
    return c;
}

template <class Real>
void check(Size size, const Guarded<Real>& c, const std::vector<Real>& expected) {
    BOOST_TEST_CONTEXT(size.rows << " x " << size.inner << " x " << size.columns) {
        BOOST_TEST(differing<Real>(c.span(), expected) == 0);
        BOOST_TEST(c.intact());
    }
}

template <class Real, std::size_t Rows, std::size_t Inner, std::size_t Columns>
void check_matmul(std::size_t offset = 1) {
    constexpr Size size{Rows, Inner, Columns};
    Guarded<Real> a{Rows * Inner, offset}, b{Inner * Columns, offset}, bias{Columns, offset};
    Guarded<Real> with_bias{Rows * Columns, offset}, without_bias{Rows * Columns, offset};
    a.randomize(1), b.randomize(2), bias.randomize(3);
    kernels::matmul<Rows, Inner, Columns, Real>(a.data(), b.data(), bias.data(), with_bias.data());
    check(size, with_bias, naive<Real, Real>(size, Inner, 1, a.span(), b.span(), bias.span()));
    kernels::matmul<Rows, Inner, Columns, Real>(a.data(), b.data(), nullptr, without_bias.data());
    check(size, without_bias, naive<Real, Real>(size, Inner, 1, a.span(), b.span(), {}));
}

template <class Real, std::size_t Rows, std::size_t Inner, std::size_t Columns>
void check_transposed(std::size_t offset = 1) {
    constexpr Size size{Rows, Inner, Columns};
    Guarded<Real> a{Inner * Rows, offset}, b{Inner * Columns, offset}, c{Rows * Columns, offset};
    Guarded<Real> second{Rows * Columns, offset};
    a.randomize(4), b.randomize(5);
    kernels::matmul_transposed<Rows, Inner, Columns, Real>(a.data(), b.data(), c.data(), second.data());
    if (Inner < 256) {
        check(size, c, naive<Real, Real>(size, 1, Rows, a.span(), b.span(), {}));
        for (std::size_t at = 0; at < second.size(); ++at) BOOST_TEST(second.untouched(at));
        return;
    }
    constexpr std::size_t half = Inner / 2;
    constexpr Size first_size{Rows, half, Columns}, second_size{Rows, Inner - half, Columns};
    auto expected = naive<Real, Real>(first_size, 1, Rows, a.span(), b.span(), {});
    const auto more =
        naive<Real, Real>(second_size, 1, Rows, a.span().subspan(half * Rows), b.span().subspan(half * Columns), {});
    for (std::size_t at = 0; at < expected.size(); ++at) expected[at] += more[at];
    check(size, c, expected);
    BOOST_TEST(second.intact());
}

/// b has its columns in rows, `more` numbers longer than they need to be.
template <class Real, std::size_t Rows, std::size_t Inner, std::size_t Columns, std::size_t More = 0>
void check_by_transposed(std::size_t offset = 1) {
    constexpr Size size{Rows, Inner, Columns};
    constexpr std::size_t stride = Inner + More;
    Guarded<Real> a{Rows * Inner, offset}, b{Columns * stride - More, offset}, c{Rows * Columns, offset};
    a.randomize(6), b.randomize(7);
    std::vector<Real> transposed;
    for (std::size_t at = 0; at < Inner * Columns; ++at) transposed.push_back(b[at % Columns * stride + at / Columns]);
    kernels::matmul_by_transposed<Rows, Inner, Columns, Real, stride>(a.data(), b.data(), c.data());
    check(size, c, naive<Real, Real>(size, Inner, 1, a.span(), transposed, {}));
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(columns_of_any_number_are_chains_to_the_last_bit, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() { check_matmul<Real, 13, 7, Columns>(); });
    check_matmul<Real, 5, 3, 3 * simd::lanes<Real>>();
}

// Tiles are 6, 12 or 14 rows high at the most.
BOOST_AUTO_TEST_CASE_TEMPLATE(rows_of_any_number_are_chains_to_the_last_bit, Real, reals) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    for_each_constant<1, 6, 12, 14, 15, 29>([]<std::size_t Rows>() { check_matmul<Real, Rows, 5, lanes + 1>(); });
    for_each_constant<1, 14, 15, 28, 29>([]<std::size_t Rows>() { check_matmul<Real, Rows, 5, lanes>(); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_inner_size_up_to_256_is_one_chain, Real, reals) {
    for_each_constant<1, 2, 80, 256>([]<std::size_t Inner>() { check_matmul<Real, 3, Inner, 27>(); });
    check_matmul<Real, 1, 1, 1>();
}

// At once where sums of all chains fit into the registers, and otherwise one after the other.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_larger_inner_size_is_several_chains, Real, reals) {
    for_each_constant<257, 512, 513, 800>([]<std::size_t Inner>() {
        check_matmul<Real, 1, Inner, 27>();
        check_matmul<Real, 15, Inner, 27>();
    });
    check_matmul<Real, 1, 300, 600>();
    check_transposed<Real, 3, 515, 27>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(transposed_products_are_chains_to_the_last_bit, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() { check_transposed<Real, 7, 13, Columns>(); });
    constexpr std::size_t lanes = simd::lanes<Real>;
    for_each_constant<1, 6, 12, 15, 29>([]<std::size_t Rows>() { check_transposed<Real, Rows, 3, lanes + 1>(); });
    for_each_constant<14, 15>([]<std::size_t Rows>() { check_transposed<Real, Rows, 255, lanes>(); });
    check_transposed<Real, 1, 1, 1>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(products_by_a_transposed_matrix_are_chains_to_the_last_bit, Real, reals) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    around_lanes<Real>([]<std::size_t Columns>() { check_by_transposed<Real, 7, 13, Columns>(); });
    around_lanes<Real>([]<std::size_t Inner>() { check_by_transposed<Real, 7, Inner, 2 * lanes + 5, 3>(); });
    for_each_constant<1, 6, 12, 15, 29>([]<std::size_t Rows>() { check_by_transposed<Real, Rows, 3, lanes + 1>(); });
    for_each_constant<256, 257, 513, 800>([]<std::size_t Inner>() { check_by_transposed<Real, 15, Inner, 27>(); });
    check_by_transposed<Real, 1, 1, 1>();
    // So few rows that they are transposed, in more than one strip, and, with AVX2, in more than one chain.
    static_assert(kernels::detail::few_rows<2 * lanes + 3, 150, 141, Real>);
    check_by_transposed<Real, 2 * lanes + 3, 150, 141, 3>();
    check_by_transposed<Real, 5, 300, 150>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(long_sums_of_transposed_products_are_two_chains, Real, reals) {
    for_each_constant<256, 257, 513>([]<std::size_t Inner>() { check_transposed<Real, 3, Inner, 27>(); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(alignment_does_not_matter, Real, reals) {
    for (std::size_t offset : offsets) {
        check_matmul<Real, 3, 5, 2 * simd::lanes<Real> + 1>(offset);
        check_transposed<Real, 3, 5, 2 * simd::lanes<Real> + 1>(offset);
    }
}

// The chain is the right sum, and not only the same as ours.
BOOST_AUTO_TEST_CASE_TEMPLATE(products_are_near_those_of_double_precision, Real, reals) {
    constexpr Size size{9, 48, 27};
    Guarded<Real> a{9 * 48}, b{48 * 27}, bias{27}, c{9 * 27}, transposed{9 * 27};
    a.randomize(1), b.randomize(2), bias.randomize(3);
    kernels::matmul<9, 48, 27, Real>(a.data(), b.data(), bias.data(), c.data());
    const auto expected = naive<Real, double>(size, 48, 1, a.span(), b.span(), bias.span());
    BOOST_TEST(worst_error<Real>(c.span(), expected) < last_digits<Real>(100));
    kernels::matmul_transposed<9, 48, 27, Real>(a.data(), b.data(), transposed.data(), nullptr);
    const auto other = naive<Real, double>(size, 1, 9, a.span(), b.span(), {});
    BOOST_TEST(worst_error<Real>(transposed.span(), other) < last_digits<Real>(100));
}

// A row's bits are the same in a batch of any size.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_row_does_not_depend_on_the_others, Real, reals) {
    constexpr std::size_t columns = 2 * simd::lanes<Real> + 3;
    Guarded<Real> a{17 * 11}, b{11 * columns}, together{17 * columns}, alone{17 * columns};
    a.randomize(6), b.randomize(7);
    kernels::matmul<17, 11, columns, Real>(a.data(), b.data(), nullptr, together.data());
    for (std::size_t row = 0; row < 17; ++row) {
        kernels::matmul<1, 11, columns, Real>(a.data() + row * 11, b.data(), nullptr, alone.data() + row * columns);
    }
    BOOST_TEST(differing<Real>(together.span(), alone.span()) == 0);
}

// Between the rows of a wider matrix nothing is written, and nothing there is read.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_product_stands_in_some_columns_of_a_wider_matrix, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        constexpr std::size_t rows = 7, inner = 5, stride = Columns + 3;
        Guarded<Real> a{rows * inner}, b{inner * Columns}, together{rows * Columns}, wide{rows * stride};
        a.randomize(1), b.randomize(2);
        kernels::matmul<rows, inner, Columns, Real>(a.data(), b.data(), nullptr, together.data());
        kernels::matmul<rows, inner, Columns, Real, stride>(a.data(), b.data(), nullptr, wide.data());
        for (std::size_t at = 0; at < rows * stride; ++at) {
            if (at % stride < Columns)
                BOOST_TEST(bits(wide[at]) == bits(together[at / stride * Columns + at % stride]));
            else
                BOOST_TEST(wide.untouched(at));
        }
        Guarded<Real> transposed{inner * Columns}, of_wide{inner * Columns};
        kernels::matmul_transposed<inner, rows, Columns, Real>(a.data(), together.data(), transposed.data(), nullptr);
        kernels::matmul_transposed<inner, rows, Columns, Real, stride>(a.data(), wide.data(), of_wide.data(), nullptr);
        BOOST_TEST(differing<Real>(of_wide.span(), transposed.span()) == 0);
    });
}

// The same where the sum is made in two halves, the other one of which has anything between its rows.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_product_in_halves_stands_in_some_columns_of_a_wider_matrix, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        constexpr std::size_t rows = 5, inner = 300, stride = Columns + 3;
        Guarded<Real> a{inner * rows}, b{inner * Columns}, together{rows * Columns}, second{rows * Columns};
        Guarded<Real> wide{rows * stride}, wide_second{rows * stride};
        a.randomize(1), b.randomize(2);
        kernels::matmul_transposed<rows, inner, Columns, Real>(a.data(), b.data(), together.data(), second.data());
        kernels::matmul_transposed<rows, inner, Columns, Real, Columns, stride>(a.data(), b.data(), wide.data(),
                                                                                wide_second.data());
        for (std::size_t at = 0; at < rows * stride; ++at) {
            if (at % stride < Columns)
                BOOST_TEST(bits(wide[at]) == bits(together[at / stride * Columns + at % stride]));
            else
                BOOST_TEST(wide.untouched(at));
        }
    });
}
