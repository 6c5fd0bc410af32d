// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own whose tensors are not known while it is compiled.
//
// says: layer 0, Mine, has parameters or buffers that are no table: write tensors(TensorSpec{...}, ...)
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, Mine>, tenon::TakesTables, tenon::Gets<tenon::Shape<3>, tenon::NetInput>, tenon::Instead<>>
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
        static constexpr auto parameters = tensors(TensorSpec{"scale", {3}});
#else
        static const std::array<TensorSpec, 1> parameters;
#endif
    };
};
static_assert(judge<Verdict<Sequential<Mine, Linear<4>>, Shape<3>>>());
