// SPDX-License-Identifier: BSL-1.0
//
// Numbers where the batches of a Trainer should stand.
//
// says: calibrate takes a Trainer and Batches of it, but gets Trainer<Model<Linear<2>, Shape<1>>, Batch<2>, MeanSquaredError>, std::vector<float>
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::Calibrate>, tenon::Trainer<tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap>, tenon::Batch<2>, tenon::MeanSquaredError> &, std::vector<float, std::allocator<float>> &>
#include "tenon/dsl.hpp"
#include "tenon/calibrate.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/tenon.hpp"

#include <vector>

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;
using T = Trainer<M, Batch<2>, MeanSquaredError>;

#ifdef CORRECTED
using Data = Batches<T>;
#else
using Data = std::vector<float>;
#endif
void prepare(T& trainer, Data& data) { calibrate(trainer, data); }
