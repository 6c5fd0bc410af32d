// SPDX-License-Identifier: BSL-1.0
//
// A loss of one's own without a gradient, in a Trainer.
//
// says: Mine is not a loss: it has no forward_backward<Batch, Out>(const Real* outputs, const Target* targets, Real* doutputs, Team* team) const
// says clang 16: Refused<tenon::Lacks<tenon::detail::ALoss, tenon::detail::ForwardBackwardOfBatch>, Mine>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;
struct Mine {
    using Target = float;
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
#ifdef CORRECTED
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* outputs, const float* targets, Real* doutputs, Team*) const {
        doutputs[0] = outputs[0] - targets[0];
        return doutputs[0] * doutputs[0] / 2;
    }
#else
    template <class Out, class Real>
    Real forward(const Real* outputs, const float* targets) const {
        return (outputs[0] - targets[0]) * (outputs[0] - targets[0]);
    }
#endif
};

void train(Small& model) { Trainer<Small, Batch<2>, Mine> trainer{model}; }
