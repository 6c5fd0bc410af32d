// SPDX-License-Identifier: BSL-1.0
//
// A layer as decltype gives it for a constant.
//
// says: layer 0, const Linear<3>, is const or a reference: write Linear<3>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, const tenon::Linear<3>>, tenon::TakesPlainType, tenon::Gets<tenon::Shape<4>, tenon::NetInput>, tenon::Instead<tenon::Linear<3>>>
#include "tenon/dsl.hpp"

using namespace tenon;

constexpr Linear<3> first;
#ifdef CORRECTED
using Net = Sequential<std::remove_const_t<decltype(first)>, Tanh>;
#else
using Net = Sequential<decltype(first), Tanh>;
#endif
static_assert(judge<Verdict<Net, Shape<4>>>());
