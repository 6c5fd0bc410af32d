// SPDX-License-Identifier: BSL-1.0
//
// A Linear that is written for other features than it gets; everything done with the net afterwards stays quiet.
//
// says: layer 2, Linear<40, 128>, takes 40 features but layer 1, FlattenConsecutive<2>, gives 48 (Shape<4, 48>): write Linear<48, 128> or Linear<128>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<2>, tenon::Linear<40, 128>>, tenon::TakesFeatures<40>, tenon::Gets<tenon::Shape<4, 48>, tenon::PlacedLayer<tenon::At<1>, tenon::FlattenConsecutive<2>>>, tenon::Instead<tenon::Linear<48, 128>, tenon::Linear<128>>>
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<27, 24>, FlattenConsecutive<2>, Linear<48, 128>, Tanh, Flatten, Linear<27>>;
#else
using Net = Sequential<Embedding<27, 24>, FlattenConsecutive<2>, Linear<40, 128>, Tanh, Flatten, Linear<27>>;
#endif

float train(std::span<const Token> contexts, std::span<const Token> targets) {
    Model<Net, Tokens<27, 8>> model{Generator{42}};
    Trainer<decltype(model), Batch<32>> trainer{model};
    return trainer.step(contexts, targets, 0.1F);
}
