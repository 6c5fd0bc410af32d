// SPDX-License-Identifier: BSL-1.0
//
// Files read whole: every byte of them, or the system's reason why not.
#include "tenon/io/input_file.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace {

using tenon::test::TemporaryDirectory;
using tenon::test::thrown;
using tenon::test::write_bytes;

std::string refusal(const std::filesystem::path& path) {
    return tenon::test::thrown<std::runtime_error>([&] { tenon::read_file(path); });
}

} // namespace

BOOST_AUTO_TEST_CASE(all_256_bytes_are_read_as_they_are) {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    const TemporaryDirectory directory;
    BOOST_TEST((tenon::read_file(write_bytes(directory / "file", bytes + "\r\n\x1a")) == bytes + "\r\n\x1a"));
}

BOOST_AUTO_TEST_CASE(sizes_around_the_pieces_it_reads_are_read_whole) {
    const TemporaryDirectory directory;
    for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 131072U, 200000U}) {
        const std::string bytes(size, 'x');
        BOOST_TEST((tenon::read_file(write_bytes(directory / "file", bytes)) == bytes), "size " << size);
    }
}

BOOST_AUTO_TEST_CASE(no_more_is_read_than_is_asked_for) {
    const TemporaryDirectory directory;
    const auto file = write_bytes(directory / "file", "abc");
    BOOST_TEST(tenon::read_file(file, 3) == "abc");
    const auto refused = [](const std::filesystem::path& path, std::uint64_t most) {
        return thrown<std::runtime_error>([&] { tenon::read_file(path, most); });
    };
    BOOST_TEST(refused(file, 2) == file.string() + ": holds more than 2 bytes, which are read at most");
    BOOST_TEST(refused("/dev/zero", 100'000) == "/dev/zero: holds more than 100000 bytes, which are read at most");
}

BOOST_AUTO_TEST_CASE(a_pipe_is_read_to_its_end_and_a_file_of_the_kernel_too) {
    int ends[2] = {};
    BOOST_REQUIRE(::pipe(ends) == 0);
    BOOST_REQUIRE(::write(ends[1], "abc", 3) == 3);
    ::close(ends[1]);
    BOOST_TEST(tenon::read_file("/dev/fd/" + std::to_string(ends[0])) == "abc");
    ::close(ends[0]);
    BOOST_TEST(tenon::read_file("/proc/self/status").starts_with("Name:")); // its size is told as 0
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_named_with_the_reason) {
    const TemporaryDirectory directory;
    const auto file = write_bytes(directory / "file", "x");
    std::filesystem::create_symlink("circle", directory / "circle");
    const std::string path = directory.path().string();
    BOOST_TEST(refusal(directory / "none") == path + "/none: cannot be read: No such file or directory");
    BOOST_TEST(refusal(directory.path()) == path + ": cannot be read: Is a directory");
    BOOST_TEST(refusal(file / "below") == path + "/file/below: cannot be read: Not a directory");
    BOOST_TEST(refusal(directory / "circle") == path + "/circle: cannot be read: Too many levels of symbolic links");
    const std::string long_name(300, 'a');
    BOOST_TEST(refusal(directory / long_name) == path + "/" + long_name + ": cannot be read: File name too long");
    BOOST_TEST(refusal("") == ": cannot be read: No such file or directory");
}

// The first page of a process is not there to be read: the file opens, and its first byte is an error.
BOOST_AUTO_TEST_CASE(an_error_while_reading_is_no_end_of_file) {
    BOOST_TEST(refusal("/proc/self/mem") == "/proc/self/mem: cannot be read: Input/output error");
}
