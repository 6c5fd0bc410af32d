// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own whose check of training answers a bool.
//
// says: layer 0, Mine, has no check_training<Examples>() in its Joint that answers Fits{} or Unfit<...>{}
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, Mine>, tenon::TakesVerdictOfTraining, tenon::Gets<tenon::Shape<3>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

struct Mine {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
        template <std::size_t Examples>
        static constexpr auto check_training() {
#ifdef CORRECTED
            return Fits{};
#else
            return true;
#endif
        }
    };
};
static_assert(judge<Verdict<Sequential<Mine, Linear<4>>, Shape<3>>>());
