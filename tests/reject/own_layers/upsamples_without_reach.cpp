// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own that gives each position twice, with a number for how far it sees.
//
// says: layer 0, Twice, upsamples and has no constexpr function reach in its Joint: write reach(std::size_t outputs)
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, Twice>, tenon::TakesReach, tenon::Gets<tenon::Shape<3, 2>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

struct Twice {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = Shape<2 * In::positions, In::features>;
        static constexpr bool upsamples = true;
#ifdef CORRECTED
        static constexpr std::size_t reach(std::size_t outputs) { return outputs / 2 + 1; }
#else
        static constexpr std::size_t reach = 1;
#endif
    };
};
static_assert(judge<Verdict<Sequential<Twice, Linear<4>>, Shape<3, 2>>>());
