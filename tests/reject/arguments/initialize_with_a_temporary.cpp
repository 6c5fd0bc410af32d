// SPDX-License-Identifier: BSL-1.0
//
// A Generator that would begin again each time.
//
// says: initialize takes a Model that may be changed, a rule such as init::Normal{}, a Generator and, if need be, a choice of tensors, in this order, but gets Model<Linear<2>, Shape<1>>, init::Normal, a temporary Generator
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::Initialize>, tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap> &, tenon::init::Normal, tenon::Generator>
#include "tenon/dsl.hpp"
#include "tenon/init.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;

void draw(M& model) {
#ifdef CORRECTED
    Generator generator{1};
    initialize(model, init::Normal{}, generator);
#else
    initialize(model, init::Normal{}, Generator{1});
#endif
}
