// SPDX-License-Identifier: BSL-1.0
//
// A parameter that is not there.
//
// says: the model has no parameter 1.weight: it has 0.weight, 0.bias, 2.weight, 2.bias
// says clang 16: Refused<tenon::NoSuchTensor<tenon::Sequential<tenon::Linear<5>, tenon::Tanh, tenon::Linear<3>>::Joint<tenon::Shape<4>>, true, tenon::Text<128>{{{49, 46, 119, 101, 105, 103, 104, 116}}, 8}>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

float use(const Small& model) {
#ifdef CORRECTED
    return model.parameter<"2.weight">()[0];
#else
    return model.parameter<"1.weight">()[0];
#endif
}
