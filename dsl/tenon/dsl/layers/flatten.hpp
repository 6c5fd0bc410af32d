// SPDX-License-Identifier: BSL-1.0
//
// Flatten: (a, b, …) -> (a·b·…), a view.
#pragma once

#include "tenon/dsl/joint.hpp"

namespace tenon {

/// All axes of an example as one. Costs nothing: row-major order stays as it is.
struct Flatten {
    template <class In>
    static constexpr auto check() {
        return detail::check_reals<In>();
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = Shape<In::size>;
        static constexpr bool view = true;
    };
};

} // namespace tenon
