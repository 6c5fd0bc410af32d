// SPDX-License-Identifier: BSL-1.0
//
// The type of one token, for headers that need nothing else.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <cstdint>

namespace tenon {

/// A whole number below a vocabulary.
using Token = std::int32_t;

} // namespace tenon
