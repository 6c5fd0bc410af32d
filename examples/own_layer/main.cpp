// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own in a net: it is checked, planned, trained, evaluated and printed as any other.
#include "snake.hpp"

#include <tenon/tenon.hpp>

#include <cstddef>
#include <cstdio>
#include <iostream>
#include <span>
#include <vector>

using namespace tenon;

using Net = Sequential<Linear<16>, Snake, Residual<Linear<16>, LayerNorm<>, Snake>, Linear<2>>;
using In = Shape<2>;
static_assert(parameters<Net, In>[2].name == "1.frequency" && parameters<Net, In>[7].name == "2.2.frequency");
static_assert(!fits<Snake, Tokens<27, 8>>);

int main() {
    std::cout << summary<Net, In, Batch<64>>() << '\n';

    // Is a point of a normal distribution inside the circle that holds half of them?
    constexpr std::size_t batch = 64;
    Generator generator{42};
    std::vector<float> points(batch * 2);
    std::vector<Token> inside(batch);
    const auto draw = [&] {
        generator.randn(std::span(points));
        for (std::size_t point = 0; point < batch; ++point) {
            const float x = points[2 * point], y = points[2 * point + 1];
            inside[point] = x * x + y * y < 1.3863F ? 1 : 0;
        }
    };

    Model<Net, In> model{generator};
    Trainer<decltype(model), Batch<batch>> trainer{model};
    for (int step = 0; step < 4000; ++step) {
        draw();
        const float loss = trainer.step(points, inside, 0.2F);
        if (step % 1000 == 0) std::printf("step %d loss %.4f\n", step, static_cast<double>(loss));
    }

    Evaluator<decltype(model), Batch<batch>> evaluator{model};
    draw();
    std::printf("loss on new points %.4f\n", evaluator.loss(points, inside));
    std::printf("a frequency that was learned: %.4f\n", static_cast<double>(model.parameter<"1.frequency">()[0]));
}
