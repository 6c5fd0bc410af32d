// SPDX-License-Identifier: BSL-1.0
//
// GlobalAvgPool: the mean of all positions.
#pragma once

#include "tenon/dsl/layers/global_avg_pool.hpp"
#include "tenon/kernels/pooling.hpp"
#include "tenon/lowered/pooling.hpp"

namespace tenon {

template <class In>
struct Lowered<GlobalAvgPool, In> : LoweredGlobalPooling<kernels::MeanOfRows, In> {};

} // namespace tenon
