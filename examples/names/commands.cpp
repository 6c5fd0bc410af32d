// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"

#include "compiled_model.hpp"
#include "corpus.hpp"
#include "model_store.hpp"
#include "sampling.hpp"
#include "train.hpp"

#include <cstdio>
#include <string>

namespace names {

namespace {

void list_models() {
    for (const CompiledModel& model : models()) {
        std::printf("%s: context %zu\n%s\n", std::string(model.name).c_str(), model.context, model.table.c_str());
    }
}

void print_loss(const char* part, AnyModel& model, const tenon::Windows& windows) {
    std::printf("%s %.4f\n", part, model.loss(windows.contexts, windows.targets));
}

void evaluate(const program::EvaluateOptions& options) {
    const auto [entry, model, vocabulary] = load_model(options.file, options.model);
    const Corpus corpus(options.data);
    const auto train = corpus.train(vocabulary, entry->context);
    const auto validation = corpus.validation(vocabulary, entry->context);
    const auto test = corpus.test(vocabulary, entry->context);
    print_loss("train", *model, train);
    print_loss("val", *model, validation);
    print_loss("test", *model, test);
}

void sample_names(const program::SampleOptions& options) {
    const auto [entry, model, vocabulary] = load_model(options.file, options.model);
    tenon::Generator generator(options.seed);
    for (std::size_t index = 0; index < options.count; ++index) {
        const std::string name = options.greedy ? greedy(*model, entry->context, vocabulary)
                                                : sample(*model, entry->context, vocabulary, generator);
        std::printf("name %s\n", name.c_str());
    }
}

} // namespace

extern const program::Commands commands;
constinit const program::Commands commands{list_models, train, evaluate, sample_names};

} // namespace names
