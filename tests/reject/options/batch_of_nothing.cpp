// SPDX-License-Identifier: BSL-1.0
//
// A batch of no examples.
//
// says: a Batch has 1 to 1048576 examples but Batch<0> is asked for
// says clang 16: Refused<tenon::BatchOutOfRange<0>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Evaluator<Small, Batch<1>> mode{model};
#else
    Evaluator<Small, Batch<0>> mode{model};
#endif
}
