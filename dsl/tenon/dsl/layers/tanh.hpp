// SPDX-License-Identifier: BSL-1.0
//
// Tanh: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

namespace tenon {

/// y = tanh(x) for each element.
struct Tanh : Pointwise {};

} // namespace tenon
