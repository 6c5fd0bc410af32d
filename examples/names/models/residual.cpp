// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledNet residual() { return compile_net<ResidualMlp, 8>("residual"); }

} // namespace names
