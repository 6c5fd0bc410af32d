// SPDX-License-Identifier: BSL-1.0
//
// A form whose spelling is long is told by its name and place.
//
// says: layer 1, Parallel<...>, takes Shape<8, 16> from each branch but layer 1.1, Sequential<Linear<64>, BatchNorm1d<>, Tanh, Linear<32>>, gives Shape<8, 32>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Parallel<tenon::Sum, tenon::Sequential<tenon::Linear<32>, tenon::BatchNorm1d<>, tenon::Tanh, tenon::Linear<16>>, tenon::Sequential<tenon::Linear<64>, tenon::BatchNorm1d<>, tenon::Tanh, tenon::Linear<32>>>>, tenon::TakesFromBranches<tenon::Shape<8, 16>>, tenon::Gets<tenon::Shape<8, 32>, tenon::PlacedLayer<tenon::At<1, 1>, tenon::Sequential<tenon::Linear<64>, tenon::BatchNorm1d<>, tenon::Tanh, tenon::Linear<32>>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Parallel<Sum, Sequential<Linear<32>, BatchNorm1d<>, Tanh, Linear<16>>,
                                               Sequential<Linear<64>, BatchNorm1d<>, Tanh, Linear<16>>>>;
#else
using Net = Sequential<Embedding<24>, Parallel<Sum, Sequential<Linear<32>, BatchNorm1d<>, Tanh, Linear<16>>,
                                               Sequential<Linear<64>, BatchNorm1d<>, Tanh, Linear<32>>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
