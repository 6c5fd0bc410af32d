// SPDX-License-Identifier: BSL-1.0
//
// Numbers drawn for a model that may not change.
//
// says: initialize takes a Model that may be changed, a rule such as init::Normal{}, a Generator and, if need be, a choice of tensors, in this order, but gets a const Model<Linear<2>, Shape<1>>, init::Normal, Generator
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::Initialize>, const tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap> &, tenon::init::Normal, tenon::Generator &>
#include "tenon/dsl.hpp"
#include "tenon/init.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using M = Model<Linear<2>, Shape<1>>;
#else
using M = const Model<Linear<2>, Shape<1>>;
#endif

void draw(M& model, Generator& generator) { initialize(model, init::Normal{}, generator); }
