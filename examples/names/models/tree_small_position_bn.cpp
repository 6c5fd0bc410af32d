// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledNet tree_small_position_bn() { return compile_net<TreeSmallPositionBn, 8>("tree-small-position-bn"); }

} // namespace names
