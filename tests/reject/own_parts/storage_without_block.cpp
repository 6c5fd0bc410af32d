// SPDX-License-Identifier: BSL-1.0
//
// A storage of one's own without blocks.
//
// says: Mine is not a storage: it has no template <class Real, std::size_t Size> class Block
// says clang 16: Refused<tenon::Lacks<tenon::detail::AStorage, tenon::detail::BlockOfNumbers>, Mine>
#include "tenon/tenon.hpp"

using namespace tenon;

struct Mine {
#ifdef CORRECTED
    template <class Real, std::size_t Size>
    using Block = Heap::Block<Real, Size>;
#else
    using Block = int;
#endif
};
using Kept = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>, float, Mine>;

float first(Generator& generator) {
    Kept model{generator};
    return model.parameter<"0.weight">()[0];
}
