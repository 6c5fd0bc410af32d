// SPDX-License-Identifier: BSL-1.0
//
// A function of each element of one's own without its value.
//
// says: layer 1, Mine, has a Lowered without value(x), which gives y
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, tenon::TakesValue, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
#include "tenon/tenon.hpp"

using namespace tenon;

struct Mine : Pointwise {};
template <class In>
struct tenon::Lowered<Mine, In> : LoweredPointwise<Lowered<Mine, In>, In> {
    template <class Vector>
    static Vector gradient(Vector x, Vector, Vector dy) {
        return (x + x) * dy;
    }
#ifdef CORRECTED
    template <class Vector>
    static Vector value(Vector x) {
        return x * x;
    }
#else
#endif
};
using Doubling = Model<Sequential<Linear<3>, Mine, Linear<4>>, Shape<4>>;

void train(Doubling& model) { Trainer<Doubling, Batch<2>> trainer{model}; }
