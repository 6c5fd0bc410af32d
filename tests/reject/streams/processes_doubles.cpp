// SPDX-License-Identifier: BSL-1.0
//
// Sound in double for a model in float.
//
// says: inputs take a contiguous range of const float but get one of double
// says clang 16: Misuse<tenon::detail::Inputs, tenon::TakesRangeOf<const float>, tenon::GivesRangeOf<double>>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

#include <vector>

using namespace tenon;

using M = Model<Conv1d<1, 2, causal>, Shape<8, 1>>;

#ifdef CORRECTED
using Sample = float;
#else
using Sample = double;
#endif
void play(Streamer<M>& streamer, std::vector<Sample>& in, std::vector<float>& out) { streamer.process(in, out); }
