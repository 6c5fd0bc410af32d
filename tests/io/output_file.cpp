// SPDX-License-Identifier: BSL-1.0
//
// Files written whole or not at all: what stands under a name before, during and after, when all goes well and when the
// disk is full, the directory closed or the target something else than a file.
#include "tenon/io/output_file.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace fs = std::filesystem;

namespace {

using tenon::OutputFile;
using tenon::test::bytes_of;
using tenon::test::TemporaryDirectory;
using tenon::test::thrown;
using tenon::test::write_bytes;

void write_whole(const fs::path& path, const std::string& bytes) {
    OutputFile file(path);
    file.write(bytes);
    file.commit();
}

std::string refusal(const fs::path& path) {
    return thrown<std::runtime_error>([&] { OutputFile{path}; });
}

/// More than any buffer between here and the file.
const std::string large(1'000'000, 'x');

/// A disk with room for 100 bytes in a file.
class FullDisk {
  public:
    FullDisk() {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{100, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, SIG_DFL);
    }

  private:
    rlimit before_{};
};

template <class Work>
std::string full_disk_refusal(Work work) {
    const FullDisk full;
    return thrown<std::runtime_error>(work);
}

/// Root may write anywhere, and replace a device by a file where the code under test is wrong: for a while, somebody
/// else.
class NotRoot {
  public:
    NotRoot() { change(65534); }
    NotRoot(const NotRoot&) = delete;
    NotRoot& operator=(const NotRoot&) = delete;
    ~NotRoot() { change(0); }

  private:
    static void change(uid_t user) {
        if (::getuid() == 0 && ::seteuid(user) != 0) throw std::runtime_error("the user cannot be changed");
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(success)

BOOST_AUTO_TEST_CASE(a_commit_makes_all_that_was_written_the_target) {
    const TemporaryDirectory directory;
    OutputFile file(directory / "file");
    file.write("one ");
    file.write("");
    file.write(std::string_view("two\0three", 9));
    file.commit();
    BOOST_TEST(bytes_of(directory / "file") == std::string("one two\0three", 13));
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(a_commit_of_nothing_is_an_empty_file) {
    const TemporaryDirectory directory;
    write_whole(directory / "file", "");
    BOOST_TEST(bytes_of(directory / "file").empty());
}

BOOST_AUTO_TEST_CASE(a_longer_file_is_replaced_whole) {
    const TemporaryDirectory directory;
    write_whole(write_bytes(directory / "file", "long before"), "now");
    BOOST_TEST(bytes_of(directory / "file") == "now");
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(until_the_commit_the_target_is_as_it_was_and_the_partial_grows_beside_it) {
    const TemporaryDirectory directory;
    OutputFile file(write_bytes(directory / "file", "before"));
    BOOST_TEST(bytes_of(directory / "file.partial").empty());
    file.write("now");
    file.flush();
    BOOST_TEST(bytes_of(directory / "file") == "before");
    BOOST_TEST(bytes_of(directory / "file.partial") == "now");
    file.commit();
    BOOST_TEST(bytes_of(directory / "file") == "now");
}

BOOST_AUTO_TEST_CASE(what_a_killed_program_left_does_not_show) {
    const TemporaryDirectory directory;
    write_bytes(directory / "file.partial", "left behind");
    write_whole(directory / "file", "now");
    BOOST_TEST(bytes_of(directory / "file") == "now");
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_moved_is_written_once) {
    const TemporaryDirectory directory;
    std::optional<OutputFile> file(directory / "file");
    file->write("one ");
    OutputFile moved = *std::move(file);
    file.reset();
    BOOST_TEST(fs::exists(directory / "file.partial"));
    moved.write("two");
    moved.commit();
    BOOST_TEST(bytes_of(directory / "file") == "one two");
}

BOOST_AUTO_TEST_CASE(after_the_commit_the_partial_of_another_is_left_alone) {
    const TemporaryDirectory directory;
    {
        OutputFile file(directory / "file");
        file.commit();
        write_bytes(directory / "file.partial", "of another");
    }
    BOOST_TEST(bytes_of(directory / "file.partial") == "of another");
}

BOOST_AUTO_TEST_CASE(a_path_relative_to_the_current_directory_will_do) {
    const TemporaryDirectory directory;
    const auto before = fs::current_path();
    fs::current_path(directory.path());
    write_whole("file", "now");
    fs::current_path(before);
    BOOST_TEST(bytes_of(directory / "file") == "now");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(failure)

BOOST_AUTO_TEST_CASE(without_a_commit_nothing_is_left) {
    const TemporaryDirectory directory;
    {
        OutputFile file(directory / "file");
        file.write(large);
        BOOST_TEST(directory.entries() == 1);
    }
    BOOST_TEST(directory.entries() == 0);
}

BOOST_AUTO_TEST_CASE(without_a_commit_an_existing_file_is_as_it_was) {
    const TemporaryDirectory directory;
    write_bytes(directory / "file", "before");
    OutputFile(directory / "file").write(large);
    BOOST_TEST(bytes_of(directory / "file") == "before");
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_noticed_and_an_existing_file_survives_it) {
    const TemporaryDirectory directory;
    const auto path = write_bytes(directory / "file", "before");
    const std::string sentence = path.string() + ": cannot be written: File too large";
    BOOST_TEST(full_disk_refusal([&] { write_whole(path, std::string(101, 'x')); }) == sentence);
    BOOST_TEST(full_disk_refusal([&] { OutputFile(path).write(large); }) == sentence);
    BOOST_TEST(full_disk_refusal([&] {
                   OutputFile file(path);
                   file.write(std::string(101, 'x'));
                   file.flush();
               }) == sentence);
    BOOST_TEST(bytes_of(path) == "before");
    BOOST_TEST(directory.entries() == 1);
    BOOST_TEST(full_disk_refusal([&] { write_whole(path, std::string(100, 'x')); }) == "nothing is thrown");
    BOOST_TEST(fs::file_size(path) == 100);
}

BOOST_AUTO_TEST_CASE(a_target_that_becomes_a_directory_leaves_no_partial) {
    const TemporaryDirectory directory;
    {
        OutputFile file(directory / "file");
        fs::create_directory(directory / "file");
        const std::string sentence = (directory / "file").string() + ": cannot be written: Is a directory";
        BOOST_TEST(thrown<std::runtime_error>([&] { file.commit(); }) == sentence);
    }
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(a_path_that_cannot_be_written_is_known_at_once) {
    const TemporaryDirectory directory;
    const std::string path = directory.path().string();
    const auto file = write_bytes(directory / "file", "before");
    BOOST_TEST(refusal(directory.path()) == path + ": cannot be written: is a directory, expected a file");
    BOOST_TEST(refusal(directory / "no/file") == path + "/no/file: cannot be written: No such file or directory");
    BOOST_TEST(refusal(file / "below") == path + "/file/below: cannot be written: Not a directory");
    const std::string long_name(300, 'a');
    BOOST_TEST(refusal(directory / long_name) == path + "/" + long_name + ": cannot be written: File name too long");
    BOOST_TEST(bytes_of(file) == "before");
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(a_directory_without_permission_is_refused) {
    const TemporaryDirectory directory;
    fs::permissions(directory.path(), fs::perms{0755});
    fs::create_directory(directory / "closed");
    fs::permissions(directory / "closed", fs::perms{0555});
    const std::string path = (directory / "closed").string();
    {
        const NotRoot somebody;
        BOOST_TEST(refusal(directory / "closed/file") == path + "/file: cannot be written: Permission denied");
    }
    BOOST_TEST(fs::is_empty(path));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(links)

BOOST_AUTO_TEST_CASE(a_link_stays_a_link_and_its_end_is_written) {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "there");
    write_bytes(directory / "there/file", "before");
    fs::create_symlink("file", directory / "there/second");
    fs::create_symlink("there/second", directory / "first");
    write_whole(directory / "first", "now");
    BOOST_TEST(fs::read_symlink(directory / "first") == "there/second");
    BOOST_TEST(fs::read_symlink(directory / "there/second") == "file");
    BOOST_TEST(!fs::is_symlink(directory / "there/file"));
    BOOST_TEST(bytes_of(directory / "there/file") == "now");
}

BOOST_AUTO_TEST_CASE(the_partial_stands_beside_the_end_of_the_link) {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "there");
    fs::create_symlink(write_bytes(directory / "there/file", "before"), directory / "link");
    const OutputFile file(directory / "link");
    BOOST_TEST(fs::exists(directory / "there/file.partial"));
    BOOST_TEST(directory.entries() == 2);
}

BOOST_AUTO_TEST_CASE(a_link_to_what_is_not_there_yet_stays_a_link) {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "there");
    fs::create_symlink("there/file", directory / "link");
    write_whole(directory / "link", "now");
    BOOST_TEST(fs::is_symlink(directory / "link"));
    BOOST_TEST(bytes_of(directory / "there/file") == "now");
}

BOOST_AUTO_TEST_CASE(a_link_through_a_linked_directory_leads_where_the_system_says) {
    const TemporaryDirectory directory;
    fs::create_directories(directory / "deep/real");
    fs::create_directory_symlink("deep/real", directory / "way");
    fs::create_symlink("../file", directory / "deep/real/link");
    write_whole(directory / "way/link", "now");
    BOOST_TEST(bytes_of(directory / "deep/file") == "now");
    BOOST_TEST(fs::is_symlink(directory / "deep/real/link"));
}

BOOST_AUTO_TEST_CASE(links_in_a_circle_are_refused) {
    const TemporaryDirectory directory;
    fs::create_symlink("two", directory / "one");
    fs::create_symlink("one", directory / "two");
    const std::string sentence = ": cannot be written: Too many levels of symbolic links";
    BOOST_TEST(refusal(directory / "one") == (directory / "one").string() + sentence);
    BOOST_TEST(fs::is_symlink(directory / "one"));
}

BOOST_AUTO_TEST_CASE(an_error_names_the_link_that_was_asked_for) {
    const TemporaryDirectory directory;
    fs::create_symlink("no/file", directory / "link");
    const std::string sentence = ": cannot be written: No such file or directory";
    BOOST_TEST(refusal(directory / "link") == (directory / "link").string() + sentence);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(devices)

BOOST_AUTO_TEST_CASE(a_full_device_is_noticed_at_the_commit_and_stays_a_device) {
    const NotRoot somebody;
    OutputFile file("/dev/full");
    file.write("little enough for a buffer");
    const std::string sentence = "/dev/full: cannot be written: No space left on device";
    BOOST_TEST(thrown<std::runtime_error>([&] { file.commit(); }) == sentence);
    BOOST_TEST(fs::is_character_file("/dev/full"));
    BOOST_TEST(!fs::exists("/dev/full.partial"));
}

BOOST_AUTO_TEST_CASE(a_full_device_is_noticed_at_a_flush_and_at_a_large_write) {
    const NotRoot somebody;
    const std::string sentence = "/dev/full: cannot be written: No space left on device";
    BOOST_TEST(thrown<std::runtime_error>([] { OutputFile("/dev/full").write(large); }) == sentence);
    BOOST_TEST(thrown<std::runtime_error>([] {
                   OutputFile file("/dev/full");
                   file.write("little");
                   file.flush();
               }) == sentence);
    BOOST_TEST(fs::is_character_file("/dev/full"));
}

BOOST_AUTO_TEST_CASE(a_device_that_takes_all_is_written) {
    const NotRoot somebody;
    write_whole("/dev/null", large);
    OutputFile("/dev/null").write("without a commit");
    BOOST_TEST(fs::is_character_file("/dev/null"));
    BOOST_TEST(!fs::exists("/dev/null.partial"));
}

BOOST_AUTO_TEST_CASE(a_pipe_gets_the_bytes_and_stays_a_pipe) {
    const TemporaryDirectory directory;
    const auto path = directory / "pipe";
    BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
    write_whole(path, "now");
    char bytes[8] = {};
    BOOST_TEST(::read(reader, bytes, sizeof bytes) == 3);
    ::close(reader);
    BOOST_TEST(std::string(bytes) == "now");
    BOOST_TEST(fs::is_fifo(path));
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(a_link_to_a_device_is_written_directly) {
    const TemporaryDirectory directory;
    fs::permissions(directory.path(), fs::perms{0755});
    fs::create_symlink("/dev/null", directory / "link");
    {
        const NotRoot somebody;
        write_whole(directory / "link", "now");
    }
    BOOST_TEST(fs::read_symlink(directory / "link") == "/dev/null");
    BOOST_TEST(fs::is_character_file("/dev/null"));
}

BOOST_AUTO_TEST_SUITE_END()
