// SPDX-License-Identifier: BSL-1.0
//
// Sigmoid: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

namespace tenon {

/// y = 1 / (1 + exp(-x)) for each element.
struct Sigmoid : Pointwise {};

} // namespace tenon
