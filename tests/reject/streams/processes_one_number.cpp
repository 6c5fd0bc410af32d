// SPDX-License-Identifier: BSL-1.0
//
// One sample of a sound, and nowhere to put what becomes of it.
//
// says: process takes the inputs and where the outputs go, two ranges, such as std::span(pointer, count), but gets float
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::ProcessOfStreamer>, float &>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

#include <span>

using namespace tenon;

using M = Model<Sequential<Conv1d<4, 3, causal>, Tanh, Linear<1>>, Shape<9, 1>>;

void play(Streamer<M>& streamer, float sample) {
#ifdef CORRECTED
    streamer.process(std::span(&sample, 1), std::span(&sample, 1));
#else
    streamer.process(sample);
#endif
}
