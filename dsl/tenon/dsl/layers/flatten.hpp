// SPDX-License-Identifier: BSL-1.0
//
// Flatten: (a, b, …) -> (a·b·…), a view.
#pragma once

#include "tenon/dsl/joint.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// All axes of an example as one. Costs nothing: row-major order stays as it is.
struct Flatten {
    static constexpr std::string_view header = "tenon/layers/flatten.hpp";
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = Shape<In::size>;
        static constexpr bool view = true;
        static constexpr std::size_t window = In::positions;
        static constexpr std::size_t stride = In::positions;
    };
};

} // namespace tenon
