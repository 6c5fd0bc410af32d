// SPDX-License-Identifier: BSL-1.0
//
// The nets that Neural Amp Modeler trains, by their names.
#pragma once

#include "tenon/dsl/layers/leaky_relu.hpp"
#include "tenon/dsl/layers/tanh.hpp"
#include "tenon/dsl/nam/wavenet.hpp"

#include <cstddef>

namespace tenon::nam {

/// The first architecture: two arrays with kernels of 3.
template <std::size_t First, std::size_t Second, class FirstDilations, class SecondDilations>
using A1 = WaveNet<LayerArray<First, Kernels<3>, FirstDilations, Tanh, Head<static_cast<int>(Second), no_bias>>,
                   LayerArray<Second, Kernels<3>, SecondDilations, Tanh, Head<1>>>;
using TenDilations = Dilations<1, 2, 4, 8, 16, 32, 64, 128, 256, 512>;
using SevenDilations = Dilations<1, 2, 4, 8, 16, 32, 64>;
using ThirteenDilations = Dilations<128, 256, 512, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512>;

using A1Standard = A1<16, 8, TenDilations, TenDilations>;
using A1Lite = A1<12, 6, SevenDilations, ThirteenDilations>;
using A1Feather = A1<8, 4, SevenDilations, ThirteenDilations>;
using A1Nano = A1<4, 2, SevenDilations, ThirteenDilations>;

/// The second: one array of 23 layers, of 8 or 3 channels.
template <std::size_t Channels>
using A2 = WaveNet<
    LayerArray<Channels, Kernels<6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 15, 15, 6, 6, 6, 6, 6, 6, 6>,
               Dilations<1, 3, 7, 17, 41, 101, 239, 1, 3, 7, 17, 41, 101, 239, 1, 13, 1, 3, 7, 17, 41, 101, 239>,
               LeakyRelu<>, Head<1, Kernel{16}>>>;

} // namespace tenon::nam
