// SPDX-License-Identifier: BSL-1.0
//
// A model takes the numbers of one whose inputs make the weight another one.
//
// says: a Model of Shape<4> gets the numbers of one of Shape<5>, for which the tensors of this net have other shapes
// says clang 16: Refused<tenon::NumbersForOtherInputs<tenon::Shape<5>, tenon::Shape<4>>, tenon::Sequential<
#include "tenon/tenon.hpp"

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;

#ifdef CORRECTED
void use(Model<Net, Shape<4>>& model, const Model<Net, Shape<4>>& other) {
#else
void use(Model<Net, Shape<4>>& model, const Model<Net, Shape<5>>& other) {
#endif
    model = other;
}
