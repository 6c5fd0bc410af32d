// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own that does not say what it gives.
//
// says: layer 1, Mine, has a Joint without an Output: write using Output = Shape<...>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, tenon::TakesOutput<void>, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
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
    };
#else
    struct Joint : JointDefaults {
    };
#endif
};
using Net = Sequential<Linear<3>, Mine, Linear<4>>;
static_assert(judge<Verdict<Net, Shape<4>>>());
