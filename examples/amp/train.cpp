// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "program/sound.hpp"

#include "tenon/init.hpp"
#include "tenon/nam/load.hpp"
#include "tenon/nam/save.hpp"
#include "tenon/nam/wavenet.hpp"
#include "tenon/progress.hpp"
#include "tenon/tenon.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace program {

namespace {

using namespace tenon;

/// The error-to-signal ratio of the last positions of each example: those before them see too little of the past.
template <std::size_t Last>
struct ErrorOfLast {
    using Target = float;
    ErrorToSignal measure{.pre_emphasis = 0.85F};

    template <class Out>
    static constexpr auto check() {
        return check_reals<Out>();
    }
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* outputs, const float* targets, Real* doutputs, Team* /*team*/ = nullptr) const {
        constexpr std::size_t before = Out::size - Last;
        Real sum = 0;
        for (std::size_t example = 0; example < Batch; ++example, outputs += Out::size, doutputs += Out::size) {
            std::fill_n(doutputs, before, Real{0});
            sum += measure.template forward_backward<1, Shape<Last, 1>>(
                outputs + before, targets + example * Out::size + before, doutputs + before);
            for (std::size_t at = before; at < Out::size; ++at) doutputs[at] /= Batch;
        }
        return sum / Batch;
    }
};

struct Recording {
    std::span<const float> input, output;
};

/// Σ (output − what the amp gives)² / Σ output², after the samples that it has to look back at.
template <class M>
double error_to_signal(const M& model, const Recording& recording) {
    constexpr std::size_t field = Streamer<M>::receptive_field;
    Streamer<M, Frames<64>> streamer{model};
    std::vector<float> given(recording.input.size());
    streamer.process(recording.input, given);
    double error = 0, signal = 1e-10;
    for (std::size_t at = field; at < given.size(); ++at) {
        const double wanted = recording.output[at];
        error += (wanted - given[at]) * (wanted - given[at]);
        signal += wanted * wanted;
    }
    return error / signal;
}

template <class Net>
void train_net(const TrainOptions& options, const Sound& in, const Sound& out) {
    constexpr std::size_t heard = 4096, field = receptive_field<Net, Shape<1, 1>>, examples = 4;
    constexpr std::size_t length = heard + field - 1;
    using M = Model<Net, Shape<length, 1>>;
    const std::size_t all = std::min(in.samples.size(), out.samples.size()), held_out = std::max(all / 10, 2 * field);
    if (all < length + held_out) {
        throw std::runtime_error(options.input.string() + ": holds " + std::to_string(all) + " samples, expected " +
                                 std::to_string(length + 2 * field) + " or more for " + options.architecture);
    }
    const std::span input(in.samples), output(out.samples);
    const Recording validation{input.last(held_out), output.subspan(all - held_out, held_out)};

    Generator generator{options.seed};
    M model;
    initialize_as_pytorch(model, generator);
    model.template parameter<"head_scale">()[0] = 0.02F;
    Trainer<M, Batch<examples>, Adam, ErrorOfLast<heard>> trainer{model};
    const CosineWithWarmup rate{
        .peak = static_cast<float>(options.rate), .warmup = 50, .steps = options.steps, .end = 1e-5F};
    std::vector<float> inputs(examples * length), targets(examples * length);
    double best = 1e30;
    Progress progress{options.steps};
    for (std::size_t step = 1; step <= options.steps; ++step) {
        for (std::size_t example = 0; example < examples; ++example) {
            const std::size_t begin = generator.randint(static_cast<std::uint32_t>(all - held_out - length + 1));
            std::copy_n(input.begin() + static_cast<std::ptrdiff_t>(begin), length, &inputs[example * length]);
            std::copy_n(output.begin() + static_cast<std::ptrdiff_t>(begin), length, &targets[example * length]);
        }
        const float loss = trainer.backward(inputs, targets);
        trainer.template gradient<"head_scale">()[0] = 0; // it is a constant of the format
        clip_norm(trainer.gradients(), 1);
        trainer.update(rate);
        progress.advance(loss);
        if (step % 200 == 0 || step == options.steps) {
            const double error = error_to_signal(model, validation);
            progress.clear();
            std::printf("step %zu  loss %.5f  validation error to signal %.5f  %s%s\n", step, static_cast<double>(loss),
                        error, clock_time(progress.seconds()).c_str(), error < best ? "  saved" : "");
            std::fflush(stdout);
            if (error < best) nam::save(model, options.model, in.rate);
            best = std::min(best, error);
        }
    }
}

} // namespace

void train(const TrainOptions& options) {
    const Sound in = read_sound(options.input), out = read_sound(options.output);
    require_rate(options.output, out, in.rate, options.input.string());
    if (options.architecture == "a1-standard")
        train_net<nam::A1Standard>(options, in, out);
    else if (options.architecture == "a1-lite")
        train_net<nam::A1Lite>(options, in, out);
    else if (options.architecture == "a1-feather")
        train_net<nam::A1Feather>(options, in, out);
    else if (options.architecture == "a1-nano")
        train_net<nam::A1Nano>(options, in, out);
    else
        throw std::runtime_error("--arch: " + options.architecture +
                                 " given, expected a1-standard, a1-lite, a1-feather or a1-nano");
}

} // namespace program
