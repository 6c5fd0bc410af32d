// SPDX-License-Identifier: BSL-1.0
//
// Softplus: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

namespace tenon {

/// y = log(1 + exp(x)) for each element. Source: torch.nn.Softplus with beta 1; exact, without its threshold.
struct Softplus : Pointwise {};

} // namespace tenon
