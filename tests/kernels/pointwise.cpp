// SPDX-License-Identifier: BSL-1.0
//
// Functions applied to every element: once to each, in place too, and to nothing beyond the end.
#include "tenon/kernels/pointwise.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

// 1/x is infinite in the empty lanes of the last vector.
constexpr auto reciprocal = [](auto x) { return simd::quotient(decltype(x)(1), x); };
// A function in which the three arguments are not alike.
constexpr auto mixed = [](auto a, auto b, auto c) { return simd::quotient(a, b) - c; };

template <class Real>
std::vector<Real> reciprocals(const Guarded<Real>& x) {
    std::vector<Real> y;
    for (Real value : x.span()) y.push_back(Real{1} / value);
    return y;
}

template <class Real>
std::vector<Real> mixtures(const Guarded<Real>& a, const Guarded<Real>& b, const Guarded<Real>& c) {
    std::vector<Real> result;
    for (std::size_t index = 0; index < a.size(); ++index) result.push_back(a[index] / b[index] - c[index]);
    return result;
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(map_applies_the_function_to_each_element, Real, reals) {
    around_lanes<Real>([]<std::size_t Size>() {
        for (std::size_t offset : offsets) {
            Guarded<Real> x{Size, offset}, y{Size, offset + 2};
            x.randomize(1);
            kernels::map<Size>(static_cast<const Real*>(x.data()), y.data(), reciprocal);
            BOOST_TEST(differing<Real>(y.span(), reciprocals(x)) == 0);
            BOOST_TEST(y.intact());
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(map_before_does_the_same_whatever_is_read_next, Real, reals) {
    around_lanes<Real>([]<std::size_t Size>() {
        for (std::size_t offset : offsets) {
            Guarded<Real> x{Size, offset}, y{Size, offset + 2};
            const auto expected = reciprocals(x.randomize(3));
            for (const kernels::Ahead<Real> next : {kernels::Ahead<Real>{}, {x.data(), x.data() + Size}}) {
                kernels::map_before<Size>(next, static_cast<const Real*>(x.data()), y.data(), reciprocal);
                BOOST_TEST(differing<Real>(y.span(), expected) == 0);
                BOOST_TEST(y.intact());
                y.randomize(4);
            }
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(map_works_in_place, Real, reals) {
    around_lanes<Real>([]<std::size_t Size>() {
        Guarded<Real> x{Size};
        const auto expected = reciprocals(x.randomize(2));
        kernels::map<Size>(static_cast<const Real*>(x.data()), x.data(), reciprocal);
        BOOST_TEST(differing<Real>(x.span(), expected) == 0);
        BOOST_TEST(x.intact());
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(zip_applies_the_function_to_elements_side_by_side, Real, reals) {
    around_lanes<Real>([]<std::size_t Size>() {
        for (std::size_t offset : offsets) {
            Guarded<Real> a{Size, offset}, b{Size, offset + 1}, c{Size, offset + 2}, result{Size, offset + 3};
            a.randomize(3), b.randomize(4), c.randomize(5);
            kernels::zip<Size, Real>(a.data(), b.data(), c.data(), result.data(), mixed);
            BOOST_TEST(differing<Real>(result.span(), mixtures(a, b, c)) == 0);
            BOOST_TEST(result.intact());
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(zip_writes_over_any_of_its_arguments, Real, reals) {
    around_lanes<Real>([]<std::size_t Size>() {
        for (int over = 0; over < 3; ++over) {
            Guarded<Real> a{Size}, b{Size}, c{Size};
            a.randomize(6), b.randomize(7), c.randomize(8);
            const auto expected = mixtures(a, b, c);
            Guarded<Real>& result = over == 0 ? a : over == 1 ? b : c;
            kernels::zip<Size, Real>(a.data(), b.data(), c.data(), result.data(), mixed);
            BOOST_TEST(differing<Real>(result.span(), expected) == 0);
            BOOST_TEST(result.intact());
        }
    });
}
