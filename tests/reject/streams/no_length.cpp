// SPDX-License-Identifier: BSL-1.0
//
// A sequence of no positions.
//
// says: the input, Tokens<27, 0>, is none
// says clang 16: NotAnInput<tenon::Tokens<27, 0>>
#include "tenon/dsl.hpp"
#include "tenon/rewrite/for_sequence.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
constexpr std::size_t length = 64;
#else
constexpr std::size_t length = 0;
#endif
using M = Model<Sequential<Embedding<8>, Flatten, Linear<27>>, Tokens<27, 8>>;

auto use(const M& model) { return for_sequence<length>(model); }
