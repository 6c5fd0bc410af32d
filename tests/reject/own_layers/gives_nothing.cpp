// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own that gives an axis of size 0.
//
// says: layer 1, Mine, gives Shape<0>: a layer gives a Shape or Tokens, all sizes at least 1
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, tenon::TakesOutput<tenon::Shape<0>>, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
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
        using Output = Shape<(In::features + 3) / 4>;
    };
#else
    struct Joint : JointDefaults {
        using Output = Shape<In::features / 4>;
    };
#endif
};
using Net = Sequential<Linear<3>, Mine, Linear<4>>;
static_assert(judge<Verdict<Net, Shape<4>>>());
