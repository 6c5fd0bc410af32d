// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own that does not answer check.
//
// says: layer 1, Halves, is not a layer: a layer has check<In>() and Joint<In>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Halves>, tenon::TakesToBeALayer, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Embedding<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

struct Halves {
    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
    };
};
struct Whole : Halves {
    template <class In>
    static constexpr auto check() {
        return Fits{};
    }
};

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Whole, Flatten>;
#else
using Net = Sequential<Embedding<24>, Halves, Flatten>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
