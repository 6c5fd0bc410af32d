// SPDX-License-Identifier: BSL-1.0
//
// MaxPool1d: the largest number of each window.
#pragma once

#include "tenon/dsl/layers/max_pool1d.hpp"
#include "tenon/kernels/pooling.hpp"
#include "tenon/lowered/pooling.hpp"

namespace tenon {

template <auto... Spec, class In>
struct Lowered<MaxPool1d<Spec...>, In> : LoweredPooling1d<kernels::MaximumOfRows, MaxPool1d<Spec...>, In> {};

} // namespace tenon
