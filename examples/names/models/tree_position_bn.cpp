// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledModel tree_position_bn() { return compile_model<TreePositionBn, 8>("tree-position-bn"); }

} // namespace names
