// SPDX-License-Identifier: BSL-1.0
//
// What stands at a path that is to be written.
#pragma once

#include "tenon/io/same_file.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

namespace tenon::detail {

/// An open file of a process, by its number there.
struct OpenFile {
    int number;
    bool is_own; ///< of this process
};

/// The open file that a path leads to, as `/dev/stdout` and `/proc/self/fd/1` do, which are links only in name.
inline std::optional<OpenFile> open_file_at(std::filesystem::path path) {
    constexpr int most_links = 40, most_digits = 9;
    for (int links = 0; links <= most_links && !path.empty(); ++links) {
        std::error_code error;
        const auto folder = std::filesystem::canonical(path.has_parent_path() ? path.parent_path() : ".", error);
        if (error) return std::nullopt;
        const std::string name = path.filename().string();
        const bool is_number = !name.empty() && name.size() <= most_digits &&
                               std::ranges::all_of(name, [](char digit) { return digit >= '0' && digit <= '9'; });
        struct statfs system{};
        if (is_number && folder.filename() == "fd" && ::statfs(folder.c_str(), &system) == 0 &&
            system.f_type == PROC_SUPER_MAGIC) {
            const auto self = std::filesystem::canonical("/proc/self", error).string() + "/";
            return OpenFile{std::stoi(name), folder.string().starts_with(self)};
        }
        path = link_target(path);
    }
    return std::nullopt;
}

/// Whether the system lets another file take the place of the one at `target`: not where it is mounted there, and not
/// where the folder keeps the files of others (its sticky bit).
inline bool is_replaceable(const std::filesystem::path& target, const struct stat& file) {
#ifdef STATX_ATTR_MOUNT_ROOT
    struct statx more{};
    if (::statx(AT_FDCWD, target.c_str(), 0, 0, &more) == 0 && (more.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0)
        return false;
#endif
    struct stat folder{};
    if (::stat(target.parent_path().c_str(), &folder) != 0 || (folder.st_mode & S_ISVTX) == 0) return true;
    const ::uid_t user = ::geteuid();
    return user == 0 || user == folder.st_uid || user == file.st_uid;
}

} // namespace tenon::detail
