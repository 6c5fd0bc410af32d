// SPDX-License-Identifier: BSL-1.0
//
// What a net on Tokens reads.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <cstdint>

namespace tenon {

/// A whole number below a vocabulary.
using Token = std::int32_t;

} // namespace tenon
