// SPDX-License-Identifier: BSL-1.0
//
// A Streamer of no positions at a time.
//
// says: a Streamer takes 1 to 65536 positions at a time but Frames<0> is asked for
// says clang 16: Refused<tenon::detail::FramesOutOfRange<0>>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Size = Frames<1>;
#else
using Size = Frames<0>;
#endif
using M = Model<Conv1d<3, 2, causal>, Shape<8, 1>>;

void use(const M& model) { const Streamer<M, Size> streamer{model}; }
