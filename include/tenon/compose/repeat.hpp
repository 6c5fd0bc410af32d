// SPDX-License-Identifier: BSL-1.0
//
// Repeat: runs as a list.
#pragma once

#include "tenon/compose/sequential.hpp"
#include "tenon/dsl/compose/repeat.hpp"
#include "tenon/lowered/expansion.hpp"

namespace tenon {

template <int Times, class... Layers, class In>
struct Lowered<Repeat<Times, Layers...>, In> : LoweredExpansion<Repeat<Times, Layers...>, In> {};

} // namespace tenon
