// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own that wants something for which tenon has no words.
//
// says: layer 1, Mine, wants TakesEvenFeatures but layer 0, Linear<3>, gives Shape<3>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, TakesEvenFeatures, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

struct TakesEvenFeatures {};
struct Mine {
    template <class In>
    static constexpr auto check() {
        if constexpr (In::features % 2 == 0)
            return Fits{};
        else
            return Unfit<TakesEvenFeatures>{};
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
    };
};
#ifdef CORRECTED
using Net = Sequential<Linear<6>, Mine>;
#else
using Net = Sequential<Linear<3>, Mine>;
#endif
static_assert(judge<Verdict<Net, Shape<4>>>());
