// SPDX-License-Identifier: BSL-1.0
//
// Positions that are joined within a Repeat, where no sequence can follow.
//
// says: layer 1.0.0, FlattenConsecutive<2>, depends on other positions in a way that no sequence or stream can go on with: of layers that look around, Conv1d without Stride and same_length can, CausalUnfold, causal pooling with Stride{1}, and in a Sequential FlattenConsecutive, Flatten and pooling
// says clang 16: Refused<tenon::detail::NotOverSequences<tenon::PlacedLayer<tenon::At<1, 0, 0>, tenon::FlattenConsecutive<2>>, tenon::detail::NeedsOtherPositions>>
#include "tenon/dsl.hpp"
#include "tenon/rewrite/for_sequence.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<8>, FlattenConsecutive<2>, Linear<8>, FlattenConsecutive<2>, Linear<8>>;
#else
using Net = Sequential<Embedding<8>, Repeat<2, FlattenConsecutive<2>, Linear<8>>>;
#endif
using M = Model<Net, Tokens<27, 8>>;

auto use(const M& model) { return for_sequence<64>(model); }
