// SPDX-License-Identifier: BSL-1.0
//
// An optimizer of one's own that does not say what it keeps.
//
// says: Mine is not an optimizer: it has no static constexpr std::size_t state, which says how many numbers it keeps for each parameter
// says clang 16: Refused<tenon::Lacks<tenon::detail::AnOptimizer, tenon::detail::NumbersOfState>, Mine>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;
struct Mine {
#ifdef CORRECTED
    static constexpr std::size_t state = 0;
#else
#endif
    template <class Real>
    void update(ParameterSlice<Real, 0> slice, Real rate, std::uint64_t) const {
        for (std::size_t at = 0; at < slice.parameters.size(); ++at) slice.parameters[at] -= rate * slice.gradients[at];
    }
};

void train(Small& model) { Trainer<Small, Batch<2>, Mine> trainer{model}; }
