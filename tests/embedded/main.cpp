// SPDX-License-Identifier: BSL-1.0
//
// Evaluation on a device without exceptions, run-time types and a heap: compiled without the first two, and ended by
// any allocation.
#include "tenon/compose/residual.hpp"
#include "tenon/evaluator.hpp"
#include "tenon/layers/batch_norm1d.hpp"
#include "tenon/layers/embedding.hpp"
#include "tenon/layers/flatten.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/layers/tanh.hpp"
#include "tenon/model.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <new>

// What is never made need not be deleted. NOLINTBEGIN(misc-new-delete-overloads)
void* operator new(std::size_t) { std::abort(); }
void* operator new[](std::size_t) { std::abort(); }
void* operator new(std::size_t, std::align_val_t) { std::abort(); }
void* operator new[](std::size_t, std::align_val_t) { std::abort(); }
// NOLINTEND(misc-new-delete-overloads)

using namespace tenon;

using Net = Sequential<Embedding<6>, Residual<Linear<6>, BatchNorm1d<>, Tanh>, Flatten, Linear<3>>;
using In = Tokens<11, 4>;
static_assert(model_bytes<Net, In> < 2048 && evaluation_bytes<Net, In, Batch<1>> < 1024);

namespace {

Model<Net, In, float, Inline> model;
Evaluator<decltype(model), Batch<1>, Inline> evaluator{model};

} // namespace

int main(int arguments, char**) {
    float value = 0;
    for (float& parameter : model.parameter_block()) parameter = (value += 0.37F) > 1 ? value -= 2 : value;
    const std::array<Token, 4> context{3, static_cast<Token>(arguments), 10, 0};
    for (float output : evaluator(context)) std::printf("%.6f ", static_cast<double>(output));
    return 0;
}
