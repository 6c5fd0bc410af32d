// SPDX-License-Identifier: BSL-1.0
#include "compile_model.hpp"

namespace names {

CompiledNet flat() { return compile_net<Flat, 8>("flat"); }

} // namespace names
