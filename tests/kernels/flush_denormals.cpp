// SPDX-License-Identifier: BSL-1.0
//
// Denormal numbers are 0 inside the scope, on x86, and what they were outside it.
#include "tenon/kernels/flush_denormals.hpp"

#include "support/guarded.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>
#include <tuple>

namespace {

using tenon::kernels::ScopedFlushDenormals;
using tenon::test::bits;

using reals = std::tuple<float, double>;

/// The processor computes, not the compiler: half of the smallest normal number.
template <class Real>
bool result_is_kept() {
    volatile Real smallest = std::numeric_limits<Real>::min();
    volatile Real half = Real{0.5};
    const Real product = smallest * half;
    return bits(product) != 0; // a comparison would take a denormal argument for 0
}

/// A denormal number that gives a normal one.
template <class Real>
bool argument_is_kept() {
    volatile Real denormal = std::numeric_limits<Real>::denorm_min();
    volatile Real large = Real{1} / std::numeric_limits<Real>::epsilon();
    const Real product = denormal * large * large;
    return bits(product) != 0;
}

#if defined(__SSE2__)
constexpr bool kept_inside = false;
#else
constexpr bool kept_inside = true;
#endif

template <class Real>
void check(bool kept) {
    BOOST_TEST(result_is_kept<Real>() == kept);
    BOOST_TEST(argument_is_kept<Real>() == kept);
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(denormal_numbers_are_0_inside_and_kept_outside, Real, reals) {
    check<Real>(true);
    {
        const ScopedFlushDenormals scope;
        check<Real>(kept_inside);
        volatile Real normal = std::numeric_limits<Real>::min(), one = 1;
        BOOST_TEST(normal * one == std::numeric_limits<Real>::min());
    }
    check<Real>(true);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_end_of_an_inner_scope_does_not_end_the_outer_one, Real, reals) {
    const ScopedFlushDenormals outer;
    {
        const ScopedFlushDenormals inner;
    }
    check<Real>(kept_inside);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_exception_ends_the_scope, Real, reals) {
    const auto fails = [] {
        const ScopedFlushDenormals scope;
        throw std::runtime_error("astray");
    };
    BOOST_CHECK_THROW(fails(), std::runtime_error);
    check<Real>(true);
}
