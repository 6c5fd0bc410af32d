// SPDX-License-Identifier: BSL-1.0
//
// Columns copied and added: those that are meant, and no others.
#include "tenon/kernels/slices.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

constexpr std::size_t rows = 3, behind = 2;

/// `to` after `kernel` brought columns from a matrix that is 2 columns wider to one that is 4 wider.
template <class Real, std::size_t Columns, class Kernel>
void check(Kernel kernel, bool adds) {
    constexpr std::size_t from_stride = Columns + behind, to_stride = Columns + 2 * behind;
    Guarded<Real> from{rows * from_stride}, to{rows * to_stride};
    from.randomize(1), to.randomize(2);
    std::vector<Real> expected(to.span().begin(), to.span().end());
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < Columns; ++column) {
            const Real value = from[row * from_stride + behind + column];
            Real& place = expected[row * to_stride + behind + column];
            place = adds ? place + value : value;
        }
    }
    kernel(static_cast<const Real*>(from.data()) + behind, from_stride, to.data() + behind, to_stride);
    BOOST_TEST(differing<Real>(to.span(), expected) == 0);
    BOOST_TEST(to.intact());
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(copied_columns_are_those_meant, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        check<Real, Columns>([](auto... arguments) { kernels::copy_columns<rows, Columns>(arguments...); }, false);
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(added_columns_are_those_meant, Real, reals) {
    around_lanes<Real>([]<std::size_t Columns>() {
        check<Real, Columns>([](auto... arguments) { kernels::add_columns<rows, Columns>(arguments...); }, true);
    });
}
