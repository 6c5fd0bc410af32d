// SPDX-License-Identifier: BSL-1.0
//
// The lecture's models, as types. BatchNorm follows the lecture: it normalises with the unbiased variance.
#pragma once

#include "tenon/dsl.hpp"

namespace names {

using namespace tenon;

/// One hidden layer over three characters.
using Mlp = Sequential<Embedding<10>, FlattenConsecutive<3>, //
                       Linear<200, no_bias>, BatchNorm1d<unbiased>, Tanh, Linear<27>>;

/// Five hidden layers over three characters, and a BatchNorm behind the last Linear.
using DeepMlp = Sequential<Embedding<10>, FlattenConsecutive<3>,              //
                           Linear<100, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                           Linear<100, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                           Linear<100, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                           Linear<100, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                           Linear<100, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                           Linear<27, no_bias>, BatchNorm1d<unbiased>>;

/// One hidden layer over eight characters.
using Flat = Sequential<Embedding<10>, FlattenConsecutive<8>, //
                        Linear<200, no_bias>, BatchNorm1d<unbiased>, Tanh, Linear<27>>;

/// Eight characters, joined two by two in three steps: the WaveNet's tree.
template <int Features, int Hidden, class Norm>
using TreeOf = Sequential<Embedding<Features>,                                        //
                          FlattenConsecutive<2>, Linear<Hidden, no_bias>, Norm, Tanh, //
                          FlattenConsecutive<2>, Linear<Hidden, no_bias>, Norm, Tanh, //
                          FlattenConsecutive<2>, Linear<Hidden, no_bias>, Norm, Tanh, //
                          Linear<27>>;
using TreeSmall = TreeOf<10, 68, BatchNorm1d<unbiased>>;
using Tree = TreeOf<24, 128, BatchNorm1d<unbiased>>;

/// The tree with the lecture's mistake: statistics for each position, over the batch alone.
using TreePositionBn = TreeOf<24, 128, BatchNorm1d<unbiased, per_position>>;

static_assert(parameter_count<Mlp, Tokens<27, 3>> == 12'097);
static_assert(parameter_count<DeepMlp, Tokens<27, 3>> == 47'024);
static_assert(parameter_count<Flat, Tokens<27, 8>> == 22'097);
static_assert(parameter_count<TreeSmall, Tokens<27, 8>> == 22'397);
static_assert(parameter_count<Tree, Tokens<27, 8>> == 76'579);
static_assert(parameter_count<TreePositionBn, Tokens<27, 8>> == 76'579);

} // namespace names
