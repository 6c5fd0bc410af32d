// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledNet tree() { return compile_net<Tree, 8>("tree"); }

} // namespace names
