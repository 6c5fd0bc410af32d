// SPDX-License-Identifier: BSL-1.0
//
// A loss of one's own that only trains, asked for the loss of examples.
//
// says: Mine is not a loss: it has no forward<Out>(const Real* outputs, const Target* targets) const, the loss of one example, which an Evaluator asks for
// says clang 16: Refused<tenon::Lacks<tenon::detail::ALoss, tenon::detail::ForwardOfExample>, Mine>
#include "tenon/tenon.hpp"

using namespace tenon;

struct Mine {
    using Target = float;
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
#ifdef CORRECTED
    template <class Out, class Real>
    static Real forward(const Real* outputs, const float* targets) {
        return (outputs[0] - targets[0]) * (outputs[0] - targets[0]);
    }
#else
#endif
};
using Small = Model<Linear<1>, Shape<4>>;

double loss(const Small& model, std::span<const float> in, std::span<const float> targets) {
    Evaluator<Small, Batch<2>> evaluator{model};
    return evaluator.loss<Mine>(in, targets);
}
