// SPDX-License-Identifier: BSL-1.0
#include "progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

namespace names {

namespace {

/// 3725 seconds as 1:02:05, 65 as 1:05.
std::string clock_time(double seconds) {
    const auto whole = std::lround(seconds);
    char text[32];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
    return text;
}

} // namespace

Progress::Progress(std::size_t steps) : steps_(steps), terminal_(::isatty(STDERR_FILENO) == 1) {}

void Progress::advance(float loss) {
    constexpr double keep = 0.999; // of the smoothed loss: about the last thousand steps
    ++done_;
    const double forgotten = std::max(1 - keep, 1 / static_cast<double>(done_));
    smoothed_ += forgotten * (static_cast<double>(loss) - smoothed_);
    if (!terminal_) return;
    const auto now = Clock::now();
    if (now < next_draw_ && done_ < steps_) return;
    next_draw_ = now + std::chrono::milliseconds(100);
    draw(std::chrono::duration<double>(now - start_).count());
}

void Progress::draw(double seconds) {
    constexpr std::size_t width = 30;
    const double part = static_cast<double>(done_) / static_cast<double>(steps_);
    const auto filled = static_cast<std::size_t>(part * width);
    const double left = seconds / part - seconds;
    std::fprintf(stderr, "\r\033[K[%s%s] %3.0f %%  %.0f steps/s  %s left  loss %.4f", std::string(filled, '#').c_str(),
                 std::string(width - filled, '.').c_str(), 100 * part, rate(), clock_time(left).c_str(), smoothed_);
    std::fflush(stderr);
    drawn_ = true;
}

void Progress::clear() {
    if (!drawn_) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    drawn_ = false;
}

double Progress::rate() const {
    return static_cast<double>(done_) / std::chrono::duration<double>(Clock::now() - start_).count();
}

} // namespace names
