// SPDX-License-Identifier: BSL-1.0
//
// A causal convolution in a net for windows, which puts zeros in front of each.
//
// says: layer 1, Conv1d<8, 2, causal>, takes zeros for what lies in front of a window, and a sequence has numbers there: leave out causal, or the layers that join positions
// says clang 16: Refused<tenon::detail::NotOverSequences<tenon::PlacedLayer<tenon::At<1>, tenon::Conv1d<8, 2, tenon::causal>>, tenon::detail::PadsItsWindow>>
#include "tenon/dsl.hpp"
#include "tenon/rewrite/for_sequence.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<8>, Conv1d<8, 2>, Flatten, Linear<27>>;
#else
using Net = Sequential<Embedding<8>, Conv1d<8, 2, causal>, Flatten, Linear<27>>;
#endif
using M = Model<Net, Tokens<27, 8>>;

auto use(const M& model) { return for_sequence<64>(model); }
