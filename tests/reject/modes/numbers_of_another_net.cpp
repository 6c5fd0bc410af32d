// SPDX-License-Identifier: BSL-1.0
//
// Taking the numbers of another net.
//
// says: a Model takes numbers from a model of its own net but gets those of another
// says clang 16: Refused<tenon::NumbersOfAnotherNet, tenon::Sequential<tenon::Linear<6>, tenon::Tanh, tenon::Linear<3>>>
#include "tenon/model.hpp"

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Other = Sequential<Linear<6>, Tanh, Linear<3>>;

void take(Model<Net, Shape<4>>& model) {
#ifdef CORRECTED
    model = Model<Net, Shape<4>, double>{};
#else
    model = Model<Other, Shape<4>>{};
#endif
}
