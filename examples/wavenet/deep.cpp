// SPDX-License-Identifier: BSL-1.0
#include "typed_net.hpp"

namespace program {

/// Two of the paper's stacks, dilations from 1 to 512, which look back 2047 levels: 128 ms at 16000 a second.
NetEntry deep_net() {
    using Dilations = tenon::Joined<tenon::DilationsTo512, tenon::DilationsTo512>;
    return entry_of<tenon::WaveNet<tenon::mu_law_levels, 32, 64, Dilations>>("deep");
}

} // namespace program
