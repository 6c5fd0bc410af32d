// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledNet deep_mlp() { return compile_net<DeepMlp, 3>("deep-mlp"); }

} // namespace names
