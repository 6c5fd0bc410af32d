// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own whose window is no whole number.
//
// says: layer 0, Mine, has window in its Joint, which is no constant of type std::size_t
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, Mine>, tenon::TakesMemberOfKind<tenon::detail::member::window, unsigned long>, tenon::Gets<tenon::Shape<3>, tenon::NetInput>, tenon::Instead<>>
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
#ifdef CORRECTED
        static constexpr std::size_t window = 3;
#else
        static constexpr double window = 3;
#endif
    };
};
static_assert(judge<Verdict<Sequential<Mine, Linear<4>>, Shape<3>>>());
