// SPDX-License-Identifier: BSL-1.0
//
// Trains a net with every kind of sum in it, at last on large batches that threads share, and prints a digest of the
// bits of its parameters, its buffers and its outputs. Compiled for different instruction sets and with different
// numbers of threads, it has to print the same.
#include "tenon/tenon.hpp"
#include "tenon/threads.hpp"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

using namespace tenon;

using Block = Residual<Gated<Linear<20>, Linear<20>>, LayerNorm<>, Dropout<Percent{10}>>;
using Net =
    Sequential<Embedding<10>, FlattenConsecutive<2>, Linear<35, no_bias>, BatchNorm1d<unbiased>, Tanh, Linear<20>,
               BatchNorm1d<>, Sigmoid, Block, Parallel<Concat, Sequential<Linear<7>, Softmax>, Sigmoid>, RmsNorm<>,
               Silu, LeakyRelu<Percent{20}>, Flatten, Linear<27>>;
using In = Tokens<27, 8>;

namespace {

/// FNV-1a over the bits of numbers.
std::uint64_t digest(std::uint64_t so_far, std::span<const float> numbers) {
    for (float number : numbers) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, &number, sizeof bits);
        so_far = (so_far ^ bits) * 0x100000001b3ULL;
    }
    return so_far;
}

/// The loss of the last of so many steps on random batches.
template <std::size_t Size>
float train(Model<Net, In>& model, Generator& generator, Threads& threads, int steps) {
    Trainer<Model<Net, In>, Batch<Size>> trainer{model, 7};
    trainer.use(threads);
    std::vector<Token> contexts(Size * In::size), targets(Size);
    float loss = 0;
    for (int step = 0; step < steps; ++step) {
        for (Token& token : contexts) token = static_cast<Token>(generator.randint(27));
        for (std::size_t row = 0; row < Size; ++row) targets[row] = contexts[In::size * row];
        loss = trainer.step(contexts, targets, 0.05F);
    }
    return loss;
}

} // namespace

int main() {
    Generator generator{42};
    Model<Net, In> model{generator};
    Threads threads{TENON_TEST_THREADS};
    static_assert(Trainer<Model<Net, In>, Batch<1024>>::shares);
    train<32>(model, generator, threads, 300);
    const float loss = train<1024>(model, generator, threads, 5);
    std::vector<Token> contexts(32 * In::size);
    for (Token& token : contexts) token = static_cast<Token>(generator.randint(27));
    Evaluator<decltype(model), Batch<32>> evaluator{model};
    std::uint64_t all = digest(0xcbf29ce484222325ULL, model.parameter_block());
    all = digest(all, model.buffer_block());
    all = digest(all, evaluator(contexts));
    std::printf("loss %.6f digest %016llx\n", static_cast<double>(loss), static_cast<unsigned long long>(all));
}
