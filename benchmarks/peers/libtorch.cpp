// SPDX-License-Identifier: BSL-1.0
//
// libtorch: the lecture's tree with its own batch_norm and cross_entropy, and plain SGD, on one thread.
#include "support/run.hpp"

#include <benchmark/benchmark.h>
#include <torch/torch.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

using torch::Tensor;
namespace F = torch::nn::functional;

namespace {

constexpr std::int64_t vocabulary = 27, context = 8, embedded = 24, hidden = 128;

struct Tree {
    struct Block {
        Tensor weight, gamma, beta, mean, variance;
    };
    Tensor embedding = torch::randn({vocabulary, embedded}).requires_grad_();
    std::array<Block, 3> blocks{make(2 * embedded), make(2 * hidden), make(2 * hidden)};
    Tensor weight = (torch::randn({vocabulary, hidden}) * 0.1 / std::sqrt(hidden)).requires_grad_();
    Tensor bias = torch::zeros(vocabulary).requires_grad_();

    static Block make(std::int64_t in) {
        return {(torch::randn({hidden, in}) / std::sqrt(in)).requires_grad_(), torch::ones(hidden).requires_grad_(),
                torch::zeros(hidden).requires_grad_(), torch::zeros(hidden), torch::ones(hidden)};
    }
    /// batch_norm takes (rows, features): positions are rows.
    Tensor operator()(const Tensor& tokens) {
        Tensor x = torch::embedding(embedding, tokens).view({-1, 2 * embedded});
        for (Block& block : blocks) {
            x = torch::linear(x.view({-1, block.weight.size(1)}), block.weight);
            x = torch::batch_norm(x, block.gamma, block.beta, block.mean, block.variance, true, 0.1, 1e-5, false);
            x = torch::tanh(x);
        }
        return torch::linear(x, weight, bias);
    }
    std::vector<Tensor> parameters() {
        std::vector<Tensor> all{embedding, weight, bias};
        for (Block& block : blocks) all.insert(all.end(), {block.weight, block.gamma, block.beta});
        return all;
    }
};

float step(Tree& tree, std::vector<Tensor>& parameters, const Tensor& tokens, const Tensor& targets) {
    const Tensor loss = F::cross_entropy(tree(tokens), targets);
    loss.backward();
    const torch::NoGradGuard guard;
    for (Tensor& parameter : parameters) {
        parameter.sub_(parameter.grad(), 0.01);
        parameter.mutable_grad().reset();
    }
    return loss.item<float>();
}

void train(benchmark::State& state) {
    const std::int64_t batch = state.range(0);
    torch::manual_seed(42);
    Tree tree;
    auto parameters = tree.parameters();
    std::vector<Tensor> tokens, targets;
    for (int index = 0; index < 64; ++index) {
        tokens.push_back(torch::randint(vocabulary, {batch, context}));
        targets.push_back(torch::randint(vocabulary, {batch}));
    }
    const double nearly_even = std::log(static_cast<double>(vocabulary));
    if (!(std::abs(static_cast<double>(step(tree, parameters, tokens[0], targets[0])) - nearly_even) < 0.3))
        tenon::bench::fail(state, "the first loss is not that of nearly even guesses");
    std::size_t turn = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(step(tree, parameters, tokens[turn], targets[turn]));
        turn = (turn + 1) % tokens.size();
    }
}
BENCHMARK(train)->Name("step/tree")->Arg(32)->Arg(256)->MeasureProcessCPUTime();

} // namespace

int main(int count, char** arguments) {
    torch::set_num_threads(1);
    return tenon::bench::run(count, arguments);
}
