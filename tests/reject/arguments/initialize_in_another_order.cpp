// SPDX-License-Identifier: BSL-1.0
//
// A Generator in front of the rule.
//
// says: initialize takes a Model that may be changed, a rule such as init::Normal{}, a Generator and, if need be, a choice of tensors, in this order, but gets Model<Linear<2>, Shape<1>>, Generator, init::Normal
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::Initialize>, tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap> &, tenon::Generator &, tenon::init::Normal>
#include "tenon/dsl.hpp"
#include "tenon/init.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;

void draw(M& model, Generator& generator) {
#ifdef CORRECTED
    initialize<"weight">(model, init::Normal{}, generator);
#else
    initialize<"weight">(model, generator, init::Normal{});
#endif
}
