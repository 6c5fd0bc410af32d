// SPDX-License-Identifier: BSL-1.0
//
// Nets of any length, to see how the cost grows with it: Linear and Tanh in turn. No two layers have the same input, so
// that the compiler meets none of them twice.
#pragma once

#include "tenon/dsl.hpp"

#include <cstddef>
#include <type_traits>
#include <utility>

namespace compile_cost {

using namespace tenon;

/// Layer 2i is a Linear to 17 + i features, layer 2i + 1 a Tanh.
template <std::size_t Index>
using LayerAt = std::conditional_t<Index % 2 == 0, Linear<17 + Index / 2>, Tanh>;

template <std::size_t... Index>
auto layers(std::index_sequence<Index...>) -> Sequential<LayerAt<Index>...>;

/// A Sequential of `Count` layers, for Shape<16>.
template <std::size_t Count>
using Layers = decltype(layers(std::make_index_sequence<Count>{}));

} // namespace compile_cost
