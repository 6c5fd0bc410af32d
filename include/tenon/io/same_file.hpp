// SPDX-License-Identifier: BSL-1.0
//
// Which file a path leads to, so that two spellings of one file can be told to be one.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace tenon {

namespace detail {

/// What one link says, seen from where it stands; an empty path where `path` is no link.
inline std::filesystem::path link_target(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_symlink(path, error)) return {};
    const auto text = std::filesystem::read_symlink(path, error);
    return error ? std::filesystem::path() : path.parent_path() / text;
}

/// A folder without links and dots, as far as it exists; the current one for an empty path.
inline std::filesystem::path canonical_folder(const std::filesystem::path& folder) {
    std::error_code error;
    const auto canonical = std::filesystem::weakly_canonical(folder.empty() ? "." : folder, error);
    return error ? std::filesystem::absolute(folder, error).lexically_normal() : canonical;
}

} // namespace detail

/// The absolute path, free of links and dots, of the file that a program would write which opens `path`. The file need
/// not exist, and neither need what a link leads to. Throws std::runtime_error for links in a circle.
inline std::filesystem::path resolved_target(const std::filesystem::path& path) {
    constexpr int most_links = 40; // as Linux has it
    std::filesystem::path target = path;
    for (int links = 0;; ++links) {
        const auto next = detail::link_target(target);
        if (next.empty()) break;
        if (links == most_links)
            throw std::runtime_error(path.string() + ": " + std::generic_category().message(ELOOP));
        target = next;
    }
    const auto name = target.filename();
    if (name.empty() || name == "." || name == "..") return detail::canonical_folder(target);
    return detail::canonical_folder(target.parent_path()) / name;
}

/// Whether two paths lead to one file: the same inode where both exist (hard links and `/dev/stdout` included), or the
/// same name in the same folder where neither does. Paths that lead nowhere, such as links in a circle, are compared as
/// they are spelt.
inline bool same_file(const std::filesystem::path& one, const std::filesystem::path& other) {
    const auto same = [](const std::filesystem::path& left, const std::filesystem::path& right) {
        struct stat first{};
        struct stat second{};
        return ::stat(left.c_str(), &first) == 0 && ::stat(right.c_str(), &second) == 0 &&
               first.st_dev == second.st_dev && first.st_ino == second.st_ino;
    };
    if (same(one, other)) return true;
    std::error_code error;
    if (std::filesystem::exists(one, error) || std::filesystem::exists(other, error)) return false;
    const auto resolved = [](const std::filesystem::path& path) {
        try {
            return resolved_target(path);
        } catch (const std::runtime_error&) {
            return std::filesystem::absolute(path).lexically_normal();
        }
    };
    const auto first = resolved(one), second = resolved(other);
    return first == second ||
           (first.filename() == second.filename() && same(first.parent_path(), second.parent_path()));
}

} // namespace tenon
