// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own whose forward takes no memory.
//
// says: layer 1, Mine, has a Lowered without forward<Batch>(x, y, Training<float> memory) for x and y in float
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, tenon::TakesForward<tenon::Training<float>>, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
#include "tenon/tenon.hpp"

using namespace tenon;

struct Mine {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
    };
};
template <class In>
struct tenon::Lowered<Mine, In> {
#ifdef CORRECTED
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory) {
        for (std::size_t at = 0; at < Batch * In::size; ++at) y[at] = 2 * x[at];
    }
#else
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y) {
        for (std::size_t at = 0; at < Batch * In::size; ++at) y[at] = 2 * x[at];
    }
#endif
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real*, const Real*, const Real* dy, Pointer dx, Training<Real>) {
        if constexpr (!std::is_null_pointer_v<Pointer>)
            for (std::size_t at = 0; at < Batch * In::size; ++at) dx[at] = 2 * dy[at];
    }
};
using Doubling = Model<Sequential<Linear<3>, Mine, Linear<4>>, Shape<4>>;

void train(Doubling& model) { Trainer<Doubling, Batch<2>> trainer{model}; }
