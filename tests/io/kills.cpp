// SPDX-License-Identifier: BSL-1.0
//
// Programs that save to the same two paths and are killed at any moment: each file is always one run's and whole, and
// what a killed program leaves is gone once the next one has run.
#include "support/files.hpp"

#include "tenon/io/output_file.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <thread>

namespace {

using tenon::OutputFile;
using tenon::test::bytes_of;
using tenon::test::TemporaryDirectory;

constexpr std::size_t line_length = 32;

/// What a run saves: how many lines, then as many lines which all say whose they are.
std::string content(const std::string& owner, std::size_t lines) {
    const auto padded = [](std::string text) { return text.append(line_length - 1 - text.size(), ' ') + "\n"; };
    std::string text = padded(std::to_string(lines));
    for (std::size_t line = 0; line < lines; ++line) text += padded(owner);
    return text;
}

bool is_whole(const std::string& bytes) {
    if (bytes.size() < 2 * line_length) return false;
    const std::string owner = bytes.substr(line_length, bytes.find(' ', line_length) - line_length);
    return bytes == content(owner, std::stoul(bytes));
}

void save(const std::filesystem::path& path, const std::string& bytes) {
    OutputFile file(path);
    for (std::size_t at = 0; at < bytes.size(); at += 10'000) file.write(std::string_view(bytes).substr(at, 10'000));
    file.commit();
}

/// Saves to both paths, again and again, until it is killed.
[[noreturn]] void run(const TemporaryDirectory& directory, unsigned seed) {
    std::minstd_rand random(seed);
    try {
        for (std::size_t round = 0;; ++round) {
            const std::string owner = std::to_string(::getpid()) + "." + std::to_string(round);
            for (const char* name : {"one", "two"}) save(directory / name, content(owner, 1 + random() % 5'000));
        }
    } catch (const std::exception&) {
        ::_exit(1);
    }
}

::pid_t start(const TemporaryDirectory& directory, unsigned seed) {
    const ::pid_t child = ::fork();
    if (child == 0) run(directory, seed);
    return child;
}

/// Whether the program ran until it was killed.
bool kill(::pid_t child) {
    int status = 0;
    return ::kill(child, SIGKILL) == 0 && ::waitpid(child, &status, 0) == child && WIFSIGNALED(status);
}

} // namespace

BOOST_AUTO_TEST_CASE(two_hundred_kills_leave_whole_files_and_nothing_else) {
    const TemporaryDirectory directory;
    for (const char* name : {"one", "two"}) save(directory / name, content("nobody", 1));
    std::minstd_rand random(42);
    std::array<::pid_t, 2> programs{start(directory, 1), start(directory, 2)};
    std::size_t different = 0;
    std::string last;
    for (unsigned kills = 0; kills < 200; ++kills) {
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 30'000));
        ::pid_t& program = programs[random() % programs.size()];
        BOOST_TEST(kill(program));
        for (const char* name : {"one", "two"}) {
            const std::string bytes = bytes_of(directory / name);
            BOOST_TEST(is_whole(bytes), name << " is broken after kill " << kills);
            different += bytes != last ? 1 : 0;
            last = bytes;
        }
        program = start(directory, kills + 3);
    }
    for (const ::pid_t program : programs) BOOST_TEST(kill(program));
    BOOST_TEST(different > 100); // they did save
    for (const char* name : {"one", "two"}) save(directory / name, content("last", 1));
    BOOST_TEST(directory.entries() == 2);
}
