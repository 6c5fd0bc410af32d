// SPDX-License-Identifier: BSL-1.0
//
// A loss of one's own with a number, evaluated without it.
//
// says: Mine has numbers of its own: give the one that is meant, as in loss(inputs, targets, Mine{...})
// says clang 16: Refused<tenon::LossWithNumbers, Mine>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Linear<1>, Shape<4>>;

struct Mine {
    using Target = float;
    float weight = 1;
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
    template <class Out, class Real>
    Real forward(const Real* outputs, const float* targets) const {
        return weight * (outputs[0] - targets[0]) * (outputs[0] - targets[0]);
    }
};

double loss(const Small& model, std::span<const float> in, std::span<const float> targets) {
    Evaluator<Small, Batch<2>> evaluator{model};
#ifdef CORRECTED
    return evaluator.loss(in, targets, Mine{.weight = 2});
#else
    return evaluator.loss<Mine>(in, targets);
#endif
}
