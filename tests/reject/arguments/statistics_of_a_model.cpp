// SPDX-License-Identifier: BSL-1.0
//
// Outputs of layers, which only an Inspector keeps.
//
// says: layer_statistics takes an Inspector<Model, Batch<n>> that has seen a batch, but gets a const Model<Linear<2>, Shape<1>>
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::LayersOfInspector>, const tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap> &>
#include "tenon/dsl.hpp"
#include "tenon/inspector.hpp"
#include "tenon/lab/statistics.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;

#ifdef CORRECTED
using Seen = Inspector<M, Batch<4>>;
#else
using Seen = M;
#endif
auto look(const Seen& seen) { return layer_statistics(seen); }
