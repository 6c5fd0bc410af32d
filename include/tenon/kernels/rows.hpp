// SPDX-License-Identifier: BSL-1.0
//
// Statistics along the rows of a row-major matrix. A row is added in an order of its own, which does not depend on the
// width of a vector.
#pragma once

#include "tenon/kernels/strips.hpp"
#include "tenon/simd/vector.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon::kernels {

namespace detail {

/// Columns go to so many chains of additions in turn, which are added from first to last at the end: as many as the
/// widest vector has lanes.
inline constexpr std::size_t row_chains = 16;

} // namespace detail

/// A term of a sum, as the product that it is: so that it is rounded once, whatever the compiler would make of it.
template <class Real>
struct Term {
    simd::Vector<Real> left, right = simd::broadcast(Real{1});
};

/// `Count` sums of terms along a row of `Columns`. `term(first column, count)` gives a Term for each sum, of which the
/// first `count` lanes are taken.
template <std::size_t Count, std::size_t Columns, class Real, class Term>
std::array<Real, Count> row_sums(Term term) {
    using simd::lanes;
    constexpr std::size_t vectors = detail::row_chains / lanes<Real>;
    constexpr std::size_t whole = Columns / detail::row_chains * detail::row_chains;
    std::array<std::array<simd::Vector<Real>, vectors>, Count> partial;
    for (auto& sums : partial) sums.fill(simd::broadcast(Real{0}));
    const auto add = [&](std::size_t column, std::size_t vector, auto count) {
        const auto terms = term(column, count);
        for (std::size_t sum = 0; sum < Count; ++sum) {
            partial[sum][vector] = simd::multiply_add(simd::first<count>(terms[sum].left),
                                                      simd::first<count>(terms[sum].right), partial[sum][vector]);
        }
    };
    for (std::size_t column = 0; column < whole; column += detail::row_chains) {
        TENON_UNROLL
        for (std::size_t vector = 0; vector < vectors; ++vector) {
            add(column + vector * lanes<Real>, vector, std::integral_constant<std::size_t, lanes<Real>>{});
        }
    }
    if constexpr (whole < Columns) {
        simd::for_each_vector<Real, Columns - whole>(
            [&](std::size_t at, auto count) { add(whole + at, at / lanes<Real>, count); });
    }
    std::array<Real, Count> totals{};
    for (std::size_t sum = 0; sum < Count; ++sum) {
        alignas(64) std::array<Real, detail::row_chains> chains;
        for (std::size_t vector = 0; vector < vectors; ++vector) {
            simd::store<lanes<Real>>(chains.data() + vector * lanes<Real>, partial[sum][vector]);
        }
        for (Real chain : chains) totals[sum] += chain;
    }
    return totals;
}

/// The mean of a row x (Columns).
template <std::size_t Columns, class Real>
Real row_mean(const Real* x) {
    const auto [sum] = row_sums<1, Columns, Real>(
        [&](std::size_t at, auto count) { return std::array{Term<Real>{simd::load<count>(x + at)}}; });
    return sum / static_cast<Real>(Columns);
}

/// The mean of (x − centre)² over a row x (Columns).
template <std::size_t Columns, class Real>
Real row_mean_square(const Real* x, Real centre) {
    const auto [sum] = row_sums<1, Columns, Real>([&](std::size_t at, auto count) {
        const auto deviation = simd::load<count>(x + at) - simd::broadcast(centre);
        return std::array{Term<Real>{deviation, deviation}};
    });
    return sum / static_cast<Real>(Columns);
}

/// y = gamma · (x − mean) · inverse + beta for one row (Columns); a nullptr for beta is 0.
template <std::size_t Columns, class Real>
void scale_row(const Real* x, Real mean, Real inverse, const Real* gamma, const Real* beta, Real* y) {
    simd::for_each_vector<Real, Columns>([&](std::size_t at, auto count) {
        const auto normal = (simd::load<count>(x + at) - simd::broadcast(mean)) * simd::broadcast(inverse);
        const auto scale = simd::load<count>(gamma + at);
        simd::store<count>(y + at,
                           beta ? simd::multiply_add(normal, scale, simd::load<count>(beta + at)) : normal * scale);
    });
}

/// The gradients of `scale_row`, mean and inverse being those of x itself, for one row (Columns). With
/// x^ = (x − mean) · inverse and g = dy · gamma:
///     dgamma += dy · x^,   dbeta += dy,   dx = inverse · (g − mean(g) − x^ · mean(g · x^))
/// Without a beta (nullptr) the row is not centred, and mean(g) is left out. A nullptr_t for dx leaves dx out.
/// Source: Ba et al. 2016, supplement; Zhang and Sennrich 2019, section 4.
template <std::size_t Columns, class Real, class Pointer>
void scale_row_backward(const Real* x, Real mean, Real inverse, const Real* gamma, const Real* dy, Real* dgamma,
                        Real* dbeta, Pointer dx) {
    const auto middle = simd::broadcast(mean), scale = simd::broadcast(inverse);
    const auto normal = [&](std::size_t at, auto count) { return (simd::load<count>(x + at) - middle) * scale; };
    simd::for_each_vector<Real, Columns>([&](std::size_t at, auto count) {
        const auto upstream = simd::load<count>(dy + at);
        simd::store<count>(dgamma + at,
                           simd::multiply_add(upstream, normal(at, count), simd::load<count>(dgamma + at)));
        if (dbeta) simd::store<count>(dbeta + at, simd::load<count>(dbeta + at) + upstream);
    });
    if constexpr (!std::is_null_pointer_v<Pointer>) {
        const auto [along, sum] = row_sums<2, Columns, Real>([&](std::size_t at, auto count) {
            const auto upstream = simd::load<count>(dy + at), factor = simd::load<count>(gamma + at);
            return std::array{Term<Real>{upstream * factor, normal(at, count)}, Term<Real>{upstream, factor}};
        });
        const auto slope = simd::broadcast(along / static_cast<Real>(Columns));
        const auto shift = simd::broadcast(dbeta ? sum / static_cast<Real>(Columns) : Real{0});
        simd::for_each_vector<Real, Columns>([&](std::size_t at, auto count) {
            const auto wanted = simd::multiply_add(simd::load<count>(dy + at), simd::load<count>(gamma + at), -shift);
            simd::store<count>(dx + at, scale * simd::multiply_add(-normal(at, count), slope, wanted));
        });
    }
}

} // namespace tenon::kernels
