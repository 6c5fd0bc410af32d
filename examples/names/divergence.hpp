// SPDX-License-Identifier: BSL-1.0
//
// When a training has gone wrong for good.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace names {

/// How a training that has diverged is told; empty for one that has not. `losses` are those of all steps so far,
/// `even` is the loss of guesses that are all the same.
///
/// It has diverged where the last loss is not finite, or where 1,000 steps (those that end at a multiple of 1,000) have
/// more than ten times the loss of even guesses on average. The lecture's nets with a rate of 3 have up to five times
/// that loss in their first 1,000 steps and learn all the same; with a rate of 5 most of them stay above ten times.
/// `ended` asks more of a training without another step: its last 100 steps, or all where there are fewer, have at most
/// twice that loss.
std::string divergence(std::span<const double> losses, double even, bool ended);

} // namespace names
