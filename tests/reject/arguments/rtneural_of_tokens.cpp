// SPDX-License-Identifier: BSL-1.0
//
// Tokens where RTNeural takes numbers.
//
// says: a file of RTNeural takes Shape<features> or Shape<positions, features>, but the input of the model is Tokens<27, 8>
// says clang 16: Refused<tenon::detail::RtneuralHasNoInput, tenon::Tokens<27, 8>>
#include "tenon/rtneural/load.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
auto loaded() { return rtneural::load<Sequential<Linear<8>, Tanh>, Shape<8, 27>>("model.json"); }
#else
auto loaded() { return rtneural::load<Sequential<Embedding<8>, Tanh>, Tokens<27, 8>>("model.json"); }
#endif
