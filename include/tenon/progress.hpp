// SPDX-License-Identifier: BSL-1.0
//
// A line on the terminal that tells how far a long run is.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>

namespace tenon {

/// 3725 seconds as 1:02:05, 65 as 1:05.
inline std::string clock_time(double seconds) {
    const auto whole = std::lround(seconds);
    char text[32];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
    return text;
}

/// Shows rate, time left and smoothed loss on standard error while that is a terminal, and nothing elsewhere:
///
///     Progress progress{steps};
///     for (std::size_t step = 0; step < steps; ++step) progress.advance(trainer.step(inputs, targets, rate));
class Progress {
  public:
    explicit Progress(std::size_t steps) : steps_(steps), terminal_(::isatty(STDERR_FILENO) == 1) {}
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Another step is done. Draws ten times a second at the most.
    void advance(double loss) {
        constexpr double keep = 0.999; // of the smoothed loss: about the last thousand steps
        ++done_;
        const double forgotten = std::max(1 - keep, 1 / static_cast<double>(done_));
        smoothed_ += forgotten * (loss - smoothed_);
        if (!terminal_) return;
        const auto now = Clock::now();
        if (now < next_draw_ && done_ < steps_) return;
        next_draw_ = now + std::chrono::milliseconds(100);
        draw(std::chrono::duration<double>(now - start_).count());
    }
    /// Takes the line away, so that something else can be printed.
    void clear() {
        if (!drawn_) return;
        std::fputs("\r\033[K", stderr);
        std::fflush(stderr);
        drawn_ = false;
    }

    /// Seconds and steps a second so far.
    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
    [[nodiscard]] double rate() const { return static_cast<double>(done_) / seconds(); }

  private:
    using Clock = std::chrono::steady_clock;

    void draw(double seconds) {
        constexpr std::size_t width = 30;
        const double part = static_cast<double>(done_) / static_cast<double>(steps_);
        const auto filled = std::min(static_cast<std::size_t>(part * width), width);
        const double left = std::max(seconds / part - seconds, 0.0);
        std::fprintf(stderr, "\r\033[K[%s%s] %3.0f %%  %.0f steps/s  %s left  loss %.4f",
                     std::string(filled, '#').c_str(), std::string(width - filled, '.').c_str(), 100 * part, rate(),
                     clock_time(left).c_str(), smoothed_);
        std::fflush(stderr);
        drawn_ = true;
    }

    std::size_t steps_;
    std::size_t done_ = 0;
    double smoothed_ = 0;
    bool terminal_;
    bool drawn_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point next_draw_ = start_;
};

} // namespace tenon
