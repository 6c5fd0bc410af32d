// SPDX-License-Identifier: BSL-1.0
//
// Signals that ask a program to end, for work that ends early and still writes what it has.
#pragma once

namespace program {

/// While it lives, the first SIGINT (Ctrl-C), SIGTERM or SIGHUP is only noted. From then on they do again what they did
/// before, so that a second one ends the program. Those that are ignored, as SIGHUP is under nohup, stay ignored. There
/// is one at a time.
class StopSignals {
  public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    [[nodiscard]] bool raised() const;
};

} // namespace program
