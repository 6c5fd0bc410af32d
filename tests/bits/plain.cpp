// SPDX-License-Identifier: BSL-1.0
//
// The same program, compiled with less optimization and without fused multiply-adds of the compiler's own.
#include "main.cpp" // NOLINT(bugprone-suspicious-include)
