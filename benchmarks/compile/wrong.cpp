// SPDX-License-Identifier: BSL-1.0
//
// What it costs to be told of a mistake: the tree, whose third Linear is written for 250 features and gets 256. This
// file does not compile.
#include "tenon/dsl.hpp"

using namespace tenon;

using Wrong = Sequential<Embedding<24>,                                                                 //
                         FlattenConsecutive<2>, Linear<128, no_bias>, BatchNorm1d<unbiased>, Tanh,      //
                         FlattenConsecutive<2>, Linear<128, no_bias>, BatchNorm1d<unbiased>, Tanh,      //
                         FlattenConsecutive<2>, Linear<250, 128, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                         Linear<27>>;

static_assert(judge<Verdict<Wrong, Tokens<27, 8>>>());
