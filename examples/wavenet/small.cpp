// SPDX-License-Identifier: BSL-1.0
#include "typed_net.hpp"

namespace program {

/// Two stacks of eight layers, which look back 511 levels: 64 ms at 8000 a second.
NetEntry small_net() {
    using Dilations = tenon::DilationsOf<1, 2, 4, 8, 16, 32, 64, 128>;
    return entry_of<tenon::WaveNet<tenon::mu_law_levels, 32, 64, tenon::Joined<Dilations, Dilations>>>("small");
}

} // namespace program
