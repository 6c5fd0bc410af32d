// SPDX-License-Identifier: BSL-1.0
//
// A product of three branches of which the last has other positions.
//
// says: layer 1, Parallel<Multiply, Tanh, Sigmoid, FlattenConsecutive<2>>, takes Shape<8, 24> from each branch but layer 1.2, FlattenConsecutive<2>, gives Shape<4, 48>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Parallel<tenon::Multiply, tenon::Tanh, tenon::Sigmoid, tenon::FlattenConsecutive<2>>>, tenon::TakesFromBranches<tenon::Shape<8, 24>>, tenon::Gets<tenon::Shape<4, 48>, tenon::PlacedLayer<tenon::At<1, 2>, tenon::FlattenConsecutive<2>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Parallel<Multiply, Tanh, Sigmoid, Relu>>;
#else
using Net = Sequential<Embedding<24>, Parallel<Multiply, Tanh, Sigmoid, FlattenConsecutive<2>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
