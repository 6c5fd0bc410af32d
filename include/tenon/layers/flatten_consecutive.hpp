// SPDX-License-Identifier: BSL-1.0
//
// FlattenConsecutive: a view, since neighbouring positions already lie behind one another.
#pragma once

#include "tenon/dsl/layers/flatten_consecutive.hpp"
#include "tenon/lowered/view.hpp"

namespace tenon {

template <auto... Spec, class In>
struct Lowered<FlattenConsecutive<Spec...>, In> : LoweredView<In> {};

} // namespace tenon
