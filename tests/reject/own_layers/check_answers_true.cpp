// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own whose check answers a truth value.
//
// says: layer 1, Mine, answers bool in its check: answer Fits{} or Unfit<...>{}
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, tenon::TakesVerdictOfCheck<bool>, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

struct Mine {
    template <class In>
    static constexpr auto check() {
#ifdef CORRECTED
        return Fits{};
#else
        return true;
#endif
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
    };
};
static_assert(judge<Verdict<Sequential<Linear<3>, Mine, Linear<4>>, Shape<4>>>());
