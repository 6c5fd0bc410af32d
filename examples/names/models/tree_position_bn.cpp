// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledNet tree_position_bn() { return compile_net<TreePositionBn, 8>("tree-position-bn"); }

} // namespace names
