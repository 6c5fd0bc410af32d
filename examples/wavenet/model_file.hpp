// SPDX-License-Identifier: BSL-1.0
//
// Trained nets in files.
#pragma once

#include "any_net.hpp"

#include <filesystem>
#include <memory>

namespace program {

struct LoadedNet {
    const NetEntry* entry;
    std::unique_ptr<AnyNet> net;
    int sample_rate;
};

void save_net(const std::filesystem::path& path, const NetEntry& entry, const AnyNet& net, int sample_rate);

/// Throws std::runtime_error with one sentence for what `save_net` has not written.
LoadedNet load_net(const std::filesystem::path& path);

} // namespace program
