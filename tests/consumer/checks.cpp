// SPDX-License-Identifier: BSL-1.0
//
// The language alone, from an installed tenon.
#include <tenon/dsl.hpp>

using namespace tenon;

static_assert(parameter_count<Sequential<Embedding<24>, FlattenConsecutive<8>, Linear<27>>, Tokens<27, 8>> == 5859);

int main() {}
