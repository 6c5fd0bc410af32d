// SPDX-License-Identifier: BSL-1.0
//
// A Streamer of a model that ends with the line.
//
// says: a Trainer, Evaluator, Inspector, Sampler or Streamer refers to its model but gets a temporary, which ends with this line: give the model a name
// says clang 16: Refused<tenon::ModelThatEndsHere, tenon::Model<tenon::Conv1d<3, 2, tenon::causal>, tenon::Shape<8, 1>, float, tenon::Heap>>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Conv1d<3, 2, causal>, Shape<8, 1>>;

void use() {
#ifdef CORRECTED
    const M model;
    const Streamer<M> streamer{model};
#else
    const Streamer<M> streamer{M{}};
#endif
}
