// SPDX-License-Identifier: BSL-1.0
//
// A convolution that waits for what comes later.
//
// says: layer 1.0, Conv1d<4, 3, same_length>, depends on other positions in a way that no sequence or stream can go on with: of layers that look around, Conv1d without Stride and same_length can, CausalUnfold, causal pooling with Stride{1}, and in a Sequential FlattenConsecutive, Flatten and pooling
// says clang 16: Refused<tenon::detail::NotOverSequences<tenon::PlacedLayer<tenon::At<1, 0>, tenon::Conv1d<4, 3, tenon::same_length>>, tenon::detail::NeedsOtherPositions>>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<4>, Residual<Conv1d<4, 3, causal>, Tanh>>;
#else
using Net = Sequential<Linear<4>, Residual<Conv1d<4, 3, same_length>, Tanh>>;
#endif
using M = Model<Net, Shape<8, 1>>;

void use(const M& model) { const Streamer<M, Frames<16>> streamer{model}; }
