// SPDX-License-Identifier: BSL-1.0
//
// A layer on a bench: every kind of memory that its contract names, filled with what the layer must not rely on, and
// surrounded by what it must not touch.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/lowered.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <type_traits>
#include <vector>

namespace tenon::test {

/// Numbers with NaN sentinels on either side.
template <class Number>
class Fenced {
  public:
    explicit Fenced(std::size_t size, Number fill = poison()) : size_(size), numbers_(size + 2 * fence, poison()) {
        std::fill_n(data(), size, fill);
    }
    Number* data() { return numbers_.data() + fence; }
    [[nodiscard]] const Number* data() const { return numbers_.data() + fence; }
    std::span<Number> span() { return {data(), size_}; }
    [[nodiscard]] std::span<const Number> span() const { return {data(), size_}; }
    Number& operator[](std::size_t index) { return data()[index]; }

    /// Whether nothing was written outside.
    [[nodiscard]] bool intact() const {
        for (std::size_t index = 0; index < fence; ++index) {
            if (!poisoned(numbers_[index]) || !poisoned(numbers_[fence + size_ + index])) return false;
        }
        return true;
    }

  private:
    static constexpr std::size_t fence = 64;
    static Number poison() {
        if constexpr (std::is_floating_point_v<Number>)
            return std::numeric_limits<Number>::quiet_NaN();
        else
            return std::numeric_limits<Number>::min();
    }
    static bool poisoned(Number number) {
        if constexpr (std::is_floating_point_v<Number>)
            return std::isnan(number);
        else
            return number == poison();
    }

    std::size_t size_;
    std::vector<Number> numbers_;
};

/// A net on inputs `In`, in batches of `Batch`, with random parameters, buffers, inputs and upstream gradients. Outputs
/// and scratch start as NaN and gradients as junk.
template <class Net, class In, std::size_t Batch, class Real>
struct Rig {
    using Joint = JointOf<Net, In>;
    using Machine = Lowered<Net, In>;
    using Output = typename Joint::Output;

    Fenced<Real> parameters{block_size(Joint::parameters), Real{0}};
    Fenced<Real> buffers{block_size(Joint::buffers), Real{0}};
    Fenced<Real> gradients{block_size(Joint::parameters), Real{1234.5}};
    Fenced<Real> saved{Joint::saved(Batch)};
    Fenced<Real> training_scratch{Joint::training_scratch(Batch)};
    Fenced<Real> evaluation_scratch{Joint::evaluation_scratch(Batch)};
    Fenced<Element<In, Real>> x{Batch * In::size};
    Fenced<Real> y{Batch * Output::size};
    Fenced<Real> dy{Batch * Output::size};
    Fenced<Real> dx{Batch * In::size};
    RngKey rng_key{0x0123456789abcdef};

    explicit Rig(unsigned seed = 1) {
        std::mt19937 engine(seed);
        std::normal_distribution<Real> normal;
        const auto fill = [&](std::span<Real> numbers) {
            for (Real& number : numbers) number = normal(engine);
        };
        for (const TensorSpec& spec : Joint::parameters)
            fill(parameters.span().subspan(spec.offset, spec.shape.size()));
        for (const TensorSpec& spec : Joint::buffers) {
            for (Real& number : buffers.span().subspan(spec.offset, spec.shape.size())) {
                number = Real{0.5} + std::abs(normal(engine)); // a variance is positive
            }
        }
        if constexpr (detail::is_tokens<In>) {
            for (Token& token : x.span()) token = static_cast<Token>(engine() % In::vocabulary);
        } else {
            fill(x.span());
        }
        fill(dy.span());
    }

    Training<Real> training() {
        return {parameters.data(),       gradients.data(), buffers.data(), saved.data(),
                training_scratch.data(), rng_key,          nullptr};
    }
    Evaluation<Real> evaluation() { return {parameters.data(), buffers.data(), evaluation_scratch.data()}; }

    void forward() { Machine::template forward<Batch>(x.data(), y.data(), training()); }
    void evaluate() { Machine::template forward<Batch>(x.data(), y.data(), evaluation()); }
    void backward() {
        if constexpr (detail::is_tokens<In>) {
            Machine::template backward<Batch>(x.data(), y.data(), dy.data(), nullptr, training());
        } else {
            Machine::template backward<Batch>(x.data(), y.data(), dy.data(), dx.data(), training());
        }
    }

    [[nodiscard]] bool intact() const {
        return parameters.intact() && buffers.intact() && gradients.intact() && saved.intact() &&
               training_scratch.intact() && evaluation_scratch.intact() && x.intact() && y.intact() && dy.intact() &&
               dx.intact();
    }
};

} // namespace tenon::test
