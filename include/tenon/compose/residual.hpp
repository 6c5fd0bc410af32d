// SPDX-License-Identifier: BSL-1.0
//
// Residual: runs as the sum of two branches.
#pragma once

#include "tenon/compose/parallel.hpp"
#include "tenon/compose/sequential.hpp"
#include "tenon/dsl/compose/residual.hpp"
#include "tenon/lowered/expansion.hpp"

namespace tenon {

template <class... Layers, class In>
struct Lowered<Residual<Layers...>, In> : LoweredExpansion<Residual<Layers...>, In> {};

} // namespace tenon
