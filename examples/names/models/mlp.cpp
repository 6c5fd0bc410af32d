// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledModel mlp() { return compile_model<Mlp, 3>("mlp"); }

} // namespace names
