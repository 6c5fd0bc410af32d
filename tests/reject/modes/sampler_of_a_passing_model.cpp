// SPDX-License-Identifier: BSL-1.0
//
// A Sampler that would outlive its model.
//
// says: a Trainer, Evaluator, Inspector, Sampler or Streamer refers to its model but gets a temporary, which ends with this line: give the model a name
// says clang 16: Refused<tenon::ModelThatEndsHere, tenon::Model<tenon::Sequential<tenon::Embedding<4>, tenon::Flatten, tenon::Linear<27>>, tenon::Tokens<27, 3>, float, tenon::Heap>>
#include "tenon/sampler.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Embedding<4>, Flatten, Linear<27>>, Tokens<27, 3>>;

void sample() {
#ifdef CORRECTED
    const Small model{Generator{1}};
    Sampler<Small, Batch<1>> sampler{model, Generator{1}};
#else
    Sampler<Small, Batch<1>> sampler{Small{Generator{1}}, Generator{1}};
#endif
    sampler.advance([](std::span<const Token>) {});
}
