// SPDX-License-Identifier: BSL-1.0
//
// A type of numbers among the options.
//
// says: a Trainer takes Batch<n>, and in any order an optimizer, a loss, a storage and AsWritten, but gets double, which is none of these
// says clang 16: Refused<tenon::NotAnOption<tenon::detail::ATrainer>, double>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>> mode{model};
#else
    Trainer<Small, Batch<2>, double> mode{model};
#endif
}
