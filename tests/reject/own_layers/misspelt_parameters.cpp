// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own that learns under another name.
//
// says: layer 1, Mine, has params in its Joint, which nobody reads: write parameters
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, tenon::TakesMember<tenon::detail::member::params, tenon::detail::member::parameters>, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

struct Mine {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }
    template <class In>
#ifdef CORRECTED
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr auto parameters = tensors(TensorSpec{"slope", {In::features}});
    };
#else
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr auto params = tensors(TensorSpec{"slope", {In::features}});
    };
#endif
};
using Net = Sequential<Linear<3>, Mine, Linear<4>>;
static_assert(judge<Verdict<Net, Shape<4>>>());
