// SPDX-License-Identifier: BSL-1.0
//
// The gradients of several batches as one: a large batch in parts that fit the memory.
#pragma once

#include "tenon/fail.hpp"
#include "tenon/kernels/long_rows.hpp"
#include "tenon/require.hpp"
#include "tenon/simd/vector.hpp"

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace tenon {

/// Gradients that are added up, and their mean:
///
///     GradientMean<float> mean;
///     for (const auto& part : parts) {
///         trainer.backward(part.inputs, part.targets);
///         mean.add(trainer.gradients());
///     }
///     mean.move_to(trainer.gradients());
///     trainer.update(rate);
///
/// Takes the memory of the gradients once more.
template <class Real>
class GradientMean {
  public:
    /// Throws std::invalid_argument for another number of gradients than before.
    void add(std::span<const Real> gradients) {
        if (count_ == 0) sum_.assign(gradients.size(), Real{0});
        detail::require_size("gradients hold", gradients.size(), sum_.size());
        kernels::for_each_vector_of<Real>(sum_.size(), [&](std::size_t at, auto count) {
            Real* here = sum_.data() + at;
            simd::store<count>(here, simd::load<count>(static_cast<const Real*>(here)) +
                                         simd::load<count>(gradients.data() + at));
        });
        ++count_;
    }
    /// Batches that were added since the last mean.
    [[nodiscard]] std::size_t count() const { return count_; }

    /// Writes the mean over these batches and begins anew. Throws std::logic_error where none was added, and
    /// std::invalid_argument for another number of gradients.
    void move_to(std::span<Real> gradients) {
        if (count_ == 0)
            detail::fail<std::logic_error>(
                [] { return std::string("a GradientMean has no gradients: call add first"); });
        detail::require_size("gradients hold", gradients.size(), sum_.size());
        const auto share = simd::broadcast(Real{1} / static_cast<Real>(count_));
        kernels::for_each_vector_of<Real>(sum_.size(), [&](std::size_t at, auto count) {
            simd::store<count>(gradients.data() + at,
                               simd::load<count>(static_cast<const Real*>(sum_.data()) + at) * share);
        });
        count_ = 0;
    }

  private:
    std::vector<Real> sum_;
    std::size_t count_ = 0;
};

} // namespace tenon
