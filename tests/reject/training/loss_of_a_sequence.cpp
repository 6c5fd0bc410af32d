// SPDX-License-Identifier: BSL-1.0
//
// Cross-entropy of a net that gives several positions.
//
// says: CrossEntropy takes one axis (classes) but the net gives Shape<8, 27>: write CrossEntropyPerPosition
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::CrossEntropy>, tenon::TakesClasses, tenon::Gets<tenon::Shape<8, 27>, tenon::NetOutput>, tenon::Instead<tenon::CrossEntropyPerPosition>>
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Flatten, Linear<27>>;
#else
using Net = Sequential<Embedding<24>, Linear<27>>;
#endif

void train(Model<Net, Tokens<27, 8>>& model) { Trainer<Model<Net, Tokens<27, 8>>, Batch<32>> trainer{model}; }
