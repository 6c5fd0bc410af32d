// SPDX-License-Identifier: BSL-1.0
//
// Cross-entropy whose targets count differently: ignored ones, classes with weights, smoothed labels.
#pragma once

#include "tenon/kernels/softmax.hpp"
#include "tenon/loss/loss.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace tenon {

/// Cross-entropy in nats for nets that give (classes) or (positions…, classes), with a target for each position:
///     Σ [(1 − s) · w(target) · −log p(target) + s/classes · Σ_c w(c) · −log p(c)] / Σ w(target)
/// over all positions of a batch whose target is not `ignored`, with p = softmax(logits), s = `smoothing` and
/// w = `class_weights`, or 1 for all. Where all targets are ignored the loss is 0. As `torch.nn.CrossEntropyLoss` with
/// its options; smoothing is that of Szegedy et al., "Rethinking the Inception architecture", 2016, section 7.
///
/// Throws std::invalid_argument for another number of weights than classes.
struct WeightedCrossEntropy {
    using Target = Token;

    Token ignored = -100;
    float smoothing = 0;
    // Without an initializer, -Wextra asks for this member wherever another one is named.
    std::vector<float> class_weights = {}; // NOLINT(readability-redundant-member-init)

    void require_numbers() const {
        detail::require_share("smoothing", static_cast<double>(smoothing));
        for (const float weight : class_weights)
            detail::require_not_negative("a class weight", static_cast<double>(weight));
    }

    template <class Out>
    static constexpr auto check() {
        return check_reals<Out>();
    }
    template <class Out>
    static constexpr std::size_t classes = Out::features;
    template <class Out>
    static constexpr std::size_t targets = Out::positions;

    /// A target that may be no class.
    [[nodiscard]] bool is_ignored(Token target) const { return target == ignored; }

    /// The loss of logits (Batch, positions…, classes), and its gradient in dlogits.
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* logits, const Token* targets_of_batch, Real* dlogits,
                          Team* team = nullptr) const {
        constexpr std::size_t rows = Batch * Out::positions, columns = Out::features;
        require_weights<Out>();
        const auto whole = static_cast<Real>(sum_of_weights(targets_of_batch, rows));
        const Real share = whole > 0 ? Real{1} / whole : Real{0}, every = weight_of_all<Out, Real>();
        const Real mean =
            kernels::mean_over_rows<rows, columns * kernels::exponential_work, Real>(team, [=, this](std::size_t row) {
                return row_loss<columns>(logits + row * columns, targets_of_batch[row], dlogits + row * columns, share,
                                         every);
            });
        return mean * static_cast<Real>(rows) * share;
    }

    /// The loss of one example's logits (positions…, classes), and its weight in the mean over examples.
    template <class Out, class Real>
    Real forward(const Real* logits, const Token* targets_of_example) const {
        require_weights<Out>();
        const Real whole = weight<Out>(targets_of_example), every = weight_of_all<Out, Real>();
        Real sum = 0;
        for (std::size_t row = 0; row < Out::positions; ++row)
            sum += row_loss<Out::features>(logits + row * Out::features, targets_of_example[row], every);
        return whole > 0 ? sum / whole : Real{0};
    }
    template <class Out>
    [[nodiscard]] float weight(const Token* targets_of_example) const {
        return sum_of_weights(targets_of_example, Out::positions);
    }

  private:
    [[nodiscard]] float weight_of(std::size_t label) const { return class_weights.empty() ? 1 : class_weights[label]; }
    [[nodiscard]] float sum_of_weights(const Token* labels, std::size_t count) const {
        float sum = 0;
        for (std::size_t index = 0; index < count; ++index) {
            if (!is_ignored(labels[index])) sum += weight_of(static_cast<std::size_t>(labels[index]));
        }
        return sum;
    }
    template <class Out, class Real>
    [[nodiscard]] Real weight_of_all() const {
        Real sum = 0;
        for (std::size_t label = 0; label < Out::features; ++label) sum += static_cast<Real>(weight_of(label));
        return sum;
    }
    template <class Out>
    void require_weights() const {
        if (!class_weights.empty()) detail::require_size("class weights hold", class_weights.size(), Out::features);
    }

    /// The weighted loss of one row: −log p(c) = l − x(c) with l = log Σ exp(x). `every` is the sum of all weights.
    template <std::size_t Columns, class Real>
    [[nodiscard]] Real row_loss(const Real* x, Token target, Real every) const {
        if (is_ignored(target)) return 0;
        const auto label = static_cast<std::size_t>(target);
        const Real loss = kernels::row_cross_entropy<Columns>(x, target); // l − x(target)
        const Real sharp = static_cast<Real>(weight_of(label)) * loss;
        if (smoothing == 0) return sharp;
        Real along = 0;
        for (std::size_t column = 0; column < Columns; ++column)
            along += static_cast<Real>(weight_of(column)) * (x[column] - x[label]);
        const auto s = static_cast<Real>(smoothing);
        return (1 - s) * sharp + s / static_cast<Real>(Columns) * (every * loss - along);
    }

    /// The same, with the row's gradient: share · [(1 − s) · w(target) · (p − onehot) + s/classes · (Σw · p − w)].
    template <std::size_t Columns, class Real>
    Real row_loss(const Real* x, Token target, Real* dx, Real share, Real every) const {
        if (is_ignored(target)) {
            std::fill_n(dx, Columns, Real{0});
            return 0;
        }
        const auto label = static_cast<std::size_t>(target);
        const auto s = static_cast<Real>(smoothing), sharp = (1 - s) * static_cast<Real>(weight_of(label)) * share,
                   smooth = s / static_cast<Real>(Columns) * share;
        kernels::softmax<1, Columns>(x, dx);
        for (std::size_t column = 0; column < Columns; ++column)
            dx[column] = dx[column] * (sharp + smooth * every) - smooth * static_cast<Real>(weight_of(column));
        dx[label] -= sharp;
        return row_loss<Columns>(x, target, every);
    }
};

} // namespace tenon
