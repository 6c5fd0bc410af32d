// SPDX-License-Identifier: BSL-1.0
//
// amp: plays sound through amp models of the kind `.nam`, tells their types, and trains them.
#include "commands.hpp"

#include "tenon/data/printable.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

int main(int count, char** arguments) {
    CLI::App app{"Plays, and trains, amp models of the kind .nam"};
    app.require_subcommand(1);

    program::RunOptions playing;
    CLI::App& run = *app.add_subcommand("run", "Play a sound through an amp");
    run.add_option("MODEL", playing.model, "A .nam file")->required();
    run.add_option("INPUT", playing.input, "A sound file with one channel")->required();
    run.add_option("OUTPUT", playing.output, "A WAV file to write")->required();
    run.add_option("--size", playing.size, "Which of a container's models, from 0 to 1")->check(CLI::Range(0.0, 1.0));
    run.add_option("--block", playing.block, "Samples at a time")->check(CLI::Range(1, 65536))->capture_default_str();
    run.callback([&] { program::run(playing); });

    std::string file;
    CLI::App& type = *app.add_subcommand("type", "Print the C++ type of a model");
    type.add_option("MODEL", file, "A .nam file, or a .json file of RTNeural")->required();
    type.callback([&] { program::print_type(file); });

    program::TrainOptions training;
    CLI::App& train = *app.add_subcommand("train", "Train an amp on what went in and what came out");
    train.add_option("INPUT", training.input, "A sound file with one channel")->required();
    train.add_option("OUTPUT", training.output, "What came out, as long and at the same rate")->required();
    train.add_option("MODEL", training.model, "A .nam file to write")->required();
    train.add_option("--arch", training.architecture, "a1-standard, a1-lite, a1-feather or a1-nano")
        ->capture_default_str();
    train.add_option("--steps", training.steps, "Updates")->check(CLI::Range(1, 100'000'000))->capture_default_str();
    train.add_option("--rate", training.rate, "Of learning, at first")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    train.add_option("--seed", training.seed, "Of all that is drawn")->capture_default_str();
    train.callback([&] { program::train(training); });

    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "amp: %s\n", error.what());
        return 1;
    }
    return 0;
}
