// SPDX-License-Identifier: BSL-1.0
//
// A Generator where the batches should stand.
//
// says: fit takes a Trainer, Batches of it, a Generator, a rate, FitOptions and a validation that gives a number or nothing, in this order, but gets Trainer<Model<Linear<2>, Shape<1>>, Batch<2>, MeanSquaredError>, Generator, Batches<Trainer<Model<Linear<2>, Shape<1>>, Batch<2>, MeanSquaredError>>, float, FitOptions
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::Fit>, tenon::Trainer<tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap>, tenon::Batch<2>, tenon::MeanSquaredError> &, tenon::Generator &, tenon::Batches<tenon::Trainer<tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap>, tenon::Batch<2>, tenon::MeanSquaredError>> &, float, tenon::FitOptions>
#include "tenon/dsl.hpp"
#include "tenon/fit.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;
using T = Trainer<M, Batch<2>, MeanSquaredError>;

void train(T& trainer, Batches<T>& batches, Generator& generator) {
#ifdef CORRECTED
    fit(trainer, batches, generator, 0.1F, {.epochs = 3});
#else
    fit(trainer, generator, batches, 0.1F, {.epochs = 3});
#endif
}
