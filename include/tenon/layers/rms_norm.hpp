// SPDX-License-Identifier: BSL-1.0
//
// RmsNorm: y = gamma · x / sqrt(mean(x²) + eps) at every position.
#pragma once

#include "tenon/dsl/layers/rms_norm.hpp"
#include "tenon/lowered/row_norm.hpp"

namespace tenon {

template <auto... Spec, class In>
struct Lowered<RmsNorm<Spec...>, In> : LoweredRowNorm<RmsNorm<Spec...>, In, false> {};

} // namespace tenon
