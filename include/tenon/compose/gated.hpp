// SPDX-License-Identifier: BSL-1.0
//
// Gated: runs as the product of two branches.
#pragma once

#include "tenon/compose/parallel.hpp"
#include "tenon/compose/sequential.hpp"
#include "tenon/dsl/compose/gated.hpp"
#include "tenon/layers/sigmoid.hpp"
#include "tenon/layers/tanh.hpp"
#include "tenon/lowered/expansion.hpp"

namespace tenon {

template <class A, class B, class... Functions, class In>
struct Lowered<Gated<A, B, Functions...>, In> : LoweredExpansion<Gated<A, B, Functions...>, In> {};

} // namespace tenon
