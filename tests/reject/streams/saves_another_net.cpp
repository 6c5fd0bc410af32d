// SPDX-License-Identifier: BSL-1.0
//
// An amp model to be saved that is no WaveNet.
//
// says: nam::save takes a model of a nam::WaveNet<nam::LayerArray<...>...> but gets one of Conv1d<1, 2, causal>
// says clang 16: Refused<tenon::nam::detail::NotAWaveNet, tenon::Conv1d<1, 2, tenon::causal>>
#include "tenon/dsl.hpp"
#include "tenon/nam/save.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = nam::WaveNet<nam::LayerArray<2, nam::Kernels<3>, nam::Dilations<1>, Tanh, nam::Head<1>>>;
#else
using Net = Conv1d<1, 2, causal>;
#endif

void keep(const Model<Net, Shape<64, 1>>& model) { nam::save(model, "amp.nam", 48'000); }
