// SPDX-License-Identifier: BSL-1.0
//
// A batch of more examples than can be counted.
//
// says: a Batch has 1 to 1048576 examples but Batch<2000000> is asked for
// says clang 16: Refused<tenon::BatchOutOfRange<2000000>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<32>> mode{model};
#else
    Trainer<Small, Batch<2'000'000>> mode{model};
#endif
}
