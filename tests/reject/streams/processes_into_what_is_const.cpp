// SPDX-License-Identifier: BSL-1.0
//
// Outputs that cannot be written.
//
// says: outputs take a contiguous range of float but get one of const float
// says clang 16: Misuse<tenon::detail::Outputs, tenon::TakesRangeOf<float>, tenon::GivesRangeOf<const float>>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

#include <vector>

using namespace tenon;

using M = Model<Conv1d<1, 2, causal>, Shape<8, 1>>;

#ifdef CORRECTED
using Sound = std::vector<float>;
#else
using Sound = const std::vector<float>;
#endif
void play(Streamer<M>& streamer, const std::vector<float>& in, Sound& out) { streamer.process(in, out); }
