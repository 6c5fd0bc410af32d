// SPDX-License-Identifier: BSL-1.0
//
// A Streamer that is told how many examples there are.
//
// says: a Streamer takes Frames<n> and a storage, in any order, but gets Batch<16>, which is none of these
// says clang 16: Refused<tenon::NotAnOption<tenon::detail::AStreamer>, tenon::Batch<16>>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Size = Frames<16>;
#else
using Size = Batch<16>;
#endif
using M = Model<Conv1d<3, 2, causal>, Shape<8, 1>>;

void use(const M& model) { const Streamer<M, Size> streamer{model}; }
