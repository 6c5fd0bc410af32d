// SPDX-License-Identifier: BSL-1.0
//
// The error-to-signal ratio of sound, with a filter in front that makes high frequencies count more.
#pragma once

#include "tenon/kernels/row_losses.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/loss/loss.hpp"
#include "tenon/require.hpp"

#include <cstddef>

namespace tenon {

/// Σ f(target − output)² / (Σ f(target)² + 1e-10) for each example, and the mean of that over a batch. f is a
/// first-order filter along time, f(s)[t] = s[t] − pre_emphasis · s[t − 1], and for 0 leaves a signal as it is. Time is
/// the first axis of what the net gives, (time, …); before its start a signal is 0. An example has a
/// target for each output. Source: Damskägg et al., "Deep learning for tube amplifier emulation", 2019; Wright and
/// Välimäki, "Perceptual loss function for neural modeling of audio systems", 2020, with 0.85.
struct ErrorToSignal {
    using Target = float;
    float pre_emphasis = 0;

    void require_numbers() const { detail::require_share("pre_emphasis", static_cast<double>(pre_emphasis)); }

    template <class Out>
    static constexpr auto check() {
        return check_reals<Out>();
    }

    /// The loss of outputs (Batch, Out), and its gradient in doutputs.
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* outputs, const float* targets, Real* doutputs, Team* team = nullptr) const {
        return kernels::mean_over_rows<Batch, Out::size * kernels::element_work, Real>(
            team, [=, this](std::size_t row) {
                const std::size_t at = row * Out::size;
                return gradient<Batch, Out>(outputs + at, targets + at, doutputs + at);
            });
    }

    /// The loss of one example's outputs (Out) and targets (Out).
    template <class Out, class Real>
    Real forward(const Real* outputs, const float* targets) const {
        Real error = 0;
        for (std::size_t at = 0; at < Out::size; ++at) {
            const Real filtered = filtered_error<Out>(outputs, targets, at);
            error += filtered * filtered;
        }
        return error / energy<Out, Real>(targets);
    }

  private:
    /// From one moment to the next.
    template <class Out>
    static constexpr std::size_t step = Out::rank == 1 ? 1 : Out::size / Out::extents[0];

    template <class Out, class Real>
    [[nodiscard]] Real filtered_error(const Real* outputs, const float* targets, std::size_t at) const {
        const Real error = outputs[at] - static_cast<Real>(targets[at]);
        if (at < step<Out>) return error;
        const std::size_t before = at - step<Out>;
        return error - static_cast<Real>(pre_emphasis) * (outputs[before] - static_cast<Real>(targets[before]));
    }
    template <class Out, class Real>
    [[nodiscard]] Real energy(const float* targets) const {
        Real sum = 0;
        for (std::size_t at = 0; at < Out::size; ++at) {
            const Real before = at < step<Out> ? Real{0} : static_cast<Real>(targets[at - step<Out>]);
            const Real filtered = static_cast<Real>(targets[at]) - static_cast<Real>(pre_emphasis) * before;
            sum += filtered * filtered;
        }
        return sum + static_cast<Real>(1e-10);
    }
    /// With e[t] the filtered error: d(Σ e²)/d output[t] = 2 (e[t] − pre_emphasis · e[t + 1]).
    template <std::size_t Batch, class Out, class Real>
    Real gradient(const Real* outputs, const float* targets, Real* doutputs) const {
        const Real all = energy<Out, Real>(targets), scale = 2 / (all * static_cast<Real>(Batch));
        Real error = 0;
        for (std::size_t at = 0; at < Out::size; ++at) {
            const Real filtered = filtered_error<Out>(outputs, targets, at);
            error += filtered * filtered;
            doutputs[at] = scale * filtered;
            if (at >= step<Out>) doutputs[at - step<Out>] -= static_cast<Real>(pre_emphasis) * scale * filtered;
        }
        return error / all;
    }
};

} // namespace tenon
