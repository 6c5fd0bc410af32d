// SPDX-License-Identifier: BSL-1.0
//
// A loss that does not take what the net gives.
//
// says: CrossEntropyPerPosition takes two axes or more (positions, ...) but the net gives Shape<3>: write CrossEntropy
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::CrossEntropyPerPosition>, tenon::TakesPositions, tenon::Gets<tenon::Shape<3>, tenon::NetOutput>
#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Residual<Linear<5>>, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Inspector<Small, Batch<2>> mode{model};
#else
    Inspector<Small, Batch<2>, CrossEntropyPerPosition> mode{model};
#endif
}
