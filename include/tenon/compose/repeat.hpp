// SPDX-License-Identifier: BSL-1.0
//
// Repeat: runs as a list.
#pragma once

#include "tenon/compose/sequential.hpp"
#include "tenon/dsl/compose/repeat.hpp"
