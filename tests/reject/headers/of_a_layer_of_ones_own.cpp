// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own that does not say how it computes.
//
// says: layer 1, Mine, cannot run here: specialise tenon::Lowered for it, which tells how it computes
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, tenon::TakesLowered, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
#include "tenon/tenon.hpp"

using namespace tenon;

struct Mine : Pointwise {};

#ifdef CORRECTED
template <class In>
struct tenon::Lowered<Mine, In> : LoweredPointwise<Lowered<Mine, In>, In> {
    template <class Vector>
    static Vector value(Vector x) {
        return x * x;
    }
    template <class Vector>
    static Vector gradient(Vector x, Vector, Vector dy) {
        return dy * (x + x);
    }
};
#else
#endif

using Small = Model<Sequential<Linear<3>, Mine, Linear<2>>, Shape<4>>;
float train(Small& model, std::span<const float> in, std::span<const Token> targets) {
    Trainer<Small, Batch<2>> trainer{model};
    return trainer.step(in, targets, 0.1F);
}
