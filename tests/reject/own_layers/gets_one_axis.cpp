// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own gets one axis and takes two.
//
// says: layer 2, Transpose, takes two axes (positions, features) but layer 1, Flatten, gives Shape<192>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<2>, Transpose>, tenon::TakesSequence, tenon::Gets<tenon::Shape<192>, tenon::PlacedLayer<tenon::At<1>, tenon::Flatten>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

/// (a, b) -> (b, a).
struct Transpose {
    template <class In>
    static constexpr auto check() {
        if constexpr (In::rank == 2)
            return Fits{};
        else
            return Unfit<TakesSequence>{};
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = Shape<In::extents[1], In::extents[0]>;
    };
};

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Transpose, Flatten>;
#else
using Net = Sequential<Embedding<24>, Flatten, Transpose>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
