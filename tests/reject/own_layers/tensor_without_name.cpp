// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own with a tensor that has no name.
//
// says: layer 0, Mine, has a tensor without a name, two of one name, or one with an axis of 0
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, Mine>, tenon::TakesNamedTensors, tenon::Gets<tenon::Shape<3>, tenon::NetInput>, tenon::Instead<>>
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
        static constexpr auto parameters = tensors(TensorSpec{"scale", {3}}, TensorSpec{"shift", {3}});
#else
        static constexpr auto parameters = tensors(TensorSpec{"", {3}}, TensorSpec{"shift", {3}});
#endif
    };
};
static_assert(judge<Verdict<Sequential<Mine, Linear<4>>, Shape<3>>>());
