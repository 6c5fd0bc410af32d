// SPDX-License-Identifier: BSL-1.0
//
// A storage of one's own that does not give its numbers.
//
// says: Mine is not a storage: it has no Real* data() and const Real* data() const in its Block<Real, Size>
// says clang 16: Refused<tenon::Lacks<tenon::detail::AStorage, tenon::detail::DataOfBlock>, Mine>
#include "tenon/tenon.hpp"

#include <array>
#include <cstddef>

using namespace tenon;

struct Mine {
    template <class Real, std::size_t Size>
    class Block {
      public:
        struct Place {};
        explicit Block(Place) {}
#ifdef CORRECTED
        Real* data() { return reals_.data(); }
        const Real* data() const { return reals_.data(); }
#else
        Real* begin() { return reals_.data(); }
#endif

      private:
        alignas(64) std::array<Real, Size> reals_{};
    };
};
using Kept = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>, float, Mine>;

float first(Generator& generator) {
    Kept model{generator};
    return model.parameter<"0.weight">()[0];
}
