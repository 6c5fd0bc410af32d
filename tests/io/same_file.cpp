// SPDX-License-Identifier: BSL-1.0
//
// Paths that lead to one file, however they are spelt, and paths that do not.
#include "tenon/io/same_file.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace fs = std::filesystem;

namespace {

using tenon::resolved_target;
using tenon::same_file;
using tenon::test::CurrentDirectory;
using tenon::test::TemporaryDirectory;
using tenon::test::write_bytes;

} // namespace

BOOST_AUTO_TEST_CASE(a_file_is_found_by_every_spelling) {
    const TemporaryDirectory directory;
    const auto file = write_bytes(directory / "file", "x");
    fs::create_directory(directory / "folder");
    fs::create_symlink("file", directory / "link");
    fs::create_symlink(directory / "link", directory / "folder/second");
    fs::create_directory_symlink(".", directory / "here");
    const CurrentDirectory current(directory.path());
    for (const fs::path& path : {directory / "file", fs::path("file"), fs::path("./folder/../file"), directory / "link",
                                 directory / "folder/second", directory / "here/here/link", fs::path("here/file")}) {
        BOOST_TEST(resolved_target(path) == file);
        BOOST_TEST(same_file(path, file));
        BOOST_TEST(same_file(file, path));
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_yet_is_found_by_every_spelling) {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "folder");
    fs::create_symlink("folder/new", directory / "link");
    fs::create_symlink("../link", directory / "folder/second");
    fs::create_directory_symlink("folder", directory / "way");
    const CurrentDirectory current(directory.path());
    for (const fs::path& path : {directory / "folder/new", fs::path("folder/./new"), fs::path("link"),
                                 fs::path("folder/second"), fs::path("way/new"), fs::path("way/second")}) {
        BOOST_TEST(resolved_target(path) == directory / "folder/new");
        BOOST_TEST(same_file(path, directory / "folder/new"));
    }
    BOOST_TEST(!same_file("link", "folder/other"));
    BOOST_TEST(!same_file("link", "new"));
    BOOST_TEST(!same_file("nowhere/new", "elsewhere/new"));
    BOOST_TEST(same_file("nowhere/new", "nowhere/../nowhere/new"));
}

BOOST_AUTO_TEST_CASE(names_of_one_inode_are_one_file_and_equal_content_is_not) {
    const TemporaryDirectory directory;
    const auto file = write_bytes(directory / "file", "x"), other = write_bytes(directory / "other", "x");
    fs::create_hard_link(file, directory / "second");
    BOOST_TEST(same_file(file, directory / "second"));
    BOOST_TEST(!same_file(file, other));
    BOOST_TEST(!same_file(file, directory / "none"));
    BOOST_TEST(!same_file(directory / "none", file));
}

BOOST_AUTO_TEST_CASE(devices_and_folders_are_compared_too) {
    const TemporaryDirectory directory;
    fs::create_symlink("/dev/null", directory / "link");
    BOOST_TEST(same_file("/dev/null", directory / "link"));
    BOOST_TEST(!same_file("/dev/null", "/dev/zero"));
    BOOST_TEST(same_file(directory.path(), directory / "."));
    BOOST_TEST(same_file("/dev/stdout", "/proc/self/fd/1"));
}

BOOST_AUTO_TEST_CASE(links_in_a_circle_are_told_and_compared_as_they_are_spelt) {
    const TemporaryDirectory directory;
    fs::create_symlink("two", directory / "one");
    fs::create_symlink("one", directory / "two");
    const auto sentence = tenon::test::thrown<std::runtime_error>([&] { resolved_target(directory / "one"); });
    BOOST_TEST(sentence == (directory / "one").string() + ": Too many levels of symbolic links");
    BOOST_TEST(same_file(directory / "one", directory / "./one"));
    BOOST_TEST(!same_file(directory / "one", directory / "two"));
}
