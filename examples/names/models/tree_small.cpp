// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledModel tree_small() { return compile_model<TreeSmall, 8>("tree-small"); }

} // namespace names
