// SPDX-License-Identifier: BSL-1.0
//
// One sentence for a compiler that cannot read the rest. Headers that include no other one of tenon include this.
#pragma once

#if __cplusplus < 202002L
#error "tenon needs C++20: compile with -std=c++20 or later"
#include <tenon needs C++20> // ends the compilation here, before hundreds of other errors
#elif defined(__clang__) && __clang_major__ < 16
#error "tenon needs clang 16 or later"
#include <tenon needs clang 16> // as above
#elif !defined(__clang__) && defined(__GNUC__) && __GNUC__ < 12
#error "tenon needs g++ 12 or later"
#include <tenon needs g++ 12> // as above
#endif
