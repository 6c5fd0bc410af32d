// SPDX-License-Identifier: BSL-1.0
//
// The language alone: declare nets, check their joints, know their constants. No float runs here.
#pragma once

#include "tenon/dsl/atoms.hpp"
#include "tenon/dsl/judge.hpp"
#include "tenon/dsl/plan.hpp"
#include "tenon/dsl/summary.hpp"
