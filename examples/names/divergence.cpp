// SPDX-License-Identifier: BSL-1.0
#include "divergence.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace names {

namespace {

double mean(std::span<const double> losses) {
    return std::accumulate(losses.begin(), losses.end(), 0.0) / static_cast<double>(losses.size());
}

std::string told(std::span<const double> losses, std::size_t averaged, double loss, double even) {
    char text[200];
    const int length = std::snprintf(text, sizeof text, "the loss is %.5g at step %zu", loss, losses.size() - 1);
    if (averaged > 1)
        std::snprintf(text + length, sizeof text - static_cast<std::size_t>(length),
                      " (the mean of %zu steps; even guesses have %.4f)", averaged, even);
    return std::string(text) + ": the training has diverged, a lower --rate may help";
}

} // namespace

std::string divergence(std::span<const double> losses, double even, bool ended) {
    constexpr std::size_t block = 1000, end = 100;
    if (losses.empty()) return {};
    if (!std::isfinite(losses.back())) return told(losses, 1, losses.back(), even);
    const auto above = [&](std::size_t steps, double times) -> std::string {
        const double loss = mean(losses.last(steps));
        return loss > times * even ? told(losses, steps, loss, even) : std::string();
    };
    std::string found;
    if (losses.size() % block == 0) found = above(block, 10);
    if (ended && found.empty()) found = above(std::min(end, losses.size()), 2);
    return found;
}

} // namespace names
