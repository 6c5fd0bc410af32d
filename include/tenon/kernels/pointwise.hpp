// SPDX-License-Identifier: BSL-1.0
//
// A function of vectors applied to every element of one or several arrays.
#pragma once

#include "tenon/kernels/simd.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"

#include <cstddef>

namespace tenon::kernels {

/// y (Size) = function(x), for each element. y may be x.
template <std::size_t Size, class Real, class Function, class Helpers = std::nullptr_t>
void map(const Real* x, Real* y, Function function, Helpers team = nullptr) {
    in_parts<Size * element_work>(team, [=](auto part) {
        for_each_vector<Real, Size>(
            part, [&](std::size_t at, auto count) { simd::store<count>(y + at, function(simd::load<count>(x + at))); });
    });
}

/// result (Size) = function(a, b), for each element. result may be any of them.
template <std::size_t Size, class Real, class Function>
void zip(const Real* a, const Real* b, Real* result, Function function) {
    simd::for_each_vector<Real, Size>([&](std::size_t at, auto count) {
        simd::store<count>(result + at, function(simd::load<count>(a + at), simd::load<count>(b + at)));
    });
}

/// result (Size) = function(a, b, c), for each element. result may be any of them.
template <std::size_t Size, class Real, class Function, class Helpers = std::nullptr_t>
void zip(const Real* a, const Real* b, const Real* c, Real* result, Function function, Helpers team = nullptr) {
    in_parts<Size * element_work>(team, [=](auto part) {
        for_each_vector<Real, Size>(part, [&](std::size_t at, auto count) {
            simd::store<count>(
                result + at, function(simd::load<count>(a + at), simd::load<count>(b + at), simd::load<count>(c + at)));
        });
    });
}

/// sum (Size) += more, for each element.
template <std::size_t Size, class Real, class Helpers = std::nullptr_t>
void add_to(Real* sum, const Real* more, Helpers team = nullptr) {
    in_parts<Size * element_work>(team, [=](auto part) {
        for_each_vector<Real, Size>(part, [&](std::size_t at, auto count) {
            simd::store<count>(sum + at, simd::load<count>(sum + at) + simd::load<count>(more + at));
        });
    });
}

} // namespace tenon::kernels
