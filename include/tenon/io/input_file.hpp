// SPDX-License-Identifier: BSL-1.0
//
// Files that are read whole.
#pragma once

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace tenon {

/// The bytes of a file. Throws std::runtime_error with its name and the system's reason where it cannot be read.
inline std::string read_file(const std::filesystem::path& path) {
    const auto close = [](std::FILE* file) { std::fclose(file); };
    const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
    std::string content;
    std::array<char, 65536> piece;
    for (std::size_t size = piece.size(); file && size == piece.size();) {
        size = std::fread(piece.data(), 1, piece.size(), file.get());
        content.append(piece.data(), size);
    }
    if (!file || std::ferror(file.get()) != 0) {
        throw std::runtime_error(path.string() + ": cannot be read: " + std::strerror(errno));
    }
    return content;
}

} // namespace tenon
