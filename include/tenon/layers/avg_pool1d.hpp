// SPDX-License-Identifier: BSL-1.0
//
// AvgPool1d: the mean of each window.
#pragma once

#include "tenon/dsl/layers/avg_pool1d.hpp"
#include "tenon/kernels/pooling.hpp"
#include "tenon/lowered/pooling.hpp"

namespace tenon {

template <auto... Spec, class In>
struct Lowered<AvgPool1d<Spec...>, In> : LoweredPooling1d<kernels::MeanOfRows, AvgPool1d<Spec...>, In> {};

} // namespace tenon
