// SPDX-License-Identifier: BSL-1.0
//
// Batch statistics in a TimeDistributed that has one position.
//
// says: layer 0.0, BatchNorm1d<>, takes 2 or more values per channel to train on but each position gives 1 (Shape<24>, Batch<1>): write Batch<2> or larger
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0, 0>, tenon::BatchNorm1d<>>, tenon::TakesSeveralValues<1>, tenon::Gets<tenon::Shape<24>, tenon::EachPosition>, tenon::Instead<tenon::Batch<2>>>
#include "tenon/dsl.hpp"

using namespace tenon;

struct AnyLoss {
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
};
using Net = Sequential<TimeDistributed<BatchNorm1d<>>, Linear<7>>;

#ifdef CORRECTED
using Size = Batch<2>;
#else
using Size = Batch<1>;
#endif

static_assert(judge<TrainingVerdict<Net, Shape<1, 24>, Size::size, AnyLoss>>());
