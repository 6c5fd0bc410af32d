// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own with one tensor where a table is expected.
//
// says: layer 1, Mine, has parameters or buffers that are no table: write tensors(TensorSpec{...}, ...)
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, Mine>, tenon::TakesTables, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
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
        static constexpr auto parameters = tensors(TensorSpec{"slope", {In::features}});
    };
#else
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr auto parameters = TensorSpec{"slope", {In::features}};
    };
#endif
};
using Net = Sequential<Linear<3>, Mine, Linear<4>>;
static_assert(judge<Verdict<Net, Shape<4>>>());
