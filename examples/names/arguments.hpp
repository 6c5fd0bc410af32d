// SPDX-License-Identifier: BSL-1.0
//
// What a command line may look like, told in the program's own words before CLI11 reads it.
#pragma once

#include <CLI/App.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace program {

/// The command line is wrong; the sentence says where and what was expected.
struct WrongArguments : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The arguments in the one form that CLI11 cannot take for another: a command, then `--flag` and its value by turns.
/// The value of a flag that nothing was given for is empty, for the flag itself to refuse. After `--help` or
/// `--version` nothing is read.
///
/// Throws WrongArguments for a command or flag that `app` does not declare, a word that belongs to no flag, a flag that
/// is given twice, a value for a flag that takes none, and a required flag that is missing.
std::vector<std::string> checked_arguments(const CLI::App& app, const std::vector<std::string>& given);

} // namespace program
