// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledNet mlp() { return compile_net<Mlp, 3>("mlp"); }

} // namespace names
