// SPDX-License-Identifier: BSL-1.0
//
// The transpose: every number arrives at its place, bit for bit, and nothing else is written.
#include "tenon/kernels/transpose.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace tenon;
using namespace tenon::test;

template <class Real, std::size_t Rows, std::size_t Columns>
void check_transpose() {
    BOOST_TEST_CONTEXT(Rows << " x " << Columns) {
        Guarded<Real> from{Rows * Columns}, to{Rows * Columns, 3}, expected{Rows * Columns};
        from.randomize(1);
        for (std::size_t row = 0; row < Rows; ++row) {
            for (std::size_t column = 0; column < Columns; ++column) {
                expected[column * Rows + row] = from[row * Columns + column];
            }
        }
        kernels::transpose<Rows, Columns>(from.data(), to.data());
        BOOST_TEST(differing<Real>(to.span(), expected.span()) == 0);
        BOOST_TEST(to.intact());
    }
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(every_number_arrives_at_its_place, Real, reals) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    for_each_constant<1, lanes - 1, lanes, 2 * lanes + 1>([]<std::size_t Rows>() {
        for_each_constant<1, lanes - 1, lanes, 2 * lanes + 1>(
            []<std::size_t Columns>() { check_transpose<Real, Rows, Columns>(); });
    });
    check_transpose<Real, 3, 8 * lanes + 2>();
    check_transpose<Real, 8 * lanes + 2, 3>();
    check_transpose<Real, 48, 27>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(transposing_twice_changes_nothing, Real, reals) {
    Guarded<Real> from{19 * 35}, across{19 * 35}, back{19 * 35};
    from.randomize(2);
    kernels::transpose<19, 35>(from.data(), across.data());
    kernels::transpose<35, 19>(across.data(), back.data());
    BOOST_TEST(differing<Real>(back.span(), from.span()) == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_nan_and_a_negative_zero_pass_unchanged, Real, reals) {
    Guarded<Real> from{6}, to{6};
    from.randomize(3);
    from[1] = std::numeric_limits<Real>::quiet_NaN();
    from[5] = -Real{0};
    kernels::transpose<2, 3>(from.data(), to.data());
    BOOST_TEST(bits(to[2]) == bits(from[1]));
    BOOST_TEST(bits(to[5]) == bits(from[5]));
}
