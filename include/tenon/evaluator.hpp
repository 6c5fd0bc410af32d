// SPDX-License-Identifier: BSL-1.0
//
// Evaluation: forward with the running statistics, over a model that it cannot change.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/block.hpp"
#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/lowered.hpp"
#include "tenon/model.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <stdexcept>

namespace tenon {

/// Evaluates a model, which it refers to and which has to outlive it, up to `Batch` examples at a time. All memory is
/// taken here, once. An example's output does not depend on what else is in its batch.
template <class ModelType, class BatchType>
class Evaluator {
  public:
    using Input = typename ModelType::Input;
    using Output = typename ModelType::Output;
    using Real = typename ModelType::Real;
    static constexpr std::size_t batch = BatchType::size;

    explicit Evaluator(const ModelType& model) : model_(&model), workspace_(workspace_size) {}

    /// The outputs (n, Output) of inputs (n, Input), for n from 1 to Batch; valid until the next call. Throws
    /// std::invalid_argument for another number of inputs, std::out_of_range for a token that is not in the vocabulary.
    std::span<const Real> operator()(std::span<const Element<Input, Real>> inputs) {
        const std::size_t examples = inputs.size() / Input::size;
        if (examples > batch) detail::require_size("inputs", inputs.size(), batch * Input::size);
        detail::require_size("inputs", inputs.size(), std::max<std::size_t>(examples, 1) * Input::size);
        detail::require_inputs<Input, Real>(inputs);
        return run(inputs);
    }

    /// The mean loss over any number of examples, at least 1.
    template <class Loss = CrossEntropy>
    double loss(std::span<const Element<Input, Real>> inputs, std::span<const typename Loss::Target> targets) {
        detail::require_size("inputs", inputs.size(), targets.size() * Input::size);
        detail::require_inputs<Input, Real>(inputs);
        detail::require_tokens("targets", targets, Loss::template classes<Output>);
        double total = 0;
        for (std::size_t done = 0; done < targets.size(); done += batch) {
            const std::size_t examples = std::min(batch, targets.size() - done);
            const Real* outputs = run(inputs.subspan(done * Input::size, examples * Input::size)).data();
            for (std::size_t example = 0; example < examples; ++example) {
                total += static_cast<double>(
                    Loss::template forward<Output>(outputs + example * Output::size, targets[done + example]));
            }
        }
        return total / static_cast<double>(targets.size());
    }

  private:
    using Joint = typename ModelType::Joint;
    static constexpr std::size_t output_size = aligned(batch * Output::size);
    static constexpr std::size_t workspace_size = output_size + aligned(Joint::scratch(batch));

    /// A batch that is not full is filled up with zeros, whose outputs nobody sees.
    std::span<const Real> run(std::span<const Element<Input, Real>> inputs) {
        const kernels::ScopedFlushDenormals flush;
        const Element<Input, Real>* full = inputs.data();
        if (inputs.size() < batch * Input::size) {
            std::ranges::fill(std::ranges::copy(inputs, padded_.data()).out, padded_.data() + batch * Input::size, 0);
            full = padded_.data();
        }
        Real* output = workspace_.data();
        Lowered<typename ModelType::Net, Input>::template forward<batch>(
            full, output,
            Evaluation<Real>{model_->parameter_block().data(), model_->buffer_block().data(), output + output_size});
        return {output, inputs.size() / Input::size * Output::size};
    }

    const ModelType* model_;
    Block<Real> workspace_; ///< the output, then scratch
    Block<Element<Input, Real>> padded_{batch * Input::size};
};

} // namespace tenon
