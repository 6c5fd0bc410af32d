// SPDX-License-Identifier: BSL-1.0
//
// The file that stands in for another one until it is whole.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/io/descriptor.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

namespace tenon::detail {

/// A new file beside a target, which nobody else has. Its name is `.tenon-`, a hash of the target's name and a random
/// number. A lock on it tells that its program lives: what a killed program left for the same target, which nobody
/// locks, is removed by the next one. Where the file system has no locks, it stays. Failures are std::system_error.
///
/// A file without a name (O_TMPFILE) would leave nothing, but can only be given a name that is free: it cannot replace
/// a target in one step.
class TemporaryFile {
  public:
    TemporaryFile(const std::filesystem::path& target, ::mode_t mode)
        : folder_(open_folder(target.parent_path())), target_(target.filename().string()) {
        remove_leftovers();
        constexpr int attempts = 100;
        for (int attempt = 0; !create(mode); ++attempt) {
            if (attempt == attempts) fail(EEXIST);
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    TemporaryFile(TemporaryFile&&) = delete;
    TemporaryFile& operator=(TemporaryFile&&) = delete;
    ~TemporaryFile() {
        if (!name_.empty()) ::unlinkat(folder_.number(), name_.c_str(), 0);
    }

    [[nodiscard]] int number() const { return file_.number(); }
    /// Gives it the permissions of another file, and its owner and group where the system allows that. Where the group
    /// cannot be kept, the new one may do no more than everybody.
    void permit_as(const struct stat& other) const {
        ::mode_t mode = other.st_mode & 0777U;
        if (::fchown(number(), static_cast<::uid_t>(-1), other.st_gid) != 0) mode &= ~070U | ((mode & 07U) << 3U);
        if (::fchown(number(), other.st_uid, static_cast<::gid_t>(-1)) != 0 && errno != EPERM) fail(errno);
        if (::fchmod(number(), mode) != 0) fail(errno);
    }
    /// The target as it is now; nothing where it is no regular file.
    [[nodiscard]] bool find_target(struct stat& found) const {
        return ::fstatat(folder_.number(), target_.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(found.st_mode);
    }
    /// Puts it in the target's place, file and folder synchronised with the disk.
    void replace_target() {
        synchronise(number());
        if (::renameat(folder_.number(), name_.c_str(), folder_.number(), target_.c_str()) != 0) fail(errno);
        name_.clear();
        synchronise(folder_.number());
    }

  private:
    [[noreturn]] static void fail(int error) { throw std::system_error(error, std::generic_category()); }

    static Descriptor open_folder(const std::filesystem::path& folder) {
        Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        // A folder may let its files be named and not listed.
        if (!opened.is_open() && errno == EACCES)
            opened = Descriptor(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!opened.is_open()) fail(errno);
        return opened;
    }

    /// Some file systems, and a folder that cannot be listed, have nothing to synchronise.
    static void synchronise(int file) {
        if (::fsync(file) != 0 && errno != EINVAL && errno != EBADF && errno != ENOTSUP) fail(errno);
    }

    /// What the names of all temporary files for this target start with.
    [[nodiscard]] std::string prefix() const {
        std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
        for (const char byte : target_) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
        return ".tenon-" + hexadecimal(hash, 16) + "-";
    }

    /// Locks the file that is open, which is this program's if that works. Without locks every file is.
    static bool lock(int file) { return ::flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK; }

    bool create(::mode_t mode) {
        std::uint64_t random = 0;
        if (::getentropy(&random, sizeof random) != 0) fail(errno);
        name_ = prefix() + hexadecimal(random, 16);
        file_ = Descriptor(
            ::openat(folder_.number(), name_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
        if (!file_.is_open()) {
            const int error = errno;
            name_.clear();
            if (error != EEXIST && error != EINTR) fail(error);
            return false;
        }
        // Until it is locked, another program may take it for a leftover, and remove it.
        struct stat status{};
        if (lock(number()) && ::fstat(number(), &status) == 0 && status.st_nlink > 0) return true;
        name_.clear();
        return false;
    }

    void remove_leftovers() const {
        const Descriptor listed(::openat(folder_.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const std::unique_ptr<::DIR, int (*)(::DIR*)> entries(
            listed.is_open() ? ::fdopendir(::fcntl(listed.number(), F_DUPFD_CLOEXEC, 0)) : nullptr, ::closedir);
        const std::string start = prefix();
        // Of one stream a single thread reads. NOLINTNEXTLINE(concurrency-mt-unsafe)
        while (const ::dirent* entry = entries ? ::readdir(entries.get()) : nullptr) {
            const std::string_view name = entry->d_name;
            if (name.size() == start.size() + 16 && name.starts_with(start)) remove_if_left(entry->d_name);
        }
    }

    void remove_if_left(const char* name) const {
        const Descriptor file(::openat(folder_.number(), name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        struct stat status{};
        if (!file.is_open() || ::fstat(file.number(), &status) != 0) return;
        if (!S_ISREG(status.st_mode) || status.st_uid != ::geteuid()) return;
        if (::flock(file.number(), LOCK_EX | LOCK_NB) == 0) ::unlinkat(folder_.number(), name, 0);
    }

    Descriptor folder_;
    std::string target_; ///< its name in the folder
    std::string name_;   ///< in the folder; empty where there is nothing to remove
    Descriptor file_;
};

} // namespace tenon::detail
