// SPDX-License-Identifier: BSL-1.0
//
// A validation that gives no number.
//
// says: fit takes a Trainer, Batches of it, a Generator, a rate, FitOptions and a validation that gives a number or nothing, in this order, but gets Trainer<Model<Linear<2>, Shape<1>>, Batch<2>, MeanSquaredError>, Batches<Trainer<Model<Linear<2>, Shape<1>>, Batch<2>, MeanSquaredError>>, Generator, float, FitOptions, Validation
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::Fit>, tenon::Trainer<tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap>, tenon::Batch<2>, tenon::MeanSquaredError> &, tenon::Batches<tenon::Trainer<tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap>, tenon::Batch<2>, tenon::MeanSquaredError>> &, tenon::Generator &, float, tenon::FitOptions, Validation>
#include "tenon/dsl.hpp"
#include "tenon/fit.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;
using T = Trainer<M, Batch<2>, MeanSquaredError>;

#ifdef CORRECTED
using Number = double;
#else
using Number = void;
#endif
struct Validation {
    Number operator()() const;
};

void train(T& trainer, Batches<T>& batches, Generator& generator) {
    fit(trainer, batches, generator, 0.1F, {.epochs = 3}, Validation());
}
