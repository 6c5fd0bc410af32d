// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own, in one's own namespace, tells in a Residual what would fit.
//
// says: layer 1.0, mine::MeanPool<3>, takes positions in groups of 3 but layer 0, Embedding<24>, gives 8 (Shape<8, 24>): write mine::MeanPool<1>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 0>, mine::MeanPool<3>>, tenon::TakesPositionsDivisibleBy<3>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Embedding<24>>>, tenon::Instead<mine::MeanPool<1>>>
#include "tenon/dsl.hpp"

using namespace tenon;

namespace mine {

/// (positions, features) -> (positions / n, features), each the mean of n positions.
template <std::size_t N>
struct MeanPool {
    template <class In>
    static constexpr auto check() {
        using OfReals = decltype(tenon::check_reals<In>());
        if constexpr (!OfReals::fits)
            return OfReals{};
        else if constexpr (In::positions % N != 0)
            return tenon::Unfit<tenon::TakesPositionsDivisibleBy<N>, MeanPool<1>>{};
        else
            return tenon::Fits{};
    }
    template <class In>
    struct Joint : tenon::JointDefaults {
        using Output = tenon::Shape<In::positions / N, In::features>;
    };
};

} // namespace mine

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Residual<mine::MeanPool<1>>>;
#else
using Net = Sequential<Embedding<24>, Residual<mine::MeanPool<3>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
