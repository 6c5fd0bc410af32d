// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledModel tree() { return compile_model<Tree, 8>("tree"); }

} // namespace names
