// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"

#include "compiled_model.hpp"
#include "corpus.hpp"
#include "model_store.hpp"
#include "sampling.hpp"
#include "train.hpp"

#include "tenon/data/printable.hpp"

#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace names {

namespace {

void list_models() {
    for (const CompiledModel& model : models()) {
        std::printf("%s: context %zu\n%s\n", std::string(model.name).c_str(), model.context, model.table.c_str());
    }
}

/// What a model has learned from, as a flag would give it again.
std::string right_data(const LoadedModel& loaded) {
    return loaded.data == embedded_names ? "no --data" : "--data " + tenon::printable(loaded.data);
}

/// The windows of a part, in the model's characters.
tenon::Windows part_of(const Corpus& corpus, decltype(&Corpus::train) part, const LoadedModel& loaded,
                       const std::string& file) {
    try {
        return (corpus.*part)(loaded.vocabulary, loaded.entry->context);
    } catch (const std::runtime_error& error) {
        if (loaded.data.empty()) throw;
        throw std::runtime_error(std::string(error.what()) + ", which " + file + " has learned, expected " +
                                 right_data(loaded));
    }
}

void evaluate(const program::EvaluateOptions& options) {
    const LoadedModel loaded = load_model(options.file, options.model);
    const bool embedded = loaded.data.empty() || loaded.data == embedded_names;
    if (options.data.empty() && !embedded) {
        throw std::runtime_error(options.file + ": has not learned from the embedded names, expected " +
                                 right_data(loaded) + " or other words of its characters");
    }
    const Corpus corpus(options.data, options.lower || loaded.lower);
    std::vector<double> losses;
    for (const auto part : {&Corpus::train, &Corpus::validation, &Corpus::test}) {
        const auto windows = part_of(corpus, part, loaded, options.file);
        losses.push_back(loaded.model->loss(windows.contexts, windows.targets));
        if (!std::isfinite(losses.back()))
            throw std::runtime_error(options.file + ": its loss is not finite on " + corpus.source());
    }
    std::printf("train %.4f\nval %.4f\ntest %.4f\n", losses[0], losses[1], losses[2]);
}

void sample_names(const program::SampleOptions& options) {
    const LoadedModel loaded = load_model(options.file, options.model);
    tenon::Generator generator(options.seed);
    for (std::size_t index = 0; index < options.count; ++index) {
        try {
            const std::string name = options.greedy
                                         ? greedy(*loaded.model, loaded.entry->context, loaded.vocabulary)
                                         : sample(*loaded.model, loaded.entry->context, loaded.vocabulary, generator);
            print_name(name);
        } catch (const std::runtime_error& error) {
            throw std::runtime_error(options.file + ": " + error.what());
        }
    }
}

} // namespace

extern const program::Commands commands;
constinit const program::Commands commands{list_models, train, evaluate, sample_names};

} // namespace names
