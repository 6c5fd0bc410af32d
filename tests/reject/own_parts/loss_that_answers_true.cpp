// SPDX-License-Identifier: BSL-1.0
//
// A loss of one's own whose check answers a bool.
//
// says: Mine is not a loss: it has no static constexpr auto check<Out>(), which answers Fits{} or Unfit<...>{} for what a net gives
// says clang 16: Refused<tenon::Lacks<tenon::detail::ALoss, tenon::detail::CheckOfOutput>, Mine>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;
struct Mine {
    using Target = float;
    template <class Out>
    static constexpr auto check() {
#ifdef CORRECTED
        return Fits{};
#else
        return true;
#endif
    }
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* outputs, const float* targets, Real* doutputs, Team*) const {
        doutputs[0] = outputs[0] - targets[0];
        return doutputs[0] * doutputs[0] / 2;
    }
};

void train(Small& model) { Trainer<Small, Batch<2>, Mine> trainer{model}; }
