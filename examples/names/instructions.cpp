// SPDX-License-Identifier: BSL-1.0
//
// Where the program is compiled for one instruction set only, there is nothing to choose.
#include "instructions.hpp"

namespace names {
extern const program::Commands commands;
}

const program::Commands& program::choose_commands(const char*) { return names::commands; }
