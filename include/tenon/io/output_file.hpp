// SPDX-License-Identifier: BSL-1.0
//
// Files that are either written whole or not at all.
#pragma once

#include "tenon/io/same_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tenon {

/// A file written beside its target, as `<target>.partial`, and renamed onto it by `commit`. Without a commit the
/// target stays as it was. A target that is no regular file (a pipe, a device) is written directly. Every failure
/// throws std::runtime_error with the target's name and the system's reason.
class OutputFile {
  public:
    /// Opens at once, so that a path that cannot be written is known before the work that fills it.
    explicit OutputFile(const std::filesystem::path& target) : name_(target), target_(target), partial_(target) {
        std::error_code error;
        const auto status = std::filesystem::status(target, error);
        if (std::filesystem::is_directory(status)) fail("is a directory, expected a file");
        if (status.type() == std::filesystem::file_type::none) fail(error.message()); // links in a circle, say
        if (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status)) {
            target_ = partial_ = followed(target);
            partial_ += ".partial";
        }
        file_.reset(std::fopen(partial_.c_str(), "wb"));
        if (!file_) fail(std::strerror(errno));
    }
    OutputFile(OutputFile&&) = default;
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile() {
        if (file_ && partial_ != target_) std::remove(partial_.c_str());
    }

    void write(std::string_view bytes) {
        if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) fail(std::strerror(errno));
    }
    /// Hands what is written so far to the system.
    void flush() {
        if (std::fflush(file_.get()) != 0) fail(std::strerror(errno));
    }
    /// Makes what is written the target. Nothing can be written afterwards.
    void commit() {
        flush();
        if (partial_ != target_) {
            if (::fsync(::fileno(file_.get())) != 0) fail(std::strerror(errno));
            if (std::rename(partial_.c_str(), target_.c_str()) != 0) fail(std::strerror(errno));
        }
        if (std::fclose(file_.release()) != 0) fail(std::strerror(errno));
    }

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    /// What a chain of links ends at, be it there or not, so that the links stay links.
    static std::filesystem::path followed(std::filesystem::path path) {
        while (std::filesystem::is_symlink(path)) path = path.parent_path() / std::filesystem::read_symlink(path);
        return path;
    }
    [[noreturn]] void fail(const std::string& reason) const {
        throw std::runtime_error(name_.string() + ": cannot be written: " + reason);
    }

    std::filesystem::path name_;    ///< as it was given
    std::filesystem::path target_;  ///< what it links to
    std::filesystem::path partial_; ///< the target itself where that is no regular file
    std::unique_ptr<std::FILE, Close> file_;
};

} // namespace tenon
