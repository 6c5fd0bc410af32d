// SPDX-License-Identifier: BSL-1.0
//
// A Sampler of a model that gives other numbers than a logit for each token.
//
// says: a Sampler takes a model in float that reads Tokens<n, length> and gives Shape<n>, a logit for each token
// says clang 16: Refused<tenon::SamplerOfOtherModel, tenon::Tokens<27, 4>, tenon::Shape<26>>
#include "tenon/sampler.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<5>, Flatten, Linear<27>>;
#else
using Net = Sequential<Embedding<5>, Flatten, Linear<26>>;
#endif
void sample(const Model<Net, Tokens<27, 4>>& model) {
    Sampler<Model<Net, Tokens<27, 4>>, Batch<2>> sampler{model, Generator{1}};
}
