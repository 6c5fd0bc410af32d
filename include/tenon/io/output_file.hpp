// SPDX-License-Identifier: BSL-1.0
//
// Files that are either written whole or not at all.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/io/descriptor.hpp"
#include "tenon/io/same_file.hpp"
#include "tenon/io/target.hpp"
#include "tenon/io/temporary_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace tenon {

/// A file that takes its target's place at `commit`, whole. Until then its bytes are in a temporary file in the
/// target's folder, which nobody else has; without a commit the target stays as it was. docs/files.md states the rule:
/// - Links are followed and stay links. The target's permissions are kept, its owner and group where the system allows
///   it. A target that is read-only, or that the program may not write or replace, is refused at once.
/// - Programs with one target do not disturb each other: the last commit stays. What a killed program left is removed
/// by
///   the next one that writes the same target.
/// - A pipe, a device and an open file of this process (`/dev/stdout`, `/dev/fd/N`) are written directly. A pipe waits
/// for
///   its reader.
///
/// A failure is a std::runtime_error with the target's name and the system's reason. It takes back what was written
/// since the last `flush`; what is flushed can still be committed. A file that is committed or moved from is a
/// std::logic_error.
class OutputFile {
  public:
    /// Opens at once, so that a path that cannot be written is known before the work that fills it.
    explicit OutputFile(const std::filesystem::path& target)
        : name_(printable(target.string(), detail::longest_source)) {
        attempt([&] { open(target); });
    }
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    OutputFile(OutputFile&&) = default;
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile() = default;

    void write(std::string_view bytes) {
        require_open();
        constexpr std::size_t piece = 65536;
        attempt([&] {
            if (buffer_.size() + bytes.size() > piece) drain();
            if (bytes.size() >= piece)
                put(bytes);
            else
                buffer_ += bytes;
        });
    }
    /// Hands what is written so far to the system.
    void flush() {
        require_open();
        attempt([&] { drain(); });
        flushed_ = written_;
    }
    /// Makes what is written the target. Nothing can be written afterwards. Throws where a write failed and nothing was
    /// flushed before.
    void commit() {
        require_open();
        if (failed_ && flushed_ == 0) fail("an earlier write failed");
        flush();
        attempt([&] { temporary_ ? replace() : finish(); });
        temporary_.reset();
        direct_ = detail::Descriptor();
        is_committed_ = true;
    }

  private:
    [[noreturn]] static void fail(int error) { throw std::system_error(error, std::generic_category()); }
    [[noreturn]] void fail(const std::string& reason) const {
        throw std::runtime_error(name_ + ": cannot be written: " + reason);
    }
    template <class Work>
    void attempt(Work work) {
        try {
            work();
        } catch (const std::system_error& error) {
            fail(error.code().message());
        }
    }

    void open(const std::filesystem::path& path) {
        const auto opened = detail::open_file_at(path);
        if (opened && opened->is_own) return open_again(opened->number);
        struct stat status{};
        if (::stat(path.c_str(), &status) != 0) {
            if (errno != ENOENT || path.empty()) fail(errno);
            if (path.filename().empty()) fail("is a directory, expected a file");
            return make(resolved_target(path), 0666);
        }
        if (S_ISDIR(status.st_mode)) fail("is a directory, expected a file");
        if (S_ISSOCK(status.st_mode)) fail("is a socket, expected a file");
        if (!S_ISREG(status.st_mode) || opened) return open_directly(path);
        if ((status.st_mode & 0222U) == 0) fail("is read-only, expected a file that may be written");
        if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) fail(errno);
        const auto target = resolved_target(path);
        if (!detail::is_replaceable(target, status)) fail("may not be replaced by another file");
        before_ = status;
        make(target, 0600);
    }

    void make(const std::filesystem::path& target, ::mode_t mode) {
        try {
            temporary_ = std::make_unique<detail::TemporaryFile>(target, mode);
        } catch (const std::system_error& error) {
            if (error.code().value() != EACCES && error.code().value() != EROFS) throw;
            fail("no file can be made in '" + printable(target.parent_path().string(), detail::longest_source) +
                 "': " + error.code().message());
        }
    }

    void open_directly(const std::filesystem::path& path) {
        direct_ = detail::Descriptor(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY));
        if (!direct_.is_open()) fail(errno);
    }

    /// Opening it by its path would start at its first byte, over what is there.
    void open_again(int number) {
        direct_ = detail::Descriptor(::fcntl(number, F_DUPFD_CLOEXEC, 0));
        if (!direct_.is_open()) fail(errno);
        if ((::fcntl(number, F_GETFL) & O_ACCMODE) == O_RDONLY) fail("is open for reading only");
    }

    void drain() {
        put(buffer_);
        buffer_.clear();
    }

    void put(std::string_view bytes) {
        const int file = temporary_ ? temporary_->number() : direct_.number();
        while (!bytes.empty()) {
            const ::ssize_t count = ::write(file, bytes.data(), bytes.size());
            if (count < 0 && errno != EINTR) {
                const int error = errno;
                take_back();
                fail(error);
            }
            if (count < 0) continue;
            bytes.remove_prefix(static_cast<std::size_t>(count));
            written_ += static_cast<std::uint64_t>(count);
        }
    }

    /// Leaves what the last flush left.
    void take_back() {
        failed_ = true;
        buffer_.clear();
        if (!temporary_) return;
        const auto end = static_cast<::off_t>(flushed_);
        if (::ftruncate(temporary_->number(), end) != 0 || ::lseek(temporary_->number(), end, SEEK_SET) != end)
            flushed_ = 0; // and so it cannot be committed
        written_ = flushed_;
    }

    void replace() {
        struct stat now{};
        if (temporary_->find_target(now)) before_ = now;
        if (before_) temporary_->permit_as(*before_);
        temporary_->replace_target();
    }

    void finish() {
        if (!direct_.close()) fail(errno);
    }

    void require_open() const {
        if (temporary_ || direct_.is_open()) return;
        throw std::logic_error(is_committed_ ? name_ + ": cannot be written: it is committed already"
                                             : "an output file that was moved from cannot be written");
    }

    std::string name_;                  ///< as it was given, for messages
    std::optional<struct stat> before_; ///< the target that is there
    std::unique_ptr<detail::TemporaryFile> temporary_;
    detail::Descriptor direct_; ///< instead of a temporary file
    std::string buffer_;        ///< what the system has not got yet
    std::uint64_t written_ = 0; ///< what it has
    std::uint64_t flushed_ = 0; ///< up to where a failure takes back
    bool failed_ = false;
    bool is_committed_ = false;
};

} // namespace tenon
