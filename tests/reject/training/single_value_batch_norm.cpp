// SPDX-License-Identifier: BSL-1.0
//
// Batch statistics of a single value for each channel.
//
// says: layer 3, BatchNorm1d<>, takes 2 or more values per channel to train on but layer 2, Linear<128>, gives 1 (Shape<128>, Batch<1>): write Batch<2> or larger
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<3>, tenon::BatchNorm1d<>>, tenon::TakesSeveralValues<1>, tenon::Gets<tenon::Shape<128>, tenon::PlacedLayer<tenon::At<2>, tenon::Linear<128>>>, tenon::Instead<tenon::Batch<2>>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Net = Sequential<Embedding<24>, Flatten, Linear<128>, BatchNorm1d<>, Tanh, Linear<27>>;
#ifdef CORRECTED
using Size = Batch<2>;
#else
using Size = Batch<1>;
#endif

float train(std::span<const Token> contexts, std::span<const Token> targets) {
    Model<Net, Tokens<27, 8>> model{Generator{42}};
    Trainer<decltype(model), Size> trainer{model};
    return trainer.step(contexts, targets, 0.1F);
}
