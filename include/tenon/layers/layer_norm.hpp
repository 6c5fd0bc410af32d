// SPDX-License-Identifier: BSL-1.0
//
// LayerNorm: y = gamma · (x − mean) / sqrt(var + eps) + beta at every position.
#pragma once

#include "tenon/dsl/layers/layer_norm.hpp"
#include "tenon/lowered/row_norm.hpp"

namespace tenon {

template <auto... Spec, class In>
struct Lowered<LayerNorm<Spec...>, In> : LoweredRowNorm<LayerNorm<Spec...>, In, true> {};

} // namespace tenon
