// SPDX-License-Identifier: BSL-1.0
//
// A schedule of one's own that is not asked for a step.
//
// says: Mine is not a learning rate: it has no operator()(std::size_t step) const, as a schedule has, and is no number
// says clang 16: Refused<tenon::Lacks<tenon::detail::ARate, tenon::detail::RateOfStep>, Mine>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;
struct Mine {
#ifdef CORRECTED
    float operator()(std::size_t step) const { return step < 100 ? 0.1F : 0.01F; }
#else
    float operator()() const { return 0.1F; }
#endif
};

float step(Small& model, std::span<const float> in, std::span<const Token> targets) {
    Trainer<Small, Batch<2>> trainer{model};
    return trainer.step(in, targets, Mine{});
}
