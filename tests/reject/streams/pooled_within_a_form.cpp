// SPDX-License-Identifier: BSL-1.0
//
// Pooling within a form that waits for what comes later.
//
// says: layer 1.0, MaxPool1d<3, Stride{1}>, depends on other positions in a way that no sequence or stream can go on with: of layers that look around, Conv1d without Stride and same_length can, CausalUnfold, causal pooling with Stride{1}, and in a Sequential FlattenConsecutive, Flatten and pooling
// says clang 16: Refused<tenon::detail::NotOverSequences<tenon::PlacedLayer<tenon::At<1, 0>, tenon::MaxPool1d<3, tenon::Stride{1}>>, tenon::detail::NeedsOtherPositions>>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<4>, Parallel<Concat, MaxPool1d<3, causal, Stride{1}>>>;
#else
using Net = Sequential<Linear<4>, Parallel<Concat, MaxPool1d<3, Stride{1}>>>;
#endif
using M = Model<Net, Shape<8, 1>>;

void use(const M& model) { const Streamer<M> streamer{model}; }
