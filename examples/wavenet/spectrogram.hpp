// SPDX-License-Identifier: BSL-1.0
//
// Frequencies of a sound over time, as a picture.
#pragma once

#include "program/sound.hpp"

#include <string>

namespace program {

/// The bytes of a PNG file: time goes to the right, frequency up to half of the sound's rate; what is 80 dB below the
/// loudest, or more, is white.
std::string spectrogram(const Sound& sound);

} // namespace program
