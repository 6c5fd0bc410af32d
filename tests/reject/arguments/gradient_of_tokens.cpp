// SPDX-License-Identifier: BSL-1.0
//
// The gradient of tokens.
//
// says: the inputs are tokens, which have no gradient: ask for the output_gradient of a layer
// says clang 16: Refused<tenon::TokensHaveNoGradient>
#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Embedding<5>, Flatten, Linear<3>>, Tokens<4, 2>>;

void use(Small& model) {
    Inspector<Small, Batch<2>> mode{model};
#ifdef CORRECTED
    (void)mode.output_gradient<"0">();
#else
    (void)mode.input_gradient();
#endif
}
