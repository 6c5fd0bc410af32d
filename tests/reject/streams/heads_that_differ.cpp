// SPDX-License-Identifier: BSL-1.0
//
// A head of four channels in front of an array of eight.
//
// says: nam::WaveNet<...> is not a spelling tenon knows: write nam::WaveNet<nam::LayerArray<channels, nam::Kernels<...>, nam::Dilations<...>, Activation, nam::Head<out>>...> with one kernel or as many as dilations, a pointwise Activation or a nam::Gate of two, and heads that give as many channels as the next array has
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::nam::WaveNet<tenon::nam::LayerArray<16, tenon::nam::Kernels<3>, tenon::nam::Dilations<1, 2>, tenon::Tanh, tenon::nam::Head<4, tenon::no_bias>>, tenon::nam::LayerArray<8, tenon::nam::Kernels<3>, tenon::nam::Dilations<1, 2>, tenon::Tanh, tenon::nam::Head<1>>>>, tenon::TakesSpelling<tenon::nam::WaveNet<tenon::nam::LayerArray<16, tenon::nam::Kernels<3>, tenon::nam::Dilations<1, 2>, tenon::Tanh, tenon::nam::Head<4, tenon::no_bias>>, tenon::nam::LayerArray<8, tenon::nam::Kernels<3>, tenon::nam::Dilations<1, 2>, tenon::Tanh, tenon::nam::Head<1>>>>, tenon::Gets<tenon::Shape<64, 1>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"
#include "tenon/dsl/nam/wavenet.hpp"

using namespace tenon;

template <int Out>
using Net = nam::WaveNet<nam::LayerArray<16, nam::Kernels<3>, nam::Dilations<1, 2>, Tanh, nam::Head<Out, no_bias>>,
                         nam::LayerArray<8, nam::Kernels<3>, nam::Dilations<1, 2>, Tanh, nam::Head<1>>>;
#ifdef CORRECTED
static_assert(judge<Verdict<Net<8>, Shape<64, 1>>>());
#else
static_assert(judge<Verdict<Net<4>, Shape<64, 1>>>());
#endif
