// SPDX-License-Identifier: BSL-1.0
//
// wavenet: trains the WaveNet of van den Oord et al., 2016, on sounds, and goes on where a sound ends.
#include "commands.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <exception>

int main(int count, char** arguments) {
    CLI::App app{"Trains a WaveNet on sounds, and lets it go on where a sound ends"};
    app.require_subcommand(1);

    program::TrainOptions training;
    CLI::App& train = *app.add_subcommand("train", "Train on sound files with one channel");
    train.add_option("SOUND", training.sounds, "Sound files")->required();
    train.add_option("--save", training.save, "Where the model is saved whenever it is better");
    train.add_option("--checkpoint", training.checkpoint, "Where the training is kept, behind each validation");
    train.add_flag("--resume", training.resume, "Go on from the checkpoint, if there is one")->needs("--checkpoint");
    train.add_option("--report", training.report, "A page of HTML with curves and sound");
    train.add_option("--model", training.model, "small or deep")->capture_default_str();
    train.add_option("--sample-rate", training.sample_rate, "Samples a second, to which sounds are brought")
        ->check(CLI::Range(1000, 192'000))
        ->capture_default_str();
    train.add_option("--steps", training.steps, "Updates")->check(CLI::Range(1, 100'000'000))->capture_default_str();
    train.add_option("--validate-every", training.validate_every, "Steps between validations")
        ->check(CLI::Range(1, 100'000'000))
        ->capture_default_str();
    train.add_option("--rate", training.rate, "Of learning, at its highest")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    train.add_option("--threads", training.threads, "0: as many as there are processors")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    train.add_option("--seed", training.seed, "Of all that is drawn")->capture_default_str();
    train.callback([&] { program::train(training); });

    program::GenerateOptions generating;
    CLI::App& generate = *app.add_subcommand("generate", "Write what may come behind a sound, or silence");
    generate.add_option("MODEL", generating.model, "A file that train has saved")->required();
    generate.add_option("OUTPUT", generating.output, "A WAV file to write")->required();
    generate.add_option("--prime", generating.prime, "A sound file to go on from");
    generate.add_option("--seconds", generating.seconds, "How long")
        ->check(CLI::Range(0.001, 86'400.0))
        ->capture_default_str();
    generate
        .add_option("--temperature", generating.temperature, "Below 1 it dares less; 0: always the likeliest level")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    generate.add_option("--seed", generating.seed, "Of all that is drawn")->capture_default_str();
    generate.callback([&] { program::generate(generating); });

    program::EvalOptions evaluated;
    CLI::App& eval = *app.add_subcommand("eval", "Print how many bits a sample of each sound costs");
    eval.add_option("MODEL", evaluated.model, "A file that train has saved")->required();
    eval.add_option("SOUND", evaluated.sounds, "Sound files with one channel")->required();
    eval.callback([&] { program::eval(evaluated); });

    std::signal(SIGPIPE, SIG_IGN); // a reader of standard output that goes away costs no file
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "wavenet: %s\n", error.what());
        return 1;
    }
    return 0;
}
