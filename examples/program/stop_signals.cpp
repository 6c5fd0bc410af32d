// SPDX-License-Identifier: BSL-1.0
#include "stop_signals.hpp"

#include <signal.h> // <csignal> does not promise sigaction. NOLINT(modernize-deprecated-headers)

#include <array>
#include <cstddef>

namespace program {

namespace {

constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};

// What a handler may read: set before it is installed, but for the first.
volatile ::sig_atomic_t noted = 0;
std::array<struct sigaction, signals.size()> before;
std::array<bool, signals.size()> caught;

void give_back() {
    for (std::size_t index = 0; index < signals.size(); ++index)
        if (caught[index]) ::sigaction(signals[index], &before[index], nullptr);
}

void note(int) {
    noted = 1;
    give_back(); // sigaction may be called from a handler
}

} // namespace

StopSignals::StopSignals() {
    noted = 0;
    struct sigaction action{};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART; // what is being written is written
    ::sigemptyset(&action.sa_mask);
    for (const int signal : signals) ::sigaddset(&action.sa_mask, signal);
    for (std::size_t index = 0; index < signals.size(); ++index) {
        caught[index] =
            ::sigaction(signals[index], nullptr, &before[index]) == 0 && before[index].sa_handler != SIG_IGN;
    }
    for (std::size_t index = 0; index < signals.size(); ++index)
        if (caught[index]) ::sigaction(signals[index], &action, nullptr);
}

StopSignals::~StopSignals() { give_back(); }

bool StopSignals::raised() const { return noted != 0; }

} // namespace program
