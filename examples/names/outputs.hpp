// SPDX-License-Identifier: BSL-1.0
//
// The files that a training writes.
#pragma once

#include "commands.hpp"

#include "tenon/io/output_file.hpp"

#include <optional>

namespace names {

/// Opened before the work, so that a path that cannot be written costs nothing. Throws std::runtime_error for that, and
/// where two flags name one file.
struct Outputs {
    explicit Outputs(const program::TrainOptions& options);
    std::optional<tenon::OutputFile> save, log, report;
};

} // namespace names
