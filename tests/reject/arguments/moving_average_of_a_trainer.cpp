// SPDX-License-Identifier: BSL-1.0
//
// A moving average of the Trainer in the place of its model.
//
// says: a MovingAverage takes a Model<Net, In> first but gets Trainer<Model<Sequential<Linear<3>>, Shape<4>>, Batch<2>>
// says clang 16: Refused<tenon::NotAModel<tenon::detail::AMovingAverage>, tenon::Trainer<
#include "tenon/dsl.hpp"
#include "tenon/optim/moving_average.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<3>>, Shape<4>>;

void use(Trainer<Small, Batch<2>>& trainer) {
#ifdef CORRECTED
    MovingAverage average{trainer.model()};
#else
    MovingAverage average{trainer};
#endif
}
