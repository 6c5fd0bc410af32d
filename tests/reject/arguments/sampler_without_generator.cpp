// SPDX-License-Identifier: BSL-1.0
//
// A Sampler without a generator.
//
// says: a Sampler is made from its model and a Generator{seed}, but gets no Generator
// says clang 16: Refused<tenon::ArgumentMissing<tenon::detail::ASampler, tenon::detail::ObjectSlot<tenon::Generator>>>
#include "tenon/sampler.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Names = Model<Sequential<Embedding<4>, Flatten, Linear<27>>, Tokens<27, 3>>;

void use(const Names& model) {
#ifdef CORRECTED
    Sampler<Names, Batch<1>> sampler{model, Generator{1}};
#else
    Sampler<Names, Batch<1>> sampler{model};
#endif
}
