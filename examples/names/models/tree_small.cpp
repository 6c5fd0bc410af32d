// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledNet tree_small() { return compile_net<TreeSmall, 8>("tree-small"); }

} // namespace names
