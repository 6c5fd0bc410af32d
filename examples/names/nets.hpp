// SPDX-License-Identifier: BSL-1.0
//
// The lecture's models, as types, for as many tokens as there are `Classes` to choose from: the end of a word and the
// characters. BatchNorm follows the lecture: it normalises with the unbiased variance.
#pragma once

#include "tenon/dsl.hpp"

namespace names {

using namespace tenon;

/// One hidden layer over three characters.
template <int Classes>
using Mlp = Sequential<Embedding<10>, FlattenConsecutive<3>, //
                       Linear<200, no_bias>, BatchNorm1d<unbiased>, Tanh, Linear<Classes>>;

/// Five hidden layers over three characters, and a BatchNorm behind the last Linear.
template <int Classes>
using DeepMlp = Sequential<Embedding<10>, FlattenConsecutive<3>,              //
                           Linear<100, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                           Linear<100, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                           Linear<100, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                           Linear<100, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                           Linear<100, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                           Linear<Classes, no_bias>, BatchNorm1d<unbiased>>;

/// One hidden layer over eight characters.
template <int Classes>
using Flat = Sequential<Embedding<10>, FlattenConsecutive<8>, //
                        Linear<200, no_bias>, BatchNorm1d<unbiased>, Tanh, Linear<Classes>>;

/// Eight characters, joined two by two in three steps: the WaveNet's tree.
template <int Classes, int Features, int Hidden, class Norm>
using TreeOf = Sequential<Embedding<Features>,                                        //
                          FlattenConsecutive<2>, Linear<Hidden, no_bias>, Norm, Tanh, //
                          FlattenConsecutive<2>, Linear<Hidden, no_bias>, Norm, Tanh, //
                          FlattenConsecutive<2>, Linear<Hidden, no_bias>, Norm, Tanh, //
                          Linear<Classes>>;
template <int Classes>
using TreeSmall = TreeOf<Classes, 10, 68, BatchNorm1d<unbiased>>;
/// The lecture's mistake: statistics for each position, over the batch alone.
template <int Classes>
using TreeSmallPositionBn = TreeOf<Classes, 10, 68, BatchNorm1d<unbiased, per_position>>;
template <int Classes>
using Tree = TreeOf<Classes, 24, 128, BatchNorm1d<unbiased>>;

/// The same mistake in the larger tree.
template <int Classes>
using TreePositionBn = TreeOf<Classes, 24, 128, BatchNorm1d<unbiased, per_position>>;

/// Eight characters side by side and two residual blocks, with much dropped: beyond the lecture, for AdamW.
using ResidualBlock = Residual<Linear<384, no_bias>, BatchNorm1d<>, Gelu<>, Dropout<Percent{30}>, Linear<384>>;
template <int Classes>
using ResidualMlp = Sequential<Embedding<48>, Dropout<Percent{10}>, Flatten, //
                               Linear<384>, ResidualBlock, ResidualBlock,    //
                               BatchNorm1d<>, Tanh, Dropout<Percent{30}>, Linear<Classes>>;

static_assert(parameter_count<Mlp<27>, Tokens<27, 3>> == 12'097);
static_assert(parameter_count<DeepMlp<27>, Tokens<27, 3>> == 47'024);
static_assert(parameter_count<Flat<27>, Tokens<27, 8>> == 22'097);
static_assert(parameter_count<TreeSmall<27>, Tokens<27, 8>> == 22'397);
static_assert(parameter_count<TreeSmallPositionBn<27>, Tokens<27, 8>> == 22'397);
static_assert(parameter_count<Tree<27>, Tokens<27, 8>> == 76'579);
static_assert(parameter_count<TreePositionBn<27>, Tokens<27, 8>> == 76'579);
static_assert(parameter_count<ResidualMlp<27>, Tokens<27, 8>> == 752'427);

} // namespace names
