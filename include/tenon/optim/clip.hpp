// SPDX-License-Identifier: BSL-1.0
//
// Gradients that are cut before an update, as `torch.nn.utils` does it:
//
//     trainer.backward(inputs, targets);
//     clip_norm(trainer.gradients(), 1);
//     trainer.update(rate);
#pragma once

#include "tenon/kernels/long_rows.hpp"
#include "tenon/misuse.hpp"
#include "tenon/other_arguments.hpp"
#include "tenon/require.hpp"
#include "tenon/simd/vector.hpp"

#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>

namespace tenon {

/// The root of the sum of all squares.
template <class Real>
double gradient_norm(std::span<Real> gradients) {
    return std::sqrt(kernels::sum_of_squares<std::remove_const_t<Real>>(gradients.data(), gradients.size()));
}

/// Multiplies all gradients by largest / (norm + 1e-6) where that is below 1, and returns the norm they had. Throws
/// std::invalid_argument for a `largest` that is not above 0. Source: Pascanu et al., "On the difficulty of training
/// recurrent neural networks", 2013, algorithm 1; `torch.nn.utils.clip_grad_norm_`.
template <class Real>
double clip_norm(std::span<Real> gradients, std::type_identity_t<double> largest) {
    detail::require_positive("the largest norm", largest);
    const double before = gradient_norm(gradients);
    const double factor = largest / (before + 1e-6);
    if (factor < 1) {
        kernels::for_each_vector_of<Real>(gradients.size(), [&](std::size_t at, auto count) {
            Real* here = gradients.data() + at;
            simd::store<count>(here, simd::load<count>(static_cast<const Real*>(here)) *
                                         simd::broadcast(static_cast<Real>(factor)));
        });
    }
    return before;
}

/// Brings every gradient into [−largest, largest]; one that is NaN stays so. Throws std::invalid_argument for a
/// `largest` that is not above 0. As `torch.nn.utils.clip_grad_value_`.
template <class Real>
void clip_value(std::span<Real> gradients, std::type_identity_t<double> largest) {
    detail::require_positive("the largest value", largest);
    const auto high = simd::broadcast(static_cast<Real>(largest)), low = simd::broadcast(static_cast<Real>(-largest));
    kernels::for_each_vector_of<Real>(gradients.size(), [&](std::size_t at, auto count) {
        Real* here = gradients.data() + at;
        // of two, the second one where either is NaN
        simd::store<count>(here,
                           simd::minimum(high, simd::maximum(low, simd::load<count>(static_cast<const Real*>(here)))));
    });
}

namespace detail {

struct ClipNorm {
    static constexpr std::string_view name = "clip_norm";
    static constexpr std::string_view arguments = "gradients, as trainer.gradients() gives them, and the largest norm";
};
struct ClipValue {
    static constexpr std::string_view name = "clip_value";
    static constexpr std::string_view arguments = "gradients, as trainer.gradients() gives them, and the largest value";
};
template <class Type>
inline constexpr bool is_span = false;
template <class Number>
inline constexpr bool is_span<std::span<Number>> = true;

} // namespace detail

/// A Trainer, or what else is no span of gradients.
template <class Given>
    requires(!detail::is_span<std::remove_cvref_t<Given>>)
double clip_norm(Given&&, double largest) {
    static_assert(judge<Refused<OtherArguments<detail::ClipNorm>, Given, double>>());
    return largest;
}
template <class Given>
    requires(!detail::is_span<std::remove_cvref_t<Given>>)
void clip_value(Given&&, double) {
    static_assert(judge<Refused<OtherArguments<detail::ClipValue>, Given, double>>());
}

} // namespace tenon
