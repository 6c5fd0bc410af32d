// SPDX-License-Identifier: BSL-1.0
//
// A net that does not fit, used in every way.
//
// says: layer 2, Linear<6, 3>, takes 6 features but layer 1, Tanh, gives 5 (Shape<5>): write Linear<5, 3> or Linear<3>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<2>, tenon::Linear<6, 3>>, tenon::TakesFeatures<6>, tenon::Gets<tenon::Shape<5>, tenon::PlacedLayer<tenon::At<1>, tenon::Tanh>>, tenon::Instead<tenon::Linear<5, 3>, tenon::Linear<3>>>
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<5>, Tanh, Linear<5, 3>>;
#else
using Net = Sequential<Linear<5>, Tanh, Linear<6, 3>>;
#endif
using In = Shape<4>;

float use(std::span<const float> inputs, std::span<const Token> targets) {
    Model<Net, In> model{Generator{42}};
    Trainer<decltype(model), Batch<2>> trainer{model};
    float loss = trainer.step(inputs, targets, 0.1F);
    const auto folded = for_evaluation(model);
    Evaluator<decltype(model), Batch<2>> evaluator{model};
    Output<Net, In> shape;
    static_cast<void>(shape);
    static_assert(parameter_count<Net, In> == 43 && training_bytes<Net, In, Batch<2>> < 10'000);
    return loss + evaluator(inputs)[0] + static_cast<float>(folded.parameter_block().size());
}
