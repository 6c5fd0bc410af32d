// SPDX-License-Identifier: BSL-1.0
//
// names: trains character-level models on names, and lets them invent some.
#include "instructions.hpp"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

namespace {

using program::Commands;

/// Whether the whole of a text is one number.
template <class Number>
bool parses(const std::string& text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
    return {[=](const std::string& text) -> std::string {
                std::uint64_t number = 0;
                if (parses(text, number) && number >= least && number <= most) return {};
                return text + " given, expected a whole number from " + std::to_string(least) + " to " +
                       std::to_string(most);
            },
            "N"};
}

CLI::Validator positive_number() {
    return {[](const std::string& text) -> std::string {
                float number = 0;
                if (parses(text, number) && std::isfinite(number) && number > 0) return {};
                return text + " given, expected a number above 0";
            },
            "X"};
}

CLI::Validator batch_size() {
    return {[](const std::string& text) -> std::string {
                std::size_t number = 0;
                if (parses(text, number) && std::ranges::count(program::batch_sizes, number) > 0) return {};
                std::string known;
                for (std::size_t size : program::batch_sizes)
                    known += (known.empty() ? "" : ", ") + std::to_string(size);
                return text + " given, expected a batch size that is compiled in: " + known;
            },
            "N"};
}

/// An empty path is a shell variable that is not set, and no wish for the default.
CLI::Validator some_path() {
    return {[](const std::string& text) -> std::string { return text.empty() ? "nothing given, expected a path" : ""; },
            ""};
}

constexpr std::uint64_t most = 1'000'000'000;

void add_train(CLI::App& app, const Commands& commands) {
    static program::TrainOptions options;
    auto* command = app.add_subcommand("train", "Train a model, print its losses and sample names");
    command->add_option("--model", options.model, "The model (see names models)")->capture_default_str();
    command->add_option("--data", options.data, "A file of one word a line, instead of the embedded names")
        ->check(some_path());
    command->add_option("--steps", options.steps, "Steps of training")
        ->check(whole_number(1, most))
        ->capture_default_str();
    command->add_option("--seed", options.seed, "Of PyTorch's random numbers")
        ->check(whole_number(0, 0xffffffff))
        ->capture_default_str();
    command->add_option("--batch", options.batch, "Examples a step")->check(batch_size())->capture_default_str();
    command->add_option("--threads", options.threads, "That share a step, where it pays [all there are]")
        ->check(whole_number(1, 1024));
    command->add_option("--rate", options.rate, "Learning rate of the first three quarters")
        ->check(positive_number())
        ->capture_default_str();
    command->add_option("--final-rate", options.final_rate, "Learning rate of the rest")
        ->check(positive_number())
        ->capture_default_str();
    command->add_option("--every", options.every, "Steps from one printed loss to the next")
        ->check(whole_number(1, most))
        ->capture_default_str();
    command->add_option("--sample", options.samples, "Names to sample afterwards")
        ->check(whole_number(0, most))
        ->capture_default_str();
    command->add_option("--save", options.save, "Write the model here (safetensors)")->check(some_path());
    command->add_option("--log", options.log, "Write the losses here (JSON lines)")->check(some_path());
    command->add_option("--report", options.report, "Write a page about the training here (HTML)")->check(some_path());
    command->callback([&] { commands.train(options); });
}

void add_evaluate(CLI::App& app, const Commands& commands) {
    static program::EvaluateOptions options;
    auto* command = app.add_subcommand("eval", "Print the losses of a saved model");
    command->add_option("--load", options.file, "The model's file")->required()->check(some_path());
    command->add_option("--model", options.model, "Refuse a file of another model");
    command->add_option("--data", options.data, "A file of one word a line, instead of the embedded names")
        ->check(some_path());
    command->callback([&] { commands.evaluate(options); });
}

void add_sample(CLI::App& app, const Commands& commands) {
    static program::SampleOptions options;
    auto* command = app.add_subcommand("sample", "Sample names from a saved model");
    command->add_option("--load", options.file, "The model's file")->required()->check(some_path());
    command->add_option("--model", options.model, "Refuse a file of another model");
    command->add_option("--count", options.count, "How many")->check(whole_number(1, most))->capture_default_str();
    command->add_option("--seed", options.seed, "Of PyTorch's random numbers")
        ->check(whole_number(0, 0xffffffff))
        ->capture_default_str();
    command->add_flag("--greedy", options.greedy, "The most likely character each time: always the same name");
    command->callback([&] { commands.sample(options); });
}

/// A standard stream that is closed would lend its number to the next file that is opened, and what is printed would go
/// into that file. This one can be written as little as a closed one.
void open_standard_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) == -1) ::open("/dev/null", O_RDONLY);
    }
}

/// Prints an error as one line, whatever a path or a file has put into it.
void complain(std::string sentence) {
    std::ranges::replace_if(sentence, [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; }, '?');
    std::fprintf(stderr, "names: %s\n", sentence.c_str());
}

int run(const Commands& commands, int count, char** arguments) {
    CLI::App app("Character-level models of names, as in the makemore lectures.", "names");
    app.require_subcommand(0, 1);
    app.add_subcommand("models", "List the models that are compiled in")->callback(commands.models);
    add_train(app, commands);
    add_evaluate(app, commands);
    add_sample(app, commands);
    try {
        app.parse(count, arguments);
        if (app.get_subcommands().empty()) throw CLI::RequiredError("A command");
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error); // --help
        const bool command = !app.get_subcommands().empty();
        complain(std::string(error.what()) + (command ? "" : ", expected models, train, eval or sample"));
        return 2;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        complain("standard output: cannot be written");
        return 1;
    }
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    open_standard_streams();
    try {
        return run(program::choose_commands(std::getenv("NAMES_INSTRUCTIONS")), count, arguments);
    } catch (const program::WrongInstructions& error) {
        complain(error.what());
        return 2;
    } catch (const std::exception& error) {
        complain(error.what());
        return 1;
    }
}
