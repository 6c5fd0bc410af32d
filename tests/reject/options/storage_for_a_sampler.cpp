// SPDX-License-Identifier: BSL-1.0
//
// A storage among the options of a Sampler.
//
// says: a Sampler takes Batch<n> and nothing else, but gets Heap, which is none of these
// says clang 16: Refused<tenon::NotAnOption<tenon::detail::ASampler>, tenon::Heap>
#include "tenon/sampler.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Names = Model<Sequential<Embedding<4>, Flatten, Linear<27>>, Tokens<27, 3>>;

void use(const Names& model) {
#ifdef CORRECTED
    Sampler<Names, Batch<1>> sampler{model, Generator{42}};
#else
    Sampler<Names, Batch<1>, Heap> sampler{model, Generator{42}};
#endif
}
