// SPDX-License-Identifier: BSL-1.0
//
// What it costs to have a net checked: the tree, in a program that has the language alone.
#include "tree.hpp"

#include <type_traits>

using namespace compile_cost;

static_assert(parameter_count<Tree, TreeInput> == 76'579);
static_assert(std::is_same_v<Output<Tree, TreeInput>, Shape<27>>);
