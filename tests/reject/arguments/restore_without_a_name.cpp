// SPDX-License-Identifier: BSL-1.0
//
// A checkpoint without the file's name, which stands in what is said of a bad one.
//
// says: restore takes a Trainer, the content of a file and its name, but gets Trainer<Model<Sequential<Linear<3>>, Shape<4>>, Batch<2>>, Safetensors
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::Restore>, tenon::Trainer<
#include "tenon/dsl.hpp"
#include "tenon/io/checkpoint.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<3>>, Shape<4>>;

void use(Trainer<Small, Batch<2>>& trainer, const Safetensors& content) {
#ifdef CORRECTED
    restore(trainer, content, "run.safetensors");
#else
    restore(trainer, content);
#endif
}
