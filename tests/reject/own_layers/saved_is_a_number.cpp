// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own that keeps as much for any batch.
//
// says: layer 1, Mine, has a saved or a scratch that is no constexpr function: write saved(std::size_t batch)
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, tenon::TakesSizesByBatch, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
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
        static constexpr std::size_t saved(std::size_t) { return 16; }
    };
#else
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr std::size_t saved = 16;
    };
#endif
};
using Net = Sequential<Linear<3>, Mine, Linear<4>>;
static_assert(judge<Verdict<Net, Shape<4>>>());
