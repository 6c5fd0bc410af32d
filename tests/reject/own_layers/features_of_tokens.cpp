// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own that asks for features, on tokens.
//
// says: layer 0, Mine, takes 3 features but the input gives Tokens<27, 8>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, Mine>, tenon::TakesFeatures<3>, tenon::Gets<tenon::Tokens<27, 8>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/tenon.hpp"

using namespace tenon;

struct Mine {
    template <class In>
    static constexpr auto check() {
        if constexpr (In::features == 3)
            return Fits{};
        else
            return Unfit<TakesFeatures<3>>{};
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
    };
};
#ifdef CORRECTED
using In = Shape<3>;
#else
using In = Tokens<27, 8>;
#endif
static_assert(judge<Verdict<Sequential<Mine, Linear<4>>, In>>());
