// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that is text.
//
// says: char[4] is not a learning rate: it has no operator()(std::size_t step) const, as a schedule has, and is no number
// says clang 16: Refused<tenon::Lacks<tenon::detail::ARate, tenon::detail::RateOfStep>, char[4]>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

float step(Small& model, std::span<const float> in, std::span<const Token> targets) {
    Trainer<Small, Batch<2>> trainer{model};
#ifdef CORRECTED
    return trainer.step(in, targets, 0.1F);
#else
    return trainer.step(in, targets, "0.1");
#endif
}
