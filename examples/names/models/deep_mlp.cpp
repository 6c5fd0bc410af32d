// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledModel deep_mlp() { return compile_model<DeepMlp, 3>("deep-mlp"); }

} // namespace names
