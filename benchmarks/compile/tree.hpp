// SPDX-License-Identifier: BSL-1.0
//
// The lecture's tree, as in examples/names, without the other models.
#pragma once

#include "tenon/dsl.hpp"

namespace compile_cost {

using namespace tenon;

using TreeInput = Tokens<27, 8>;
using Tree = Sequential<Embedding<24>,                                                            //
                        FlattenConsecutive<2>, Linear<128, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                        FlattenConsecutive<2>, Linear<128, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                        FlattenConsecutive<2>, Linear<128, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                        Linear<27>>;

} // namespace compile_cost
