// SPDX-License-Identifier: BSL-1.0
//
// A Trainer in the place of the model that a file is loaded into.
//
// says: load_tensors takes a Model<Net, In> first but gets Trainer<Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>, Batch<2>>
// says clang 16: Refused<tenon::NotAModel<tenon::detail::LoadTensors>, tenon::Trainer<tenon::Model<tenon::Sequential<tenon::Linear<5>, tenon::Tanh, tenon::Linear<3>>, tenon::Shape<4>, float, tenon::Heap>, tenon::Batch<2>>>
#include "tenon/io/model_file.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use([[maybe_unused]] Small& model, [[maybe_unused]] Trainer<Small, Batch<2>>& trainer,
         std::span<const StoredTensor> tensors) {
#ifdef CORRECTED
    load_tensors(model, tensors, "a file");
#else
    load_tensors(trainer, tensors, "a file");
#endif
}
