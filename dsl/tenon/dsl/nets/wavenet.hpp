// SPDX-License-Identifier: BSL-1.0
//
// Two nets over sequences from the literature, spelled with the vocabulary's forms.
#pragma once

#include "tenon/dsl/compose/collect_skips.hpp"
#include "tenon/dsl/compose/gated.hpp"
#include "tenon/dsl/compose/residual.hpp"
#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/layers/conv1d.hpp"
#include "tenon/dsl/layers/dropout.hpp"
#include "tenon/dsl/layers/embedding.hpp"
#include "tenon/dsl/layers/linear.hpp"
#include "tenon/dsl/layers/relu.hpp"

#include <cstddef>
#include <type_traits>

namespace tenon {

/// Steps between neighbouring weights, layer by layer.
template <int... Steps>
struct DilationsOf {};
/// 1, 2, 4, … 512.
using DilationsTo512 = DilationsOf<1, 2, 4, 8, 16, 32, 64, 128, 256, 512>;

namespace detail {

template <int Channels, int Kernel, int Step>
using DilatedGate =
    Gated<Conv1d<Channels, Kernel, causal, Dilation{Step}>, Conv1d<Channels, Kernel, causal, Dilation{Step}>>;

/// Blocks in front, and the last one, from which nothing flows on.
template <int Channels, int Skips, int Kernel, class Steps, class... Blocks>
struct WaveNetStack;
template <int Channels, int Skips, int Kernel, int Last, class... Blocks>
struct WaveNetStack<Channels, Skips, Kernel, DilationsOf<Last>, Blocks...> {
    using type = CollectSkips<Blocks..., Sequential<DilatedGate<Channels, Kernel, Last>, Linear<Skips>>>;
};
template <int Channels, int Skips, int Kernel, int First, int... Rest, class... Blocks>
    requires(sizeof...(Rest) > 0)
struct WaveNetStack<Channels, Skips, Kernel, DilationsOf<First, Rest...>, Blocks...>
    : WaveNetStack<Channels, Skips, Kernel, DilationsOf<Rest...>, Blocks...,
                   SkipBlock<DilatedGate<Channels, Kernel, First>, Linear<Skips>, Linear<Channels>>> {};

template <class First, class Second>
struct JoinedDilations;
template <int... First, int... Second>
struct JoinedDilations<DilationsOf<First...>, DilationsOf<Second...>> {
    using type = DilationsOf<First..., Second...>;
};

template <int Channels, int Kernel, int Share, class Steps>
struct TcnStack;
template <int Channels, int Kernel, int Share, int... Steps>
struct TcnStack<Channels, Kernel, Share, DilationsOf<Steps...>> {
    using type =
        Sequential<Residual<Conv1d<Channels, Kernel, causal, Dilation{Steps}>, Relu, Dropout<Percent{Share}>,
                            Conv1d<Channels, Kernel, causal, Dilation{Steps}>, Relu, Dropout<Percent{Share}>>...>;
};

} // namespace detail

/// The dilations of one, and behind them those of the other.
template <class First, class Second>
using Joined = typename detail::JoinedDilations<First, Second>::type;

/// WaveNet over `Classes` levels of a signal: Tokens<Classes, length> -> (length, Classes), logits of the next level at
/// each position. Layers of `Channels` with kernels of two; `Skips` channels are collected from all of them and go
/// through two layers more. Source: van den Oord et al., "WaveNet: a generative model for raw audio", 2016, section 2
/// and figure 4; 256 levels are its µ-law's (`tenon/data/mu_law.hpp`).
template <int Classes, int Channels, int Skips, class Dilations = DilationsTo512>
using WaveNet = Sequential<Embedding<Channels>, typename detail::WaveNetStack<Channels, Skips, 2, Dilations>::type,
                           Relu, Linear<Skips>, Relu, Linear<Classes>>;

/// A temporal convolutional network over (length, features) -> (length, Channels): residual blocks of two dilated
/// causal convolutions, of which `Share` percent are dropped. Source: Bai et al., "An empirical evaluation of generic
/// convolutional and recurrent networks for sequence modeling", 2018, figure 1, without its weight normalization.
template <int Channels, int Kernel, class Dilations, int Share = 20>
using Tcn = Sequential<Linear<Channels>, typename detail::TcnStack<Channels, Kernel, Share, Dilations>::type>;

} // namespace tenon
