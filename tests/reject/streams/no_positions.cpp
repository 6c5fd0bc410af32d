// SPDX-License-Identifier: BSL-1.0
//
// A net on one axis, which is one example and no stream.
//
// says: a Streamer takes one position after another, but the input of its model has none: it is Shape<8>, expected Shape<positions, features> or Tokens<vocabulary, length>
// says clang 16: Refused<tenon::detail::NoPositions, tenon::Shape<8>>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using In = Shape<8, 1>;
#else
using In = Shape<8>;
#endif
using M = Model<Linear<3>, In>;

void use(const M& model) { const Streamer<M> streamer{model}; }
