// SPDX-License-Identifier: BSL-1.0
//
// A Trainer is added to a checkpoint as another model.
//
// says: add_model takes a Model<Net, In> first but gets Trainer<Model<Sequential<Linear<3>>, Shape<4>>, Batch<2>>
// says clang 16: Refused<tenon::NotAModel<tenon::detail::AddModel>, tenon::Trainer<
#include "tenon/dsl.hpp"
#include "tenon/io/checkpoint.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<3>>, Shape<4>>;

void use(Safetensors& content, Trainer<Small, Batch<2>>& trainer) {
#ifdef CORRECTED
    add_model(content, "best", trainer.model());
#else
    add_model(content, "best", trainer);
#endif
}
