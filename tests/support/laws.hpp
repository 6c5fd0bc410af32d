// SPDX-License-Identifier: BSL-1.0
//
// Laws that hold for every layer and every form, whatever it computes.
#pragma once

#include "support/rig.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <span>
#include <vector>

namespace tenon::test {

template <class Number>
bool same_bits(std::span<const Number> left, std::span<const Number> right) {
    return left.size() == right.size() && std::memcmp(left.data(), right.data(), left.size_bytes()) == 0;
}

/// Gradients equal central differences of Σ dy · y in double, below 1e-6 relative to the largest of their tensor.
template <class Net, class In, std::size_t Batch>
void gradients_are_derivatives() {
    using Bench = Rig<Net, In, Batch, double>;
    Bench bench;
    const auto objective = [](Bench moved) { // a copy: forward moves the buffers
        moved.forward();
        double sum = 0;
        for (std::size_t index = 0; index < moved.y.span().size(); ++index) sum += moved.dy[index] * moved.y[index];
        return sum;
    };
    const auto check = [&](auto member, std::size_t begin, std::size_t size, const double* gradient, const auto& name) {
        double largest = 1e-3;
        for (std::size_t index = 0; index < size; ++index) largest = std::max(largest, std::abs(gradient[index]));
        for (std::size_t index = 0; index < size; ++index) {
            Bench above = bench, below = bench;
            constexpr double step = 1e-5;
            (above.*member)[begin + index] += step;
            (below.*member)[begin + index] -= step;
            const double expected = (objective(above) - objective(below)) / (2 * step);
            BOOST_TEST(std::abs(gradient[index] - expected) / largest < 1e-6,
                       name << "[" << index << "] is " << gradient[index] << ", by differences " << expected);
        }
    };
    Bench ran = bench;
    ran.forward();
    ran.backward();
    for (const TensorSpec& spec : Bench::Joint::parameters) {
        check(&Bench::parameters, spec.offset, spec.shape.size(), ran.gradients.data() + spec.offset, spec.name.view());
    }
    if constexpr (!detail::is_tokens<In>) check(&Bench::x, 0, Batch * In::size, ran.dx.data(), "dx");
}

/// Without a taker for dx the parameters' gradients stay the same, to the bit.
template <class Net, class In, std::size_t Batch, class Real>
void gradients_do_not_need_dx() {
    Rig<Net, In, Batch, Real> with, without;
    with.forward();
    with.backward();
    without.forward();
    Lowered<Net, In>::template backward<Batch>(without.x.data(), without.y.data(), without.dy.data(), nullptr,
                                               without.training());
    BOOST_TEST(same_bits<Real>(with.gradients.span(), without.gradients.span()));
}

/// Nothing outside the memory of the contract is written, and everything that is promised is.
template <class Net, class In, std::size_t Batch, class Real>
void memory_is_respected() {
    Rig<Net, In, Batch, Real> bench;
    const auto finite = [](std::span<const Real> numbers) {
        return std::ranges::all_of(numbers, [](Real number) { return std::isfinite(number); });
    };
    bench.evaluate();
    BOOST_TEST(finite(bench.y.span()));
    std::ranges::fill(bench.y.span(), std::numeric_limits<Real>::quiet_NaN());
    bench.forward();
    BOOST_TEST(finite(bench.y.span()));
    bench.backward();
    for (const TensorSpec& spec : JointOf<Net, In>::parameters) {
        const auto gradient = bench.gradients.span().subspan(spec.offset, spec.shape.size());
        BOOST_TEST(std::ranges::count(gradient, Real{1234.5}) == 0,
                   "a gradient of " << spec.name.view() << " was left");
    }
    if constexpr (!detail::is_tokens<In>) BOOST_TEST(finite(bench.dx.span()));
    BOOST_TEST(bench.intact());
}

/// The same numbers give the same bits, forward and backward.
template <class Net, class In, std::size_t Batch, class Real>
void runs_repeat() {
    Rig<Net, In, Batch, Real> first, second;
    for (auto* bench : {&first, &second}) {
        bench->forward();
        bench->backward();
    }
    BOOST_TEST(same_bits<Real>(first.y.span(), second.y.span()));
    BOOST_TEST(same_bits<Real>(first.gradients.span(), second.gradients.span()));
    BOOST_TEST(same_bits<Real>(first.buffers.span(), second.buffers.span()));
}

/// In evaluation a batch of n equals n batches of one, to the bit.
template <class Net, class In, std::size_t Batch, class Real>
void examples_are_independent() {
    Rig<Net, In, Batch, Real> together;
    together.evaluate();
    constexpr std::size_t out = Output<Net, In>::size;
    for (std::size_t example = 0; example < Batch; ++example) {
        Rig<Net, In, 1, Real> alone;
        std::ranges::copy(together.parameters.span(), alone.parameters.data());
        std::ranges::copy(together.buffers.span(), alone.buffers.data());
        std::copy_n(together.x.data() + example * In::size, In::size, alone.x.data());
        alone.evaluate();
        BOOST_TEST(same_bits<Real>(alone.y.span(), together.y.span().subspan(example * out, out)));
    }
}

/// All of them, in float and double. Every size of the shapes should be different, and some beyond a vector's.
template <class Net, class In, std::size_t Batch>
void obeys_the_laws() {
    BOOST_TEST_CONTEXT(spelling<Net>().view() << " on " << spelling<In>().view() << ", batch " << Batch) {
        gradients_are_derivatives<Net, In, Batch>();
        gradients_do_not_need_dx<Net, In, Batch, float>();
        memory_is_respected<Net, In, Batch, float>();
        memory_is_respected<Net, In, Batch, double>();
        runs_repeat<Net, In, Batch, float>();
        examples_are_independent<Net, In, Batch, float>();
        examples_are_independent<Net, In, Batch, double>();
    }
}

} // namespace tenon::test
