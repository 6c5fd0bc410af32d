// SPDX-License-Identifier: BSL-1.0
//
// What every test program includes, compiled once.
#pragma once

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>
