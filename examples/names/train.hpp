// SPDX-License-Identifier: BSL-1.0
//
// The command `names train`.
#pragma once

#include "commands.hpp"

namespace names {

/// Trains as the lecture does, prints the record and writes what was asked for. SIGINT (Ctrl-C), SIGTERM and SIGHUP end
/// the training early and nothing else. Throws std::runtime_error with one sentence for anything that cannot be done.
void train(const program::TrainOptions& options);

} // namespace names
