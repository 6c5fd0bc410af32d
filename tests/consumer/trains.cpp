// SPDX-License-Identifier: BSL-1.0
//
// The machine, from an installed tenon: learns the sum of two numbers' signs.
#include <tenon/tenon.hpp>

#include <vector>

using namespace tenon;

int main() {
    Model<Sequential<Linear<16>, Tanh, Linear<3>>, Shape<2>> model{Generator{1}};
    Trainer<decltype(model), Batch<8>> trainer{model};
    Generator generator{2};
    std::vector<float> inputs(16);
    std::vector<Token> targets(8);
    float loss = 0;
    for (int step = 0; step < 2000; ++step) {
        generator.randn(std::span(inputs));
        for (std::size_t row = 0; row < 8; ++row) targets[row] = (inputs[2 * row] > 0) + (inputs[2 * row + 1] > 0);
        loss = trainer.step(inputs, targets, 0.1F);
    }
    return loss < 0.5F ? 0 : 1;
}
