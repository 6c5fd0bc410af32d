// SPDX-License-Identifier: BSL-1.0
//
// What one trained net costs: the tree, trained on batches of 32 and evaluated, with everything that runs in it.
#include "tree.hpp"

#include "tenon/tenon.hpp"

#include <cstddef>
#include <cstdio>
#include <vector>

using namespace compile_cost;

int main() {
    using Names = Model<Tree, TreeInput>;
    Generator generator{42};
    Names model{generator};
    Trainer<Names, Batch<32>> trainer{model};
    std::vector<Token> contexts(32 * TreeInput::size), targets(32);
    for (Token& token : contexts) token = static_cast<Token>(generator.randint(TreeInput::vocabulary));
    for (Token& token : targets) token = static_cast<Token>(generator.randint(TreeInput::vocabulary));
    for (std::size_t step = 0; step < 100; ++step) trainer.step(contexts, targets, 0.1F);
    Evaluator<Names, Batch<32>> evaluator{model};
    std::printf("loss %.4f\n", evaluator.loss(contexts, targets));
}
