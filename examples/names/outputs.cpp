// SPDX-License-Identifier: BSL-1.0
#include "outputs.hpp"

#include "tenon/io/same_file.hpp"

#include <csignal>
#include <stdexcept>
#include <string>
#include <utility>

namespace names {

using program::TrainOptions;

namespace {

/// One file for two purposes would cost what was there, or one of the results.
void require_different_files(const TrainOptions& options) {
    const std::pair<const char*, const std::string&> all[] = {{"--data", options.data},
                                                              {"--save", options.save},
                                                              {"--log", options.log},
                                                              {"--report", options.report},
                                                              {"--checkpoint", options.checkpoint}};
    for (const auto& [flag, path] : all) {
        for (const auto& [earlier, other] : all) {
            if (&other == &path) break;
            if (path.empty() || other.empty() || !tenon::same_file(path, other)) continue;
            throw std::runtime_error(path + ": given for " + earlier + " and " + flag + ", expected a file for each");
        }
    }
}

} // namespace

Outputs::Outputs(const TrainOptions& options) {
    require_different_files(options);
    const auto open = [](const std::string& path, std::optional<tenon::OutputFile>& file) {
        if (!path.empty()) file.emplace(path);
    };
    open(options.save, save);
    open(options.log, log);
    open(options.report, report);
    if (!options.checkpoint.empty()) tenon::OutputFile{options.checkpoint}; // whether it can be written
    // A reader of standard output that goes away costs no file.
    if (save || log || report || !options.checkpoint.empty()) std::signal(SIGPIPE, SIG_IGN);
}

} // namespace names
