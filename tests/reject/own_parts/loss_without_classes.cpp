// SPDX-License-Identifier: BSL-1.0
//
// A loss of one's own on tokens that does not say how many there are.
//
// says: Mine is not a loss: it has no static constexpr std::size_t classes<Out>, below which its tokens lie
// says clang 16: Refused<tenon::Lacks<tenon::detail::ALoss, tenon::detail::ClassesOfTokens>, Mine>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;
struct Mine {
    using Target = Token;
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* outputs, const Token* targets, Real* doutputs, Team*) const {
        doutputs[0] = outputs[targets[0]];
        return doutputs[0] * doutputs[0] / 2;
    }
#ifdef CORRECTED
    template <class Out>
    static constexpr std::size_t classes = Out::size;
#else
#endif
};

void train(Small& model) { Trainer<Small, Batch<2>, Mine> trainer{model}; }
