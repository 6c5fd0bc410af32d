// SPDX-License-Identifier: BSL-1.0
//
// The WaveNet of amp models: its spellings, its numbers against loops that are written as its equations are, its
// gradients, and that it streams as it evaluates.
#include "tenon/nam/wavenet.hpp"

#include "support/laws.hpp"

#include "tenon/layers/leaky_relu.hpp"
#include "tenon/layers/relu.hpp"
#include "tenon/layers/sigmoid.hpp"
#include "tenon/layers/tanh.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

using Two = nam::WaveNet<nam::LayerArray<5, nam::Kernels<3>, nam::Dilations<1, 2, 4>, Tanh, nam::Head<3, no_bias>>,
                         nam::LayerArray<3, nam::Kernels<2>, nam::Dilations<1, 8>, Tanh, nam::Head<1>>>;
using Halves = nam::WaveNet<
    nam::LayerArray<4, nam::Kernels<3>, nam::Dilations<1, 3>, nam::Gate<Tanh, Sigmoid>, nam::Head<2, nam::Kernel{4}>>,
    nam::LayerArray<2, nam::Kernels<1>, nam::Dilations<1>, Sigmoid, nam::Head<2, no_bias>>>;
using Mixed = nam::WaveNet<nam::LayerArray<9, nam::Kernels<6, 2, 7>, nam::Dilations<1, 13, 2>, LeakyRelu<Percent{20}>,
                                           nam::Head<1, nam::Kernel{5}>>>;
using Wide = nam::WaveNet<nam::LayerArray<20, nam::Kernels<3>, nam::Dilations<1, 2>, Relu, nam::Head<12, no_bias>>,
                          nam::LayerArray<12, nam::Kernels<4>, nam::Dilations<3>, Tanh, nam::Head<1>>>;

// The same as plain loops over channels of doubles.
using Channels = std::vector<std::vector<double>>;

template <class M>
struct Plain {
    const M& model;
    double number(const std::string& name, std::size_t at) const {
        for (const TensorSpec& spec : M::Joint::parameters) {
            if (spec.name == name) return model.parameter_block()[spec.offset + at];
        }
        throw std::runtime_error("no " + name);
    }
    bool has(const std::string& name) const { return detail::has_tensor(M::Joint::parameters, name); }

    Channels convolve(const std::string& name, const Channels& x, std::size_t out, std::size_t kernel,
                      std::size_t dilation) const {
        Channels y(out, std::vector<double>(x[0].size()));
        for (std::size_t o = 0; o < out; ++o) {
            for (std::size_t t = 0; t < x[0].size(); ++t) {
                if (has(name + ".bias")) y[o][t] = number(name + ".bias", o);
                for (std::size_t tap = 0; tap < kernel; ++tap) {
                    const std::size_t back = (kernel - 1 - tap) * dilation;
                    if (back > t) continue;
                    for (std::size_t c = 0; c < x.size(); ++c)
                        y[o][t] += number(name + ".weight", (tap * x.size() + c) * out + o) * x[c][t - back];
                }
            }
        }
        return y;
    }
    template <class Array, class Function>
    void array(const std::string& name, const std::vector<double>& x, Channels& stream, Channels& sum,
               Function function) const {
        stream = convolve(name + ".rechannel", stream, Array::channels, 1, 1);
        if (sum.empty()) sum.assign(Array::channels, std::vector<double>(x.size()));
        for (std::size_t layer = 0; layer < Array::count; ++layer) {
            const std::string own = name + ".layers." + std::to_string(layer);
            Channels z = convolve(own + ".conv", stream, Array::inner, Array::layers[layer].kernel,
                                  Array::layers[layer].dilation);
            const Channels mixed = convolve(own + ".input_mixer", {x}, Array::inner, 1, 1);
            Channels a(Array::channels, std::vector<double>(x.size()));
            for (std::size_t c = 0; c < Array::channels; ++c) {
                for (std::size_t t = 0; t < x.size(); ++t) {
                    a[c][t] = function(z[c][t] + mixed[c][t]);
                    if constexpr (Array::gated) {
                        const std::size_t gate = Array::channels + c;
                        a[c][t] *= 1 / (1 + std::exp(-z[gate][t] - mixed[gate][t]));
                    }
                    sum[c][t] += a[c][t];
                }
            }
            const Channels left = convolve(own + ".layer1x1", a, Array::channels, 1, 1);
            for (std::size_t c = 0; c < Array::channels; ++c)
                for (std::size_t t = 0; t < x.size(); ++t) stream[c][t] += left[c][t];
        }
        sum = convolve(name + ".head", sum, Array::Head::out, Array::Head::kernel, 1);
    }
};

template <class Net, std::size_t Length, class... Functions>
void equals_plain_loops(Functions... functions) {
    using M = Model<Net, Shape<Length, 1>>;
    M model;
    std::mt19937 engine(3);
    std::normal_distribution<float> normal(0, 0.4F);
    for (float& number : model.parameter_block()) number = normal(engine);
    std::vector<float> x(Length);
    for (float& number : x) number = normal(engine);
    const Plain<M> plain{model};
    const std::vector<double> input(x.begin(), x.end());
    Channels stream{input}, sum;
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        (plain.template array<typename Net::Stages::template Array<Index>>(std::to_string(Index), input, stream, sum,
                                                                           functions),
         ...);
    }(std::make_index_sequence<sizeof...(Functions)>{});
    Evaluator<M, Batch<1>> evaluator{model};
    const auto y = evaluator(x);
    const double scale = plain.number("head_scale", 0);
    BOOST_REQUIRE_EQUAL(y.size(), Length * sum.size());
    for (std::size_t t = 0; t < Length; ++t) {
        for (std::size_t o = 0; o < sum.size(); ++o) {
            const double wanted = scale * sum[o][t];
            BOOST_TEST(std::abs(y[t * sum.size() + o] - wanted) < 2e-6 * std::max(1.0, std::abs(wanted)),
                       "position " << t << " is " << y[t * sum.size() + o] << ", expected " << wanted);
        }
    }
}

template <class Net, std::size_t Length, std::size_t Most>
void streams_as_it_evaluates() {
    using M = Model<Net, Shape<Length, 1>>;
    M model{Generator{6}};
    std::mt19937 engine(4);
    std::normal_distribution<float> normal;
    std::vector<float> x(Length);
    for (float& number : x) number = normal(engine);
    Evaluator<M, Batch<1>> evaluator{model};
    const auto all = evaluator(x);
    constexpr std::size_t out = M::Output::features;
    std::vector<float> y(Length * out);
    Streamer<M, Frames<Most>> streamer{model};
    for (std::size_t at = 0, size = 1; at < Length; at += size, size = (size * 5 + 2) % 90 + 1) {
        size = std::min(size, Length - at);
        streamer.process(std::span(x).subspan(at, size), std::span(y).subspan(at * out, size * out));
    }
    if constexpr (Most > 1) {
        BOOST_TEST(same_bits<float>(y, all));
    } else { // one by one they are added in another order
        for (std::size_t at = 0; at < y.size(); ++at) BOOST_TEST(std::abs(y[at] - all[at]) < 2e-6);
    }
}

double tanh_of(double x) { return std::tanh(x); }
double sigmoid_of(double x) { return 1 / (1 + std::exp(-x)); }

} // namespace

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    using In = Shape<9, 1>;
    using One = nam::LayerArray<4, nam::Kernels<3>, nam::Dilations<1, 2>, Tanh, nam::Head<1>>;
    static_assert(fits<nam::WaveNet<One>, In> && !fits<nam::WaveNet<>, In> && !fits<nam::WaveNet<Tanh>, In>);
    static_assert(!fits<nam::WaveNet<One>, Shape<9>> && !fits<nam::WaveNet<One>, Shape<9, 2>>);
    static_assert(!fits<nam::WaveNet<One>, Tokens<27, 9>>);
    static_assert(!fits<nam::WaveNet<One, One>, In>, "a head of 1 in front of 4 channels");
    static_assert(
        !fits<nam::WaveNet<nam::LayerArray<4, nam::Kernels<3, 3, 3>, nam::Dilations<1, 2>, Tanh, nam::Head<1>>>, In>);
    static_assert(!fits<nam::WaveNet<nam::LayerArray<4, nam::Kernels<0>, nam::Dilations<1>, Tanh, nam::Head<1>>>, In>);
    static_assert(!fits<nam::WaveNet<nam::LayerArray<4, nam::Kernels<3>, nam::Dilations<>, Tanh, nam::Head<1>>>, In>);
    static_assert(
        !fits<nam::WaveNet<nam::LayerArray<4, nam::Kernels<3>, nam::Dilations<1>, Softmax, nam::Head<1>>>, In>);
    static_assert(!fits<nam::WaveNet<nam::LayerArray<4, nam::Kernels<3>, nam::Dilations<1>, Tanh, nam::Head<0>>>, In>);
    static_assert(
        !fits<nam::WaveNet<nam::LayerArray<4, nam::Kernels<3>, nam::Dilations<1>, Tanh, nam::Head<1, nam::Kernel{0}>>>,
              In>);
}

BOOST_AUTO_TEST_CASE(its_size_and_reach_are_those_of_the_files) {
    using Ten = nam::Dilations<1, 2, 4, 8, 16, 32, 64, 128, 256, 512>;
    using Standard = nam::WaveNet<nam::LayerArray<16, nam::Kernels<3>, Ten, Tanh, nam::Head<8, no_bias>>,
                                  nam::LayerArray<8, nam::Kernels<3>, Ten, Tanh, nam::Head<1>>>;
    static_assert(parameter_count<Standard, Shape<64, 1>> == 13'802);
    static_assert(receptive_field<Standard, Shape<64, 1>> == 4093);
    static_assert(receptive_field<Mixed, Shape<64, 1>> == 1 + 5 + 13 + 12 + 4);
    static_assert(find_tensor(parameters<Mixed, Shape<8, 1>>, "0.layers.2.conv.weight").shape == Extents{7, 9, 9});
}

BOOST_AUTO_TEST_CASE(it_computes_what_its_equations_say) {
    equals_plain_loops<Two, 70>(tanh_of, tanh_of);
    equals_plain_loops<Two, 6>(tanh_of, tanh_of); // shorter than it looks back
    equals_plain_loops<Halves, 40>(tanh_of, sigmoid_of);
    equals_plain_loops<Mixed, 75>([](double x) { return x > 0 ? x : 0.2 * x; });
    equals_plain_loops<Wide, 33>([](double x) { return std::max(x, 0.0); }, tanh_of);
}

BOOST_AUTO_TEST_CASE(it_streams_as_it_evaluates) {
    streams_as_it_evaluates<Two, 200, 1>();
    streams_as_it_evaluates<Halves, 200, 1>();
    streams_as_it_evaluates<Mixed, 200, 1>();
    streams_as_it_evaluates<Wide, 200, 1>();
    streams_as_it_evaluates<Two, 200, 64>();
    streams_as_it_evaluates<Halves, 200, 16>();
    streams_as_it_evaluates<Mixed, 200, 64>();
    streams_as_it_evaluates<Wide, 200, 5>();
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Two, Shape<11, 1>, 2>();
    obeys_the_laws<Halves, Shape<7, 1>, 2>();
    obeys_the_laws<Mixed, Shape<5, 1>, 2>();
    obeys_the_laws<Sequential<Halves, Conv1d<2, 2>>, Shape<6, 1>, 2>();
}
