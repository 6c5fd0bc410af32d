// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledModel flat() { return compile_model<Flat, 8>("flat"); }

} // namespace names
