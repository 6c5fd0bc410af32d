// SPDX-License-Identifier: BSL-1.0
//
// The loss of a net that gives several positions.
//
// says: CrossEntropy takes one axis (classes) but the net gives Shape<3, 27>: write CrossEntropyPerPosition
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::CrossEntropy>, tenon::TakesClasses, tenon::Gets<tenon::Shape<3, 27>, tenon::NetOutput>, tenon::Instead<tenon::CrossEntropyPerPosition>>
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<4>, Flatten, Linear<27>>;
#else
using Net = Sequential<Embedding<4>, Linear<27>>;
#endif
using Small = Model<Net, Tokens<27, 3>>;

double loss(const Small& model, std::span<const Token> in, std::span<const Token> targets) {
    Evaluator<Small, Batch<2>> evaluator{model};
    return evaluator.loss(in, targets);
}
