// SPDX-License-Identifier: BSL-1.0
//
// µ-law: samples of sound as one of 256 levels, which are closer where sound is soft.
#pragma once

#include "tenon/dsl/token.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tenon {

inline constexpr std::size_t mu_law_levels = 256;

/// The level of a sample from −1 to 1; what is beyond is cut, and NaN is 0. Source: ITU-T G.711; van den Oord et al.,
/// "WaveNet", 2016, section 2.2; torchaudio.functional.mu_law_encoding.
inline Token mu_law_encoded(float sample) {
    constexpr float mu = mu_law_levels - 1;
    const float bounded = std::isnan(sample) ? 0.0F : std::clamp(sample, -1.0F, 1.0F);
    const float compressed = std::copysign(std::log1p(mu * std::abs(bounded)) / std::log1p(mu), bounded);
    return static_cast<Token>(std::floor((compressed + 1) / 2 * mu + 0.5F));
}

/// The sample of a level from 0 to 255.
inline float mu_law_decoded(Token level) {
    constexpr float mu = mu_law_levels - 1;
    const float compressed = static_cast<float>(level) / mu * 2 - 1;
    return std::copysign(std::expm1(std::abs(compressed) * std::log1p(mu)) / mu, compressed);
}

} // namespace tenon
