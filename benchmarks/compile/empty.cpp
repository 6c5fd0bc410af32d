// SPDX-License-Identifier: BSL-1.0
//
// What the language costs before a net is declared, its standard and Hana headers included.
#include "tenon/dsl.hpp"
