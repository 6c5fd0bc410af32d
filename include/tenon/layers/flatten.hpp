// SPDX-License-Identifier: BSL-1.0
//
// Flatten: a view.
#pragma once

#include "tenon/dsl/layers/flatten.hpp"
#include "tenon/lowered/view.hpp"

namespace tenon {

template <class In>
struct Lowered<Flatten, In> : LoweredView<In> {};

} // namespace tenon
