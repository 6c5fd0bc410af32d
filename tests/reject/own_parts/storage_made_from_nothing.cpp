// SPDX-License-Identifier: BSL-1.0
//
// A storage of one's own that is not made from its Place.
//
// says: Mine is not a storage: it has no Block::Place, from which its Block<Real, Size> is made
// says clang 16: Refused<tenon::Lacks<tenon::detail::AStorage, tenon::detail::PlaceOfBlock>, Mine>
#include "tenon/tenon.hpp"

#include <array>
#include <cstddef>

using namespace tenon;

struct Mine {
    template <class Real, std::size_t Size>
    class Block {
      public:
        struct Place {};
#ifdef CORRECTED
        explicit Block(Place) {}
#else
        Block() = default;
#endif
        Real* data() { return reals_.data(); }
        const Real* data() const { return reals_.data(); }

      private:
        alignas(64) std::array<Real, Size> reals_{};
    };
};
using Kept = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>, float, Mine>;

float first(Generator& generator) {
    Kept model{generator};
    return model.parameter<"0.weight">()[0];
}
