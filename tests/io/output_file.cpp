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
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

namespace {

using tenon::OutputFile;
using tenon::test::bytes_of;
using tenon::test::CurrentDirectory;
using tenon::test::TemporaryDirectory;
using tenon::test::thrown;
using tenon::test::write_bytes;

void write_whole(const fs::path& path, const std::string& bytes) {
    OutputFile file(path);
    file.write(bytes);
    file.commit();
}

/// The temporary files of a directory.
std::vector<fs::path> temporaries(const TemporaryDirectory& directory) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(directory.path())) {
        if (entry.path().filename().string().starts_with(".tenon-")) found.push_back(entry.path());
    }
    return found;
}

/// Does some work in another process, which ends without tidying up.
template <class Work>
void in_killed_process(Work work) {
    const ::pid_t child = ::fork();
    if (child == 0) {
        work(); // which leaves what it makes
        ::_exit(0);
    }
    int status = 0;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
}

unsigned mode_of(const fs::path& path) { return static_cast<unsigned>(fs::status(path).permissions()); }

/// A descriptor of a file opened with some flags.
class Opened {
  public:
    explicit Opened(const fs::path& path, int flags = O_WRONLY | O_CREAT)
        : number_(::open(path.c_str(), flags, 0600)) {}
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    ~Opened() { ::close(number_); }
    [[nodiscard]] int number() const { return number_; }

  private:
    int number_;
};

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

BOOST_AUTO_TEST_CASE(until_the_commit_the_target_is_as_it_was_and_another_file_grows_beside_it) {
    const TemporaryDirectory directory;
    OutputFile file(write_bytes(directory / "file", "before"));
    BOOST_REQUIRE(temporaries(directory).size() == 1);
    BOOST_TEST(bytes_of(temporaries(directory)[0]).empty());
    file.write("now");
    file.flush();
    BOOST_TEST(bytes_of(directory / "file") == "before");
    BOOST_TEST(bytes_of(temporaries(directory)[0]) == "now");
    file.commit();
    BOOST_TEST(bytes_of(directory / "file") == "now");
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_moved_is_written_once) {
    const TemporaryDirectory directory;
    std::optional<OutputFile> file(directory / "file");
    file->write("one ");
    OutputFile moved = *std::move(file);
    file.reset();
    BOOST_TEST(temporaries(directory).size() == 1);
    moved.write("two");
    moved.commit();
    BOOST_TEST(bytes_of(directory / "file") == "one two");
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(a_name_as_long_as_the_system_takes_will_do) {
    const TemporaryDirectory directory;
    for (const std::size_t length : {247U, 248U, 254U, 255U}) {
        const auto path = directory / std::string(length, 'n');
        write_whole(path, "one");
        write_whole(path, "two");
        BOOST_TEST(bytes_of(path) == "two");
    }
    BOOST_TEST(directory.entries() == 4);
}

BOOST_AUTO_TEST_CASE(large_and_small_pieces_come_out_in_their_order) {
    const TemporaryDirectory directory;
    OutputFile file(directory / "file");
    std::string expected;
    for (const std::size_t size : {1U, 65535U, 1U, 65536U, 3U, 200000U, 65535U, 65535U, 2U, 0U, 65537U}) {
        const std::string piece(size, static_cast<char>('a' + expected.size() % 26));
        file.write(piece);
        expected += piece;
    }
    file.commit();
    BOOST_TEST((bytes_of(directory / "file") == expected));
}

BOOST_AUTO_TEST_CASE(a_path_relative_to_the_current_directory_will_do) {
    const TemporaryDirectory directory;
    std::optional<OutputFile> file;
    {
        const CurrentDirectory current(directory.path());
        file.emplace("file");
        file->write("now");
    }
    file->commit(); // from another directory
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

BOOST_AUTO_TEST_CASE(a_failure_takes_back_what_was_not_flushed_and_the_rest_can_be_committed) {
    const TemporaryDirectory directory;
    const auto path = write_bytes(directory / "file", "before");
    OutputFile file(path);
    file.write("line 1\n");
    file.flush();
    const auto failed = [&] {
        file.write(std::string(60, 'x'));
        file.write(std::string(60, 'y'));
        file.flush();
    };
    BOOST_TEST(full_disk_refusal(failed) == path.string() + ": cannot be written: File too large");
    file.write("line 2\n");
    file.commit();
    BOOST_TEST(bytes_of(path) == "line 1\nline 2\n");
}

BOOST_AUTO_TEST_CASE(what_was_never_flushed_cannot_be_committed_after_a_failure) {
    const TemporaryDirectory directory;
    const auto path = write_bytes(directory / "file", "before");
    OutputFile file(path);
    BOOST_TEST(full_disk_refusal([&] { file.write(large); }) == path.string() + ": cannot be written: File too large");
    file.write("a part");
    BOOST_TEST(thrown<std::runtime_error>([&] { file.commit(); }) ==
               path.string() + ": cannot be written: an earlier write failed");
    BOOST_TEST(bytes_of(path) == "before");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_committed_or_moved_from_says_so) {
    const TemporaryDirectory directory;
    OutputFile file(directory / "file");
    file.write("now");
    file.commit();
    const std::string committed = (directory / "file").string() + ": cannot be written: it is committed already";
    BOOST_TEST(thrown<std::logic_error>([&] { file.write("x"); }) == committed);
    BOOST_TEST(thrown<std::logic_error>([&] { file.write(large); }) == committed);
    BOOST_TEST(thrown<std::logic_error>([&] { file.flush(); }) == committed);
    BOOST_TEST(thrown<std::logic_error>([&] { file.commit(); }) == committed);
    BOOST_TEST(bytes_of(directory / "file") == "now");
    OutputFile other(directory / "other");
    const OutputFile next(std::move(other));
    const std::string moved = "an output file that was moved from cannot be written";
    BOOST_TEST(thrown<std::logic_error>([&] { other.write("x"); }) == moved);
    BOOST_TEST(thrown<std::logic_error>([&] { other.flush(); }) == moved);
    BOOST_TEST(thrown<std::logic_error>([&] { other.commit(); }) == moved);
    BOOST_TEST(!fs::exists(directory / "other"));
}

BOOST_AUTO_TEST_CASE(a_target_that_becomes_a_directory_leaves_no_temporary) {
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
    BOOST_TEST(refusal("") == ": cannot be written: No such file or directory");
    BOOST_TEST(refusal(directory / "new/") == path + "/new/: cannot be written: is a directory, expected a file");
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
        BOOST_TEST(refusal(directory / "closed/file") ==
                   path + "/file: cannot be written: no file can be made in '" + path + "': Permission denied");
    }
    BOOST_TEST(fs::is_empty(path));
}

BOOST_AUTO_TEST_CASE(a_name_is_shown_without_what_a_terminal_obeys) {
    const TemporaryDirectory directory;
    BOOST_TEST(refusal(directory / "\x1b[31m/file") ==
               directory.path().string() + "/\\x1b[31m/file: cannot be written: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(permissions)

BOOST_AUTO_TEST_CASE(the_mode_of_a_target_is_kept_and_a_new_file_has_what_the_system_gives) {
    const TemporaryDirectory directory;
    const ::mode_t before = ::umask(027);
    write_whole(directory / "new", "x");
    ::umask(before);
    BOOST_TEST(mode_of(directory / "new") == 0640);
    const auto file = write_bytes(directory / "file", "x");
    for (const unsigned mode : {0600U, 0640U, 0666U, 0755U, 0200U}) {
        fs::permissions(file, fs::perms{mode});
        write_whole(file, "y");
        BOOST_TEST(mode_of(file) == mode);
    }
}

BOOST_AUTO_TEST_CASE(what_is_written_over_a_private_file_is_private_from_the_start) {
    const TemporaryDirectory directory;
    fs::permissions(write_bytes(directory / "file", "x"), fs::perms{0600});
    const OutputFile file(directory / "file");
    BOOST_REQUIRE(temporaries(directory).size() == 1);
    BOOST_TEST(mode_of(temporaries(directory)[0]) == 0600);
}

BOOST_AUTO_TEST_CASE(a_mode_that_changes_meanwhile_is_kept_too) {
    const TemporaryDirectory directory;
    OutputFile file(directory / "file");
    fs::permissions(write_bytes(directory / "file", "x"), fs::perms{0604});
    file.commit();
    BOOST_TEST(mode_of(directory / "file") == 0604);
}

BOOST_AUTO_TEST_CASE(a_read_only_target_is_refused_for_root_too) {
    const TemporaryDirectory directory;
    const auto file = write_bytes(directory / "file", "before");
    for (const unsigned mode : {0444U, 0400U, 0555U, 0U}) {
        fs::permissions(file, fs::perms{mode});
        BOOST_TEST(refusal(file) ==
                   file.string() + ": cannot be written: is read-only, expected a file that may be written");
    }
    BOOST_TEST(bytes_of(file) == "before");
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(a_target_of_somebody_else_is_refused_where_it_may_not_be_written_or_replaced) {
    if (::getuid() != 0) return;
    const TemporaryDirectory directory;
    const auto closed = write_bytes(directory / "closed", "x"), open = write_bytes(directory / "open", "x");
    fs::permissions(directory.path(), fs::perms{0777});
    fs::permissions(closed, fs::perms{0644});
    fs::permissions(open, fs::perms{0666});
    {
        const NotRoot somebody;
        BOOST_TEST(refusal(closed) == closed.string() + ": cannot be written: Permission denied");
        BOOST_TEST(refusal(open) == "nothing is thrown");
    }
    fs::permissions(directory.path(), fs::perms{01777});
    const NotRoot somebody;
    BOOST_TEST(refusal(open) == open.string() + ": cannot be written: may not be replaced by another file");
}

BOOST_AUTO_TEST_CASE(owner_and_group_are_kept_where_the_system_allows_it) {
    if (::getuid() != 0) return;
    const TemporaryDirectory directory;
    const auto file = write_bytes(directory / "file", "before");
    BOOST_REQUIRE(::chown(file.c_str(), 65534, 100) == 0);
    fs::permissions(file, fs::perms{0660});
    write_whole(file, "now");
    struct stat status{};
    BOOST_REQUIRE(::stat(file.c_str(), &status) == 0);
    BOOST_TEST(status.st_uid == 65534);
    BOOST_TEST(status.st_gid == 100);
    BOOST_TEST(mode_of(file) == 0660);
    // Somebody of another group may not give the file away, and lets the new group do no more than everybody.
    fs::permissions(directory.path(), fs::perms{0777});
    {
        const NotRoot somebody;
        write_whole(file, "later");
    }
    BOOST_REQUIRE(::stat(file.c_str(), &status) == 0);
    BOOST_TEST(status.st_gid != 100);
    BOOST_TEST(mode_of(file) == 0600);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(others)

BOOST_AUTO_TEST_CASE(whatever_lies_beside_the_target_stays_as_it_is) {
    const TemporaryDirectory directory;
    write_bytes(directory / "victim", "precious");
    fs::create_symlink("victim", directory / "link.partial");
    BOOST_REQUIRE(::mkfifo((directory / "pipe.partial").c_str(), 0600) == 0);
    fs::create_directory(directory / "folder.partial");
    write_bytes(directory / "file.partial", "of the user");
    for (const char* name : {"link", "pipe", "folder", "file"}) write_whole(directory / name, "now");
    BOOST_TEST(bytes_of(directory / "victim") == "precious");
    BOOST_TEST(fs::is_symlink(directory / "link.partial"));
    BOOST_TEST(fs::is_fifo(directory / "pipe.partial"));
    BOOST_TEST(fs::is_directory(directory / "folder.partial"));
    BOOST_TEST(bytes_of(directory / "file.partial") == "of the user");
    BOOST_TEST(directory.entries() == 9);
}

BOOST_AUTO_TEST_CASE(two_writers_of_one_target_do_not_disturb_each_other) {
    const TemporaryDirectory directory;
    OutputFile one(directory / "file"), two(directory / "file");
    one.write("one");
    two.write("two");
    one.commit();
    BOOST_TEST(bytes_of(directory / "file") == "one");
    two.write(" more");
    two.flush();
    BOOST_TEST(bytes_of(directory / "file") == "one");
    {
        const OutputFile three(directory / "file");
    } // refused, say
    two.commit();
    BOOST_TEST(bytes_of(directory / "file") == "two more");
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(what_a_killed_program_left_is_removed_by_the_next_one_with_that_target_alone) {
    const TemporaryDirectory directory;
    in_killed_process([&] {
        auto* file = new OutputFile(directory / "file");
        file->write("left behind");
        file->flush();
    });
    BOOST_TEST(temporaries(directory).size() == 1);
    write_whole(directory / "other", "now");
    BOOST_TEST(temporaries(directory).size() == 1);
    const OutputFile living(directory / "file");
    BOOST_TEST(temporaries(directory).size() == 1);
    const OutputFile second(directory / "file");
    BOOST_TEST(temporaries(directory).size() == 2);
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_a_leftover_is_left_alone) {
    const TemporaryDirectory directory;
    in_killed_process([&] { new OutputFile(directory / "file"); });
    BOOST_REQUIRE(temporaries(directory).size() == 1);
    const auto left = temporaries(directory)[0];
    const std::string start = left.string().substr(0, left.string().size() - 16);
    fs::remove(left);
    write_bytes(directory / "victim", "precious");
    fs::create_symlink("victim", start + std::string(16, '0'));
    BOOST_REQUIRE(::mkfifo((start + std::string(16, '1')).c_str(), 0600) == 0);
    fs::create_directory(start + std::string(16, '2'));
    write_bytes(start + "0123", "another name");
    write_whole(directory / "file", "now");
    BOOST_TEST(temporaries(directory).size() == 4);
    BOOST_TEST(bytes_of(directory / "victim") == "precious");
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

BOOST_AUTO_TEST_CASE(the_temporary_file_is_beside_the_end_of_the_link) {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "there");
    fs::create_symlink(write_bytes(directory / "there/file", "before"), directory / "link");
    const OutputFile file(directory / "link");
    BOOST_TEST(std::distance(fs::directory_iterator(directory / "there"), fs::directory_iterator()) == 2);
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

BOOST_AUTO_TEST_CASE(a_socket_is_refused) {
    const TemporaryDirectory directory;
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    BOOST_REQUIRE(socket >= 0);
    ::sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = (directory / "socket").string();
    std::ranges::copy(path, address.sun_path);
    BOOST_REQUIRE(::bind(socket, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0);
    BOOST_TEST(refusal(path) == path + ": cannot be written: is a socket, expected a file");
    ::close(socket);
}

// The file behind it is neither replaced nor written from its start.
BOOST_AUTO_TEST_CASE(an_open_file_of_this_process_is_written_where_it_stands) {
    const TemporaryDirectory directory;
    for (const std::string folder : {"/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/"}) {
        const auto path = directory / "file";
        const Opened file(path, O_WRONLY | O_CREAT | O_TRUNC);
        BOOST_REQUIRE(::write(file.number(), "before ", 7) == 7);
        const auto inode = [&] {
            struct stat status{};
            return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
        };
        const auto number = inode();
        write_whole(folder + std::to_string(file.number()), "now");
        BOOST_REQUIRE(::write(file.number(), " after", 6) == 6);
        BOOST_TEST(bytes_of(path) == "before now after");
        BOOST_TEST(inode() == number);
    }
    BOOST_TEST(directory.entries() == 1);
}

BOOST_AUTO_TEST_CASE(standard_output_is_written_also_where_it_is_a_file) {
    const TemporaryDirectory directory;
    fs::create_symlink("/dev/stdout", directory / "link");
    const auto path = directory / "file";
    const int before = ::dup(1);
    {
        const Opened file(path);
        ::dup2(file.number(), 1);
    }
    std::string error;
    try {
        write_whole("/dev/stdout", "one ");
        write_whole(directory / "link", "two");
    } catch (const std::exception& exception) {
        error = exception.what();
    }
    ::dup2(before, 1);
    ::close(before);
    BOOST_TEST(error == "");
    BOOST_TEST(bytes_of(path) == "one two");
    BOOST_TEST(fs::is_symlink("/dev/stdout"));
    BOOST_TEST(fs::is_symlink(directory / "link"));
}

BOOST_AUTO_TEST_CASE(a_descriptor_that_is_not_open_or_only_read_is_refused) {
    BOOST_TEST(refusal("/proc/self/fd/987") == "/proc/self/fd/987: cannot be written: Bad file descriptor");
    const Opened file("/dev/null", O_RDONLY);
    const std::string path = "/dev/fd/" + std::to_string(file.number());
    BOOST_TEST(refusal(path) == path + ": cannot be written: is open for reading only");
}

BOOST_AUTO_TEST_SUITE_END()
