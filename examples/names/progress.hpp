// SPDX-License-Identifier: BSL-1.0
//
// A line on the terminal that tells how far a long run is.
#pragma once

#include <chrono>
#include <cstddef>

namespace names {

/// Shows rate, time left and smoothed loss on standard error while that is a terminal, and nothing elsewhere.
class Progress {
  public:
    explicit Progress(std::size_t steps);
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Another step is done. Draws ten times a second at the most.
    void advance(float loss);
    /// Takes the line away, so that something else can be printed.
    void clear();

    /// Steps a second so far.
    [[nodiscard]] double rate() const;

  private:
    using Clock = std::chrono::steady_clock;
    void draw(double seconds);

    std::size_t steps_;
    std::size_t done_ = 0;
    double smoothed_ = 0;
    bool terminal_;
    bool drawn_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point next_draw_ = start_;
};

} // namespace names
