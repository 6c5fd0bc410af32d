// SPDX-License-Identifier: BSL-1.0
//
// AvgPool1d: (positions, features) -> (fewer positions, features), the mean of each window.
#pragma once

#include "tenon/dsl/pooling.hpp"

#include <string_view>

namespace tenon {

/// `AvgPool1d<kernel>`: y[t] = 1 / kernel · Σ x[stride · t + dilation · j − front] over j < kernel, for each feature.
/// Options: `Stride{s}`, which is kernel where it is left out, `Dilation{d}`, and `causal`: front is (kernel − 1) · d,
/// and what is in front of x counts as 0; without it front is 0. Positions behind the last whole window are left out.
/// Source: torch.nn.AvgPool1d, channels last.
template <auto... Spec>
struct AvgPool1d : detail::Pooling<AvgPool1d<Spec...>, Spec...> {
    static constexpr std::string_view header = "tenon/layers/avg_pool1d.hpp";
    static constexpr std::string_view text = "AvgPool1d<kernel> with a kernel of at least 1, then any of Stride{n}, "
                                             "Dilation{n} with n of at least 1, and causal";
};

} // namespace tenon
