// SPDX-License-Identifier: BSL-1.0
//
// Batch statistics of a single value in a Residual.
//
// says: layer 2.1, BatchNorm1d<>, takes 2 or more values per channel to train on but layer 2.0, Linear<192>, gives 1 (Shape<192>, Batch<1>): write Batch<2> or larger
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<2, 1>, tenon::BatchNorm1d<>>, tenon::TakesSeveralValues<1>, tenon::Gets<tenon::Shape<192>, tenon::PlacedLayer<tenon::At<2, 0>, tenon::Linear<192>>>, tenon::Instead<tenon::Batch<2>>>
#include "tenon/dsl.hpp"

using namespace tenon;

struct AnyLoss {
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
};
using Net = Sequential<Embedding<24>, Flatten, Residual<Linear<192>, BatchNorm1d<>, Tanh>>;

#ifdef CORRECTED
using Size = Batch<2>;
#else
using Size = Batch<1>;
#endif

static_assert(judge<TrainingVerdict<Net, Tokens<27, 8>, Size::size, AnyLoss>>());
