// SPDX-License-Identifier: BSL-1.0
//
// The instruction sets that the program is compiled for. This and main.cpp run on any processor.
#pragma once

#include "commands.hpp"

#include <stdexcept>

namespace program {

/// The variable NAMES_INSTRUCTIONS wants an instruction set that there is not.
struct WrongInstructions : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The commands for the highest instruction set that the processor and the operating system support, or for the one
/// that `wanted` names if that is not null. Throws std::runtime_error where they support none, and WrongInstructions
/// where they do not support the wanted one, or the program has none of that name.
const Commands& choose_commands(const char* wanted);

} // namespace program
