// SPDX-License-Identifier: BSL-1.0
//
// Statistics of each position by itself, in a branch that is repeated.
//
// says: layer 1.0.1.1, BatchNorm1d<per_position>, takes 2 or more values per channel to train on but layer 1.0.1.0, Linear<24>, gives 1 (Shape<8, 24>, Batch<1>): write Batch<2> or larger
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 0, 1, 1>, tenon::BatchNorm1d<tenon::per_position>>, tenon::TakesSeveralValues<1>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<1, 0, 1, 0>, tenon::Linear<24>>>, tenon::Instead<tenon::Batch<2>>>
#include "tenon/dsl.hpp"

using namespace tenon;

struct AnyLoss {
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
};
using Net =
    Sequential<Embedding<24>, Repeat<2, Parallel<Sum, Tanh, Sequential<Linear<24>, BatchNorm1d<per_position>>>>>;

#ifdef CORRECTED
using Size = Batch<2>;
#else
using Size = Batch<1>;
#endif

static_assert(judge<TrainingVerdict<Net, Tokens<27, 8>, Size::size, AnyLoss>>());
