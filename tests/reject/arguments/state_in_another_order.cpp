// SPDX-License-Identifier: BSL-1.0
//
// The state of a generator in front of its name.
//
// says: add_state takes a checkpoint, a name and what has a state, but gets Safetensors, Generator, char[10]
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::AddState>, tenon::Safetensors &, tenon::Generator &, char
#include "tenon/io/checkpoint.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

void use(Safetensors& content, const Generator& generator) {
#ifdef CORRECTED
    add_state(content, "generator", generator);
#else
    add_state(content, generator, "generator");
#endif
}
