// SPDX-License-Identifier: BSL-1.0
//
// Files as bytes.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/io/descriptor.hpp"
#include "tenon/require.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>

namespace tenon {

/// A file that is read from its start to its end. Every failure is a std::runtime_error with the file's name and the
/// system's reason.
class InputFile {
  public:
    explicit InputFile(const std::filesystem::path& path)
        : name_(printable(path.string(), detail::longest_source)),
          file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {
        struct stat status{};
        if (!file_.is_open() || ::fstat(file_.number(), &status) != 0) fail(errno);
        if (S_ISDIR(status.st_mode)) fail(EISDIR);
        // What the kernel makes when it is asked, as under /proc, gives 0.
        if (S_ISREG(status.st_mode) && status.st_size > 0) size_ = static_cast<std::uint64_t>(status.st_size);
    }

    /// The file's name for a message.
    [[nodiscard]] const std::string& name() const { return name_; }
    /// How many bytes a regular file holds; nothing for a pipe or a device, whose end only reading shows.
    [[nodiscard]] std::optional<std::uint64_t> size() const { return size_; }

    /// Appends the next bytes to `bytes`: as many as asked for, or fewer at the end of the file. Memory is taken as
    /// they come, so that a file which ends early costs none.
    void read(std::string& bytes, std::uint64_t most) const {
        constexpr std::uint64_t piece = 1U << 20U;
        while (most > 0) {
            const std::size_t before = bytes.size();
            const auto asked = static_cast<std::size_t>(std::min(most, piece));
            bytes.resize(before + asked);
            const ::ssize_t got = ::read(file_.number(), bytes.data() + before, asked);
            const int error = errno;
            bytes.resize(before + static_cast<std::size_t>(std::max<::ssize_t>(got, 0)));
            if (got == 0) return;
            if (got < 0 && error != EINTR) fail(error);
            most -= bytes.size() - before;
        }
    }

  private:
    [[noreturn]] void fail(int error) const {
        detail::fail<std::runtime_error>(
            [&] { return name_ + ": cannot be read: " + std::generic_category().message(error); });
    }

    std::string name_;
    detail::Descriptor file_;
    std::optional<std::uint64_t> size_;
};

/// The bytes of a file. Throws std::runtime_error with its name and the system's reason where it cannot be read, and
/// where it holds more than `most` bytes, which a device may give without end.
inline std::string read_file(const std::filesystem::path& path, std::uint64_t most = std::uint64_t{1} << 30U) {
    const InputFile file(path);
    std::string content;
    if (file.size().value_or(0) <= most) {
        content.reserve(static_cast<std::size_t>(file.size().value_or(0)));
        file.read(content, most + 1);
        if (content.size() <= most) return content;
    }
    detail::fail<std::runtime_error>(
        [&] { return file.name() + ": holds more than " + std::to_string(most) + " bytes, which are read at most"; });
}

} // namespace tenon
