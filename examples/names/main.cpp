// SPDX-License-Identifier: BSL-1.0
//
// names: trains character-level models on names, and lets them invent some.
#include "arguments.hpp"
#include "instructions.hpp"
#include "numbers.hpp"

#include "tenon/data/printable.hpp"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using program::Commands;
using program::WrongArguments;

constexpr std::uint64_t largest_count = 1'000'000'000;
constexpr std::uint64_t largest_seed = 0xffffffff;

[[noreturn]] void refuse(const std::string& flag, std::string_view value, const std::string& expected) {
    const std::string given = value.empty() ? "nothing" : tenon::printable(value);
    throw WrongArguments(flag + ": " + given + " given, expected " + expected);
}

/// Declares a flag with a value, which `read` gets. What is written behind it in the help is `placeholder`.
CLI::Option* add_flag(CLI::App& command, const std::string& flag, const std::string& placeholder,
                      const std::function<void(const std::string&)>& read, const std::string& description) {
    return command.add_option_function<std::string>(flag, read, description)->type_name(placeholder);
}

template <class Number>
CLI::Option* add_whole_number(CLI::App& command, const std::string& flag, Number& option, std::uint64_t least,
                              std::uint64_t greatest, const std::string& description) {
    const auto read = [=, &option](const std::string& text) {
        const auto number = program::whole_number(text, least, greatest);
        if (!number)
            refuse(flag, text, "a whole number from " + std::to_string(least) + " to " + std::to_string(greatest));
        option = static_cast<Number>(*number);
    };
    return add_flag(command, flag, "N", read, description);
}

template <class Number>
void add_positive_number(CLI::App& command, const std::string& flag, Number& option, const std::string& standard,
                         const std::string& description) {
    const auto read = [=, &option](const std::string& text) {
        const auto number = program::positive_number(text);
        if (!number) refuse(flag, text, "a number above 0");
        const float given = *number;
        option = given;
    };
    add_flag(command, flag, "X", read, description)->default_str(standard);
}

/// A flag whose value is one of some words, which stand for `values`.
template <class Value, std::size_t Count>
void add_choice(CLI::App& command, const std::string& flag, Value& option,
                const std::array<std::pair<std::string_view, Value>, Count>& values, const std::string& description) {
    std::string known;
    for (const auto& [word, value] : values) known += (known.empty() ? "" : ", ") + std::string(word);
    const auto read = [=, &option](const std::string& text) {
        const auto* const found =
            std::ranges::find(values, std::string_view(text), &std::pair<std::string_view, Value>::first);
        if (found == values.end()) refuse(flag, text, "one of " + known);
        option = found->second;
    };
    add_flag(command, flag, "NAME", read, description + ": " + known)->default_str(std::string(values.front().first));
}

void add_batch(CLI::App& command, std::size_t& option) {
    std::string known;
    for (const std::size_t size : program::batch_sizes) known += (known.empty() ? "" : ", ") + std::to_string(size);
    const auto read = [=, &option](const std::string& text) {
        const auto number = program::whole_number(text, 1, largest_count);
        if (!number || std::ranges::count(program::batch_sizes, *number) == 0)
            refuse("--batch", text, "a batch size that is compiled in: " + known);
        option = *number;
    };
    add_flag(command, "--batch", "N", read, "Examples a step: " + known)->default_str(std::to_string(option));
}

/// Nothing is what a shell makes of a variable that is not set, and no wish for the default.
CLI::Option* add_text(CLI::App& command, const std::string& flag, std::string& option, const std::string& placeholder,
                      const std::string& expected, const std::string& description) {
    const auto read = [=, &option](const std::string& text) {
        if (text.empty()) refuse(flag, text, expected);
        option = text;
    };
    return add_flag(command, flag, placeholder, read, description);
}
CLI::Option* add_path(CLI::App& command, const std::string& flag, std::string& option, const std::string& description) {
    return add_text(command, flag, option, "FILE", "a path", description);
}
CLI::Option* add_model(CLI::App& command, std::string& option, const std::string& description) {
    return add_text(command, "--model", option, "NAME", "a model that names models lists", description);
}
void add_data(CLI::App& command, std::string& option) {
    add_path(command, "--data", option, "A file of one word a line, instead of the embedded names");
}
void add_seed(CLI::App& command, std::uint64_t& option) {
    add_whole_number(command, "--seed", option, 0, largest_seed, "Of PyTorch's random numbers")
        ->default_str(std::to_string(option));
}

/// Flags that mean nothing without another one.
void require_together(const program::TrainOptions& options) {
    const auto require = [](bool is_given, const char* flag, bool has_other, const char* other) {
        if (is_given && !has_other)
            throw WrongArguments(std::string(flag) + ": given without " + other + ", expected both");
    };
    require(options.keep_best, "--keep-best", options.validate_every > 0, "--validate-every");
    require(options.early_stop > 0, "--early-stop", options.validate_every > 0, "--validate-every");
    require(options.checkpoint_every > 0, "--checkpoint-every", !options.checkpoint.empty(), "--checkpoint");
    require(options.resume, "--resume", !options.checkpoint.empty(), "--checkpoint");
    if (options.average >= 1) refuse("--average", std::to_string(options.average), "a number below 1");
    require(options.warmup > 0, "--warmup", options.schedule == program::ScheduleKind::cosine, "--schedule cosine");
    if (options.warmup > options.steps)
        refuse("--warmup", std::to_string(options.warmup), "at most --steps, " + std::to_string(options.steps));
}

void add_train(CLI::App& app, const Commands& commands) {
    static program::TrainOptions options;
    auto& command = *app.add_subcommand("train", "Train a model, print its losses and sample names");
    const auto whole = [&](const std::string& flag, std::size_t& option, std::uint64_t least, const char* description) {
        add_whole_number(command, flag, option, least, largest_count, description)->default_str(std::to_string(option));
    };
    add_model(command, options.model, "The model (see names models)")->default_str(options.model);
    add_data(command, options.data);
    command.add_flag("--lower", options.lower, "Learn the words in small letters");
    whole("--steps", options.steps, 1, "Steps of training");
    add_seed(command, options.seed);
    add_batch(command, options.batch);
    add_whole_number(command, "--threads", options.threads, 1, 1024,
                     "That share a step, where it pays [all there are]");
    using program::OptimizerKind, program::ScheduleKind;
    add_choice(command, "--optimizer", options.optimizer,
               std::array{std::pair{std::string_view("sgd"), OptimizerKind::sgd},
                          std::pair{std::string_view("momentum"), OptimizerKind::momentum},
                          std::pair{std::string_view("adamw"), OptimizerKind::adamw}},
               "The optimizer");
    add_positive_number(command, "--decay", options.decay, "0; adamw 0.01", "Weight decay of matrices");
    add_positive_number(command, "--clip", options.clip, "", "The largest norm that the gradient may have");
    add_positive_number(command, "--average", options.average, "",
                        "Decay of a moving average of the weights, which is the result, such as 0.999");
    add_choice(command, "--schedule", options.schedule,
               std::array{std::pair{std::string_view("step"), ScheduleKind::step},
                          std::pair{std::string_view("cosine"), ScheduleKind::cosine}},
               "How the rate falls");
    whole("--warmup", options.warmup, 0, "Steps in which the rate of a cosine rises");
    add_positive_number(command, "--rate", options.rate, "0.1; adamw 0.002",
                        "Learning rate: of the first three quarters, or a cosine's highest");
    add_positive_number(command, "--final-rate", options.final_rate, "0.01; adamw a tenth of --rate",
                        "Learning rate of the rest, or at a cosine's end");
    whole("--every", options.every, 1, "Steps from one printed loss to the next");
    add_whole_number(command, "--validate-every", options.validate_every, 1, largest_count,
                     "Steps from one validation to the next [none before the end]");
    command.add_flag("--keep-best", options.keep_best, "End with the model of the best validation");
    add_whole_number(command, "--early-stop", options.early_stop, 1, largest_count,
                     "Validations in a row without a better one that end the training");
    add_whole_number(command, "--inspect-every", options.inspect_every, 1, largest_count,
                     "Steps from one look inside to the next, for the log and the report [never]");
    whole("--sample", options.samples, 0, "Names to sample afterwards");
    add_path(command, "--save", options.save, "Write the model here (safetensors)");
    add_path(command, "--log", options.log, "Write the losses here (JSON lines)");
    add_path(command, "--report", options.report, "Write a page about the training here (HTML)");
    add_path(command, "--checkpoint", options.checkpoint,
             "Write here what a training goes on from, and --resume from it");
    add_whole_number(command, "--checkpoint-every", options.checkpoint_every, 1, largest_count,
                     "Steps from one checkpoint to the next [at the end alone]");
    command.add_flag("--resume", options.resume, "Go on from the checkpoint, if there is one");
    command.callback([&] {
        require_together(options);
        commands.train(options);
    });
}

void add_evaluate(CLI::App& app, const Commands& commands) {
    static program::EvaluateOptions options;
    auto& command = *app.add_subcommand("eval", "Print the losses of a saved model");
    add_path(command, "--load", options.file, "The model's file")->required();
    add_model(command, options.model, "Refuse a file of another model");
    add_data(command, options.data);
    command.add_flag("--lower", options.lower, "Take the words in small letters [as in the training]");
    command.callback([&] { commands.evaluate(options); });
}

void add_sample(CLI::App& app, const Commands& commands) {
    static program::SampleOptions options;
    auto& command = *app.add_subcommand("sample", "Sample names from a saved model");
    add_path(command, "--load", options.file, "The model's file")->required();
    add_model(command, options.model, "Refuse a file of another model");
    add_whole_number(command, "--count", options.count, 1, largest_count, "How many")
        ->default_str(std::to_string(options.count));
    add_seed(command, options.seed);
    command.add_flag("--greedy", options.greedy, "The most likely character each time: always the same name");
    command.callback([&] { commands.sample(options); });
}

/// A standard stream that is closed would lend its number to the next file that is opened, and what is printed would go
/// into that file. This one can be written as little as a closed one.
void open_standard_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) == -1) ::open("/dev/null", O_RDONLY);
    }
}

/// A text in UTF-8 of at most `most` bytes: where it is longer, an ellipsis stands for its middle.
std::string shortened(const std::string& text, std::size_t most) {
    if (text.size() <= most) return text;
    const auto continues = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80; };
    std::size_t head = most / 2, tail = text.size() - most / 2 + 3;
    while (continues(head)) --head;
    while (tail < text.size() && continues(tail)) ++tail;
    return text.substr(0, head) + "…" + text.substr(tail);
}

/// Prints an error as one line that no screen is too small for, whatever a path or a file has put into it.
void complain(std::string_view sentence) {
    std::fprintf(stderr, "names: %s\n", shortened(tenon::printable(sentence, std::string::npos), 500).c_str());
}

void run(const Commands& commands, const std::vector<std::string>& arguments) {
    CLI::App app("Character-level models of names, as in the makemore lectures.", "names");
    app.set_version_flag("--version", "names " NAMES_VERSION, "Print the version and exit");
    app.require_subcommand(0, 1);
    app.add_subcommand("models", "List the models that are compiled in")->callback(commands.models);
    add_train(app, commands);
    add_evaluate(app, commands);
    add_sample(app, commands);
    auto checked = program::checked_arguments(app, arguments);
    std::ranges::reverse(checked); // CLI11 takes them from the end
    try {
        app.parse(std::move(checked));
    } catch (const CLI::Success& wish) {
        app.exit(wish); // --help and --version print themselves
    }
}

} // namespace

int main(int count, char** arguments) {
    open_standard_streams();
    try {
        // There is one thread yet. NOLINTNEXTLINE(concurrency-mt-unsafe)
        run(program::choose_commands(std::getenv("NAMES_INSTRUCTIONS")),
            {arguments + std::min(count, 1), arguments + count});
    } catch (const program::WrongInstructions& error) {
        complain(error.what());
        return 2;
    } catch (const WrongArguments& error) {
        complain(error.what());
        return 2;
    } catch (const std::exception& error) {
        complain(error.what());
        return 1;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        complain("standard output: cannot be written");
        return 1;
    }
    return 0;
}
