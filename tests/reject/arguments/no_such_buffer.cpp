// SPDX-License-Identifier: BSL-1.0
//
// A buffer that is not there.
//
// says: the model has no buffer 0.mean: it has 0.running_mean, 0.running_var
// says clang 16: Refused<tenon::NoSuchTensor<tenon::Sequential<tenon::BatchNorm1d<>>::Joint<tenon::Shape<4>>, false, tenon::Text<128>{{{48, 46, 109, 101, 97, 110, 0, 0}}, 6}>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Normal = Model<Sequential<BatchNorm1d<>>, Shape<4>>;

float use(const Normal& model) {
#ifdef CORRECTED
    return model.buffer<"0.running_mean">()[0];
#else
    return model.buffer<"0.mean">()[0];
#endif
}
