// SPDX-License-Identifier: BSL-1.0
//
// OnePass, as FusedPointwise was called in tenon 0.2.
#pragma once

#include "tenon/dsl/rewrite/fused_pointwise.hpp"

namespace tenon {

template <class... Functions>
using OnePass = FusedPointwise<Functions...>;

} // namespace tenon
