// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own that says under another name what it keeps.
//
// says: layer 1, Mine, has save in its Joint, which nobody reads: write saved
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, tenon::TakesMember<tenon::detail::member::save, tenon::detail::member::saved>, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
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
        static constexpr std::size_t saved(std::size_t batch) { return batch * In::size; }
    };
#else
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr std::size_t save(std::size_t batch) { return batch * In::size; }
    };
#endif
};
using Net = Sequential<Linear<3>, Mine, Linear<4>>;
static_assert(judge<Verdict<Net, Shape<4>>>());
