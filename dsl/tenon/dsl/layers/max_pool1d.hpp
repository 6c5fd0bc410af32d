// SPDX-License-Identifier: BSL-1.0
//
// MaxPool1d: (positions, features) -> (fewer positions, features), the largest number of each window.
#pragma once

#include "tenon/dsl/pooling.hpp"

#include <string_view>

namespace tenon {

/// `MaxPool1d<kernel>`: y[t] = max of x[stride · t + dilation · j − front] over j < kernel, for each feature. Options:
/// `Stride{s}`, which is kernel where it is left out, `Dilation{d}`, and `causal`: front is (kernel − 1) · d, and what
/// is in front of x counts as 0; without it front is 0. Positions behind the last whole window are left out. NaN where
/// there is one in the window; equal numbers give the gradient to the first. Source: torch.nn.MaxPool1d, channels last.
template <auto... Spec>
struct MaxPool1d : detail::Pooling<MaxPool1d<Spec...>, Spec...> {
    static constexpr std::string_view header = "tenon/layers/max_pool1d.hpp";
    static constexpr std::string_view text = "MaxPool1d<kernel> with a kernel of at least 1, then any of Stride{n}, "
                                             "Dilation{n} with n of at least 1, and causal";
};

} // namespace tenon
