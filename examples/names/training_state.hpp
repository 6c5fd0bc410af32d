// SPDX-License-Identifier: BSL-1.0
//
// What a training goes on from in another process: its checkpoint.
#pragma once

#include "compiled_model.hpp"

#include "tenon/random/generator.hpp"

#include <cstddef>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace names {

/// What there is beside the model, its trainer and the generator.
struct TrainingState {
    std::vector<double> losses; ///< of all steps so far
    std::string log;            ///< the lines so far
    std::string pictures;       ///< of the last step that was inspected, as JSON; empty where none was

    double best = std::numeric_limits<double>::infinity(); ///< validation loss
    std::size_t best_step = 0;                             ///< after which it was
    std::size_t worse = 0;                                 ///< validations in a row that were not better
    std::vector<tenon::StoredTensor> best_tensors;         ///< of the model then; empty where none are kept
};

/// Writes the file and commits it. `settings` are all that the numbers of a training depend on.
void save_checkpoint(const std::string& path, const AnyModel& model, const tenon::Generator& generator,
                     const TrainingState& state, const std::map<std::string, std::string>& settings);

/// Puts a training where that of the file was. Throws std::runtime_error where the file is none, or was made with other
/// settings.
void load_checkpoint(const std::string& path, AnyModel& model, tenon::Generator& generator, TrainingState& state,
                     const std::map<std::string, std::string>& settings);

} // namespace names
