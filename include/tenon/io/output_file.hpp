// SPDX-License-Identifier: BSL-1.0
//
// Files that are either written whole or not at all.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <unistd.h>

namespace tenon {

/// A file written beside its target, as `<target>.partial`, and renamed onto it by `commit`. Without a commit the target
/// stays as it was. A target that is no regular file (a pipe, a device) is written directly.
/// Every failure throws std::runtime_error with the target's name and the system's reason.
class OutputFile {
  public:
    /// Opens at once, so that a path that cannot be written is known before the work that fills it.
    explicit OutputFile(const std::filesystem::path& target) : target_(resolved(target)), partial_(target_) {
        const bool direct = std::filesystem::exists(target_) && !std::filesystem::is_regular_file(target_);
        if (std::filesystem::is_directory(target_)) fail("is a directory, expected a file");
        if (!direct) partial_ += ".partial";
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
    /// Makes what is written the target.
    void commit() {
        flush();
        if (partial_ != target_ && ::fsync(::fileno(file_.get())) != 0) fail(std::strerror(errno));
        if (std::fclose(file_.release()) != 0) fail(std::strerror(errno));
        if (partial_ == target_) return;
        std::error_code error;
        std::filesystem::rename(partial_, target_, error);
        if (error) fail(error.message());
    }

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    /// What a chain of links ends at, so that the link stays a link.
    static std::filesystem::path resolved(const std::filesystem::path& target) {
        std::error_code error;
        const auto end = std::filesystem::canonical(target, error);
        return error ? target : end;
    }
    [[noreturn]] void fail(const std::string& reason) const {
        throw std::runtime_error(target_.string() + ": cannot be written: " + reason);
    }

    std::filesystem::path target_;
    std::filesystem::path partial_;
    std::unique_ptr<std::FILE, Close> file_;
};

} // namespace tenon
