// SPDX-License-Identifier: BSL-1.0
//
// An optimizer of one's own for float alone, in a model of doubles.
//
// says: Mine is not an optimizer: it has no update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const
// says clang 16: Refused<tenon::Lacks<tenon::detail::AnOptimizer, tenon::detail::UpdateOfSlice>, Mine>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>, double>;
struct Mine {
    static constexpr std::size_t state = 0;
#ifdef CORRECTED
    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t) const {
        for (std::size_t at = 0; at < slice.parameters.size(); ++at) slice.parameters[at] -= rate * slice.gradients[at];
    }
#else
    void update(ParameterSlice<float, state> slice, float rate, std::uint64_t) const {
        for (std::size_t at = 0; at < slice.parameters.size(); ++at) slice.parameters[at] -= rate * slice.gradients[at];
    }
#endif
};

void train(Small& model) { Trainer<Small, Batch<2>, Mine> trainer{model}; }
