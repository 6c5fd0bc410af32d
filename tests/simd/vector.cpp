// SPDX-License-Identifier: BSL-1.0
//
// The operations on vectors, lane by lane: loads and stores of every count, and arithmetic against the standard
// library.
#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include "tenon/kernels/transpose.hpp"
#include "tenon/simd/elementary.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace {

using namespace tenon;
using namespace tenon::test;

template <class Real>
using Limits = std::numeric_limits<Real>;

template <class Real>
using Lanes = std::array<Real, simd::lanes<Real>>;

template <class Real>
Lanes<Real> lanes_of(simd::Vector<Real> vector) {
    Lanes<Real> values;
    simd::store<simd::lanes<Real>>(values.data(), vector);
    return values;
}

template <class Real>
simd::Vector<Real> vector_of(const Lanes<Real>& values) {
    return simd::load<simd::lanes<Real>>(values.data());
}

/// A vector of `value` through an operation gives the same in all lanes.
template <class Real, class Operation>
Real each_lane(Real value, Operation operation) {
    const auto results = lanes_of<Real>(operation(simd::broadcast(value)));
    for (const Real& result : results) BOOST_TEST(bits(result) == bits(results[0]));
    return results[0];
}

/// Calls `body` with 1 to the number of lanes as constants.
template <class Real, class Body>
void each_count(Body body) {
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        for_each_constant<(Index + 1)...>(body);
    }(std::make_index_sequence<simd::lanes<Real>>{});
}

/// The largest error of `operation` against `oracle` in units of the last place, at `samples` points from low to high.
template <class Real, class Operation, class Oracle>
double worst_ulp(double low, double high, std::size_t samples, Operation operation, Oracle oracle) {
    double worst = 0;
    for (std::size_t sample = 0; sample < samples; sample += simd::lanes<Real>) {
        Lanes<Real> x;
        for (std::size_t lane = 0; lane < x.size(); ++lane) {
            const double part = static_cast<double>(sample + lane) / static_cast<double>(samples);
            x[lane] = static_cast<Real>(low + (high - low) * part);
        }
        const auto y = lanes_of<Real>(operation(vector_of<Real>(x)));
        for (std::size_t lane = 0; lane < x.size(); ++lane) {
            const long double exact = oracle(static_cast<long double>(x[lane]));
            const Real size = std::abs(static_cast<Real>(exact));
            const Real ulp = std::nextafter(size, Limits<Real>::infinity()) - size;
            const auto error = static_cast<double>(std::abs(static_cast<long double>(y[lane]) - exact) / ulp);
            worst = error <= worst ? worst : error; // a NaN gets through
        }
    }
    return worst;
}

} // namespace

#ifdef TENON_TEST_LANES
static_assert(simd::lanes<float> == TENON_TEST_LANES, "compiled for another instruction set than the test is for");
#endif

BOOST_AUTO_TEST_SUITE(memory)

template <class Real>
void check_loaded(const Lanes<Real>& loaded, const Guarded<Real>& memory) {
    for (std::size_t lane = 0; lane < loaded.size(); ++lane) {
        BOOST_TEST(bits(loaded[lane]) == (lane < memory.size() ? bits(memory[lane]) : 0));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(load_takes_the_first_numbers_and_zeros_for_the_rest, Real, reals) {
    each_count<Real>([]<std::size_t Count>() {
        for (std::size_t offset : offsets) {
            Guarded<Real> memory{Count, offset};
            memory.randomize(Count);
            const Real* from = memory.data();
            check_loaded(lanes_of<Real>(simd::load<Count>(from)), memory);
        }
    });
}

template <class Real>
void check_stored(const Lanes<Real>& values, const Guarded<Real>& memory) {
    for (std::size_t lane = 0; lane < memory.size(); ++lane) BOOST_TEST(bits(memory[lane]) == bits(values[lane]));
    BOOST_TEST(memory.intact());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(store_writes_the_first_lanes_and_nothing_else, Real, reals) {
    Lanes<Real> values;
    for (std::size_t lane = 0; lane < values.size(); ++lane) values[lane] = static_cast<Real>(lane) + Real{0.5};
    each_count<Real>([&]<std::size_t Count>() {
        for (std::size_t offset : offsets) {
            Guarded<Real> memory{Count, offset};
            simd::store<Count>(memory.data(), vector_of<Real>(values));
            check_stored(values, memory);
        }
    });
}

#if __has_include(<sys/mman.h>)
BOOST_AUTO_TEST_CASE_TEMPLATE(a_part_of_a_vector_at_the_end_of_memory_can_be_loaded_and_stored, Real, reals) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* pages = mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    BOOST_REQUIRE(pages != MAP_FAILED);
    BOOST_REQUIRE(mprotect(static_cast<char*>(pages) + page, page, PROT_NONE) == 0);
    Real* end = reinterpret_cast<Real*>(static_cast<char*>(pages) + page);
    Real sum = 0, expected = 0;
    each_count<Real>([&]<std::size_t Count>() {
        simd::store<Count>(end - Count, simd::broadcast(static_cast<Real>(Count)));
        const Real* from = end - Count;
        for (const Real& value : lanes_of<Real>(simd::load<Count>(from))) sum += value;
        expected += static_cast<Real>(Count * Count);
    });
    BOOST_TEST(sum == expected);
    munmap(pages, 2 * page);
}
#endif

BOOST_AUTO_TEST_CASE_TEMPLATE(broadcast_fills_every_lane, Real, reals) {
    for (const Real& value : lanes_of<Real>(simd::broadcast(Real{-1.25}))) BOOST_TEST(value == Real{-1.25});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(arithmetic)

// (1 + e)(1 − e) − 1 = −e², of which nothing is left if the product is rounded.
BOOST_AUTO_TEST_CASE_TEMPLATE(multiply_add_rounds_once, Real, reals) {
    constexpr Real e = Limits<Real>::epsilon();
    const auto sum = [&](auto a) {
        return simd::multiply_add(a, simd::broadcast(Real{1} - e), simd::broadcast(Real{-1}));
    };
    BOOST_TEST(each_lane<Real>(Real{1} + e, sum) == -e * e);
}

// Without it a compiler that may fuse leaves −e² here too. What it knows beforehand it does not fuse.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_product_that_is_rounded_is_not_fused, Real, reals) {
    const volatile Real e = Limits<Real>::epsilon(), one = 1;
    const auto difference = [&](auto a) {
        return simd::rounded(a * simd::broadcast(Real{1} - e)) - simd::broadcast<Real>(one);
    };
    BOOST_TEST(each_lane<Real>(Real{1} + e, difference) == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(multiply_add_is_the_standard_fma_in_every_lane, Real, reals) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    Guarded<Real> a{lanes}, b{lanes}, c{lanes};
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        a.randomize(seed), b.randomize(seed + 1000), c.randomize(seed + 2000);
        const auto sum = lanes_of<Real>(simd::multiply_add<Real>(
            simd::load<lanes>(a.data()), simd::load<lanes>(b.data()), simd::load<lanes>(c.data())));
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            BOOST_TEST(bits(sum[lane]) == bits(std::fma(a[lane], b[lane], c[lane])));
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(division_is_that_of_the_processor_in_every_lane, Real, reals) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    Guarded<Real> a{lanes}, b{lanes};
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        a.randomize(seed), b.randomize(seed + 1000);
        const auto quotient = lanes_of<Real>(simd::quotient(simd::load<lanes>(static_cast<const Real*>(a.data())),
                                                            simd::load<lanes>(static_cast<const Real*>(b.data()))));
        for (std::size_t lane = 0; lane < lanes; ++lane) BOOST_TEST(bits(quotient[lane]) == bits(a[lane] / b[lane]));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(division_has_its_limits, Real, reals) {
    constexpr Real infinity = Limits<Real>::infinity();
    const auto by = [](auto b) { return simd::quotient(simd::broadcast(Real{1}), b); };
    BOOST_TEST(each_lane<Real>(0, by) == infinity);
    BOOST_TEST(each_lane<Real>(-infinity, by) == 0);
    BOOST_TEST(each_lane<Real>(Limits<Real>::denorm_min(), by) == infinity);
    BOOST_TEST(each_lane<Real>(Limits<Real>::max(), by) == Real{1} / Limits<Real>::max());
    BOOST_TEST(std::isnan(each_lane<Real>(Limits<Real>::quiet_NaN(), by)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(maximum_is_the_larger_of_each_pair, Real, reals) {
    Lanes<Real> a, b;
    for (std::size_t lane = 0; lane < a.size(); ++lane) {
        a[lane] = static_cast<Real>(lane % 3) - 1;
        b[lane] = static_cast<Real>(lane % 2) - Real{0.5};
    }
    const auto larger = lanes_of<Real>(simd::maximum<Real>(vector_of<Real>(a), vector_of<Real>(b)));
    for (std::size_t lane = 0; lane < a.size(); ++lane) BOOST_TEST(larger[lane] == std::max(a[lane], b[lane]));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(minimum_is_the_smaller_of_each_pair, Real, reals) {
    const auto below = [](auto x) { return simd::minimum(simd::broadcast(Real{2}), x); };
    BOOST_TEST(each_lane<Real>(1, below) == 1);
    BOOST_TEST(each_lane<Real>(3, below) == 2);
    BOOST_TEST(std::isnan(each_lane<Real>(Limits<Real>::quiet_NaN(), below)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_sign_is_put_on_a_size, Real, reals) {
    const auto signed_as = [](Real of) {
        return each_lane<Real>(of, [](auto vector) { return simd::with_sign_of(vector, simd::broadcast(Real{3})); });
    };
    BOOST_TEST(signed_as(5) == 3);
    BOOST_TEST(signed_as(-5) == -3);
    BOOST_TEST(signed_as(-Real{0}) == -3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(polynomials_begin_with_their_constant, Real, reals) {
    const auto cubic = [](auto x) { return simd::polynomial(x, std::array<Real, 4>{1, 2, 3, 4}); };
    BOOST_TEST(each_lane<Real>(2, cubic) == 1 + 2 * 2 + 3 * 4 + 4 * 8);
    BOOST_TEST(each_lane<Real>(0, cubic) == 1);
}

// Relu is maximum(0, x), and must not hide that a run has gone astray.
BOOST_AUTO_TEST_CASE_TEMPLATE(maximum_keeps_a_nan_on_its_right, Real, reals) {
    const auto above_zero = [](auto x) { return simd::maximum(simd::broadcast(Real{0}), x); };
    BOOST_TEST(std::isnan(each_lane<Real>(Limits<Real>::quiet_NaN(), above_zero)));
    BOOST_TEST(each_lane<Real>(-Limits<Real>::infinity(), above_zero) == 0);
    BOOST_TEST(each_lane<Real>(Limits<Real>::infinity(), above_zero) == Limits<Real>::infinity());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(maximum_is_its_right_where_neither_is_larger, Real, reals) {
    constexpr Real nan = Limits<Real>::quiet_NaN();
    const auto larger = [](Real a, Real b) {
        return each_lane<Real>(b, [a](auto right) { return simd::maximum(simd::broadcast(a), right); });
    };
    BOOST_TEST(larger(nan, -3) == -3);
    BOOST_TEST(bits(larger(0, -Real{0})) == bits(-Real{0}));
    BOOST_TEST(bits(larger(-Real{0}, 0)) == bits(Real{0}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(where_positive_lets_a_value_through_above_zero_only, Real, reals) {
    constexpr Real nan = Limits<Real>::quiet_NaN();
    const auto passed = [](Real of, Real value) {
        return each_lane<Real>(of, [&](auto vector) { return simd::where_positive(vector, simd::broadcast(value)); });
    };
    for (Real above : {Limits<Real>::min(), Real{1}, Limits<Real>::infinity()}) {
        BOOST_TEST(passed(above, -3) == -3);
        BOOST_TEST(std::isnan(passed(above, nan)));
    }
    for (Real other : {Real{0}, -Real{0}, -Limits<Real>::min(), -Limits<Real>::infinity(), nan}) {
        BOOST_TEST(bits(passed(other, -3)) == 0);
        BOOST_TEST(bits(passed(other, nan)) == 0);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(where_positive_decides_each_lane_by_itself, Real, reals) {
    Lanes<Real> of, value;
    for (std::size_t lane = 0; lane < of.size(); ++lane) {
        of[lane] = lane % 3 == 1 ? Real{2} : Real{-2};
        value[lane] = static_cast<Real>(lane) - 20;
    }
    const auto passed = lanes_of<Real>(simd::where_positive<Real>(vector_of<Real>(of), vector_of<Real>(value)));
    for (std::size_t lane = 0; lane < of.size(); ++lane) {
        BOOST_TEST(passed[lane] == (lane % 3 == 1 ? value[lane] : Real{0}));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(where_positive_takes_another_value_elsewhere, Real, reals) {
    const auto chosen = [](Real of) {
        return each_lane<Real>(of, [](auto vector) {
            return simd::where_positive(vector, simd::broadcast(Real{3}), simd::broadcast(Real{5}));
        });
    };
    BOOST_TEST(chosen(1) == 3);
    BOOST_TEST(chosen(0) == 5);
    BOOST_TEST(chosen(Limits<Real>::quiet_NaN()) == 5);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(first_keeps_some_lanes_and_clears_the_others, Real, reals) {
    each_count<Real>([]<std::size_t Count>() {
        const auto kept = lanes_of<Real>(simd::first<Count>(simd::broadcast(Limits<Real>::infinity())));
        for (std::size_t lane = 0; lane < kept.size(); ++lane) {
            BOOST_TEST(kept[lane] == (lane < Count ? Limits<Real>::infinity() : Real{0}));
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(absolute_drops_the_sign, Real, reals) {
    const auto absolute = [](auto x) { return simd::absolute(x); };
    for (Real value : {Real{-2.5}, Real{2.5}}) BOOST_TEST(each_lane<Real>(value, absolute) == Real{2.5});
    BOOST_TEST(bits(each_lane<Real>(-Real{0}, absolute)) == 0);
    BOOST_TEST(std::isnan(each_lane<Real>(Limits<Real>::quiet_NaN(), absolute)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(squares)

/// Row and column of every lane, as one number.
template <class Real>
std::array<simd::Vector<Real>, simd::lanes<Real>> numbered_square() {
    std::array<simd::Vector<Real>, simd::lanes<Real>> square;
    for (std::size_t row = 0; row < square.size(); ++row) {
        Lanes<Real> values;
        for (std::size_t lane = 0; lane < values.size(); ++lane) values[lane] = static_cast<Real>(100 * row + lane);
        square[row] = vector_of<Real>(values);
    }
    return square;
}

BOOST_AUTO_TEST_CASE_TEMPLATE(exchange_swaps_the_upper_half_of_one_row_with_the_lower_half_of_another, Real, reals) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    const auto square = numbered_square<Real>();
    for_each_constant<1, lanes / 2>([&]<std::size_t Distance>() {
        auto a = square[0], b = square[1];
        simd::exchange<Distance, Real>(a, b);
        const auto above = lanes_of<Real>(a), below = lanes_of<Real>(b);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const bool upper = lane % (2 * Distance) >= Distance;
            BOOST_TEST(above[lane] == static_cast<Real>(upper ? 100 + lane - Distance : lane));
            BOOST_TEST(below[lane] == static_cast<Real>(upper ? 100 + lane : lane + Distance));
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(transpose_makes_rows_of_the_columns_of_a_square, Real, reals) {
    auto square = numbered_square<Real>();
    simd::transpose<Real>(square);
    for (std::size_t row = 0; row < square.size(); ++row) {
        const auto values = lanes_of<Real>(square[row]);
        for (std::size_t lane = 0; lane < values.size(); ++lane) {
            BOOST_TEST(values[lane] == static_cast<Real>(100 * lane + row));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(functions)

constexpr auto exponential = [](auto x) { return simd::exponential(x); };
constexpr auto tanh = [](auto x) { return simd::tanh(x); };

template <class Real>
constexpr double smallest_exponent = sizeof(Real) == 4 ? -87.3 : -708.3;
template <class Real>
constexpr double largest_exponent = sizeof(Real) == 4 ? 88.3 : 709.4;

BOOST_AUTO_TEST_CASE_TEMPLATE(exponential_is_within_4_ulp, Real, reals) {
    const auto exact = [](long double x) { return std::exp(x); };
    for (auto [low, high] : {std::pair{smallest_exponent<Real>, largest_exponent<Real>}, {-1.0, 1.0}, {-1e-6, 1e-6}}) {
        const double worst = worst_ulp<Real>(low, high, 1 << 18, exponential, exact);
        BOOST_TEST_MESSAGE("exp from " << low << " to " << high << ": " << worst << " ulp");
        BOOST_TEST(worst < 4);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(exponential_has_its_limits, Real, reals) {
    constexpr Real infinity = Limits<Real>::infinity();
    BOOST_TEST(each_lane<Real>(0, exponential) == 1);
    BOOST_TEST(bits(each_lane<Real>(sizeof(Real) == 4 ? -200 : -800, exponential)) == 0);
    BOOST_TEST(bits(each_lane<Real>(-2e4, exponential)) == 0);
    BOOST_TEST(bits(each_lane<Real>(-infinity, exponential)) == 0);
    BOOST_TEST(each_lane<Real>(sizeof(Real) == 4 ? 89 : 710, exponential) == infinity);
    BOOST_TEST(each_lane<Real>(infinity, exponential) == infinity);
    BOOST_TEST(std::isnan(each_lane<Real>(Limits<Real>::quiet_NaN(), exponential)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(hyperbolic_tangent_is_within_4_ulp, Real, reals) {
    const auto exact = [](long double x) { return std::tanh(x); };
    for (double size : {50.0, 10.0, 1.0, 1e-3, 1e-6, 1e-30}) {
        const double worst = worst_ulp<Real>(-size, size, 1 << 18, tanh, exact);
        BOOST_TEST_MESSAGE("tanh from " << -size << " to " << size << ": " << worst << " ulp");
        BOOST_TEST(worst < 4);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(hyperbolic_tangent_has_its_limits, Real, reals) {
    BOOST_TEST(each_lane<Real>(0, tanh) == 0);
    for (Real x : {Real{50}, Real{1e4}, Limits<Real>::max(), Limits<Real>::infinity()}) {
        BOOST_TEST(each_lane<Real>(x, tanh) == 1);
        BOOST_TEST(each_lane<Real>(-x, tanh) == -1);
    }
    BOOST_TEST(std::isnan(each_lane<Real>(Limits<Real>::quiet_NaN(), tanh)));
}

/// The worst error on both sides of 0, from far to near.
template <class Real, class Operation, class Oracle>
void check_near_and_far(Operation operation, Oracle oracle, double low, double high, double ulps) {
    for (double scale : {1.0, 1e-1, 1e-3, 1e-6}) {
        const double worst = worst_ulp<Real>(low * scale, high * scale, 1 << 16, operation, oracle);
        BOOST_TEST_MESSAGE("from " << low * scale << " to " << high * scale << ": " << worst << " ulp");
        BOOST_TEST(worst < ulps);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(exponential_minus_one_is_exact_near_0_too, Real, reals) {
    const auto operation = [](auto x) { return simd::exponential_minus_one(x); };
    check_near_and_far<Real>(operation, [](long double x) { return std::expm1(x); }, -20, 20, 4);
    BOOST_TEST(each_lane<Real>(-Limits<Real>::infinity(), operation) == -1);
    BOOST_TEST(std::isnan(each_lane<Real>(Limits<Real>::quiet_NaN(), operation)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(logarithm_of_one_plus_is_exact_near_0_too, Real, reals) {
    const auto operation = [](auto x) { return simd::logarithm_of_one_plus(x); };
    check_near_and_far<Real>(operation, [](long double x) { return std::log1p(x); }, 0, 10, 4);
    BOOST_TEST(bits(each_lane<Real>(0, operation)) == 0);
    BOOST_TEST(std::isnan(each_lane<Real>(Limits<Real>::quiet_NaN(), operation)));
}

// In double, xsimd's erf loses the last five bits between 1 and 6.
BOOST_AUTO_TEST_CASE_TEMPLATE(error_function_is_near, Real, reals) {
    const auto operation = [](auto x) { return simd::error_function(x); };
    check_near_and_far<Real>(operation, [](long double x) { return std::erf(x); }, -6, 6, sizeof(Real) == 4 ? 4 : 80);
    BOOST_TEST(each_lane<Real>(Limits<Real>::infinity(), operation) == 1);
    BOOST_TEST(each_lane<Real>(-Limits<Real>::infinity(), operation) == -1);
    BOOST_TEST(std::isnan(each_lane<Real>(Limits<Real>::quiet_NaN(), operation)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE_TEMPLATE(maximum_or_nan_keeps_a_nan_on_either_side, Real, reals) {
    constexpr Real nan = Limits<Real>::quiet_NaN();
    const auto larger = [](Real a, Real b) {
        return each_lane<Real>(b, [a](auto right) { return simd::maximum_or_nan(simd::broadcast(a), right); });
    };
    BOOST_TEST((std::isnan(larger(nan, -3)) && std::isnan(larger(-3, nan)) && std::isnan(larger(nan, nan))));
    BOOST_TEST((larger(2, -3) == 2 && larger(-3, 2) == 2));
    BOOST_TEST(bits(larger(0, -Real{0})) == bits(-Real{0}));
    BOOST_TEST(bits(larger(-Real{0}, 0)) == bits(Real{0}));
    BOOST_TEST(larger(-Limits<Real>::infinity(), -Limits<Real>::infinity()) == -Limits<Real>::infinity());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(where_less_decides_each_lane_by_itself, Real, reals) {
    constexpr Real nan = Limits<Real>::quiet_NaN(), infinity = Limits<Real>::infinity();
    const auto chosen = [](Real left, Real right) {
        return each_lane<Real>(left, [right](auto vector) {
            return simd::where_less(vector, simd::broadcast(right), simd::broadcast(Real{3}), simd::broadcast(Real{5}));
        });
    };
    BOOST_TEST((chosen(1, 2) == 3 && chosen(-infinity, infinity) == 3));
    BOOST_TEST((chosen(0, Limits<Real>::denorm_min()) == 3), "the difference may be 0 for the processor");
    BOOST_TEST((chosen(2, 1) == 5 && chosen(1, 1) == 5 && chosen(-Real{0}, 0) == 5 && chosen(infinity, infinity) == 5));
    BOOST_TEST((chosen(nan, 1) == 5 && chosen(1, nan) == 5));
    Lanes<Real> left, right, value, otherwise;
    for (std::size_t lane = 0; lane < left.size(); ++lane) {
        left[lane] = static_cast<Real>(lane % 3);
        right[lane] = 1;
        value[lane] = static_cast<Real>(lane);
        otherwise[lane] = -static_cast<Real>(lane);
    }
    const auto mixed = lanes_of<Real>(simd::where_less<Real>(vector_of<Real>(left), vector_of<Real>(right),
                                                             vector_of<Real>(value), vector_of<Real>(otherwise)));
    for (std::size_t lane = 0; lane < left.size(); ++lane)
        BOOST_TEST(mixed[lane] == (lane % 3 < 1 ? value[lane] : otherwise[lane]));
}
