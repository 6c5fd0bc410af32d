// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own gives other features than the Linear behind it is written for.
//
// says: layer 2, Linear<24, 128>, takes 24 features but layer 1, Triple, gives 72 (Shape<8, 72>): write Linear<72, 128> or Linear<128>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<2>, tenon::Linear<24, 128>>, tenon::TakesFeatures<24>, tenon::Gets<tenon::Shape<8, 72>, tenon::PlacedLayer<tenon::At<1>, Triple>>, tenon::Instead<tenon::Linear<72, 128>, tenon::Linear<128>>>
#include "tenon/dsl.hpp"

using namespace tenon;

/// (…, features) -> (…, 3 · features).
struct Triple {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = WithFeatures<In, 3 * In::features>;
    };
};

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Triple, Linear<72, 128>>;
#else
using Net = Sequential<Embedding<24>, Triple, Linear<24, 128>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
