// SPDX-License-Identifier: BSL-1.0
//
// GlobalMaxPool: the largest number of all positions.
#pragma once

#include "tenon/dsl/layers/global_max_pool.hpp"
#include "tenon/kernels/pooling.hpp"
#include "tenon/lowered/pooling.hpp"

namespace tenon {

template <class In>
struct Lowered<GlobalMaxPool, In> : LoweredGlobalPooling<kernels::MaximumOfRows, In> {};

} // namespace tenon
