// SPDX-License-Identifier: BSL-1.0
#include "train.hpp"

#include "compiled_model.hpp"
#include "corpus.hpp"
#include "model_store.hpp"
#include "progress.hpp"
#include "report.hpp"
#include "sampling.hpp"

#include "tenon/data/utf8.hpp"
#include "tenon/io/output_file.hpp"
#include "tenon/optim/piecewise_constant.hpp"
#include "tenon/threads.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace names {

using program::TrainOptions;

namespace {

/// Set by the first interrupt; a second one ends the program as usual.
volatile std::sig_atomic_t interrupted = 0;

void on_interrupt(int) {
    interrupted = 1;
    std::signal(SIGINT, SIG_DFL);
}

/// The shortest decimal that reads back as the same float.
std::string shortest(float value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// One path for two purposes would cost what was there, or one of the results.
void require_different_files(const TrainOptions& options) {
    std::map<std::filesystem::path, std::string> flags;
    const auto add = [&](const std::string& path, const std::string& flag) {
        if (path.empty()) return;
        const auto [other, added] = flags.emplace(std::filesystem::absolute(path).lexically_normal(), flag);
        if (added) return;
        throw std::runtime_error(path + ": given for " + other->second + " and " + flag + ", expected a file for each");
    };
    add(options.data, "--data");
    add(options.save, "--save");
    add(options.log, "--log");
    add(options.report, "--report");
}

/// The files that were asked for, opened before the work, so that a path that cannot be written costs nothing.
struct Outputs {
    explicit Outputs(const TrainOptions& options) {
        require_different_files(options);
        const auto open = [](const std::string& path, std::optional<tenon::OutputFile>& file) {
            if (!path.empty()) file.emplace(path);
        };
        open(options.save, save);
        open(options.log, log);
        open(options.report, report);
        // A reader of standard output that goes away costs no file.
        if (save || log || report) std::signal(SIGPIPE, SIG_IGN);
    }
    std::optional<tenon::OutputFile> save, log, report;
};

class Training {
  public:
    explicit Training(const TrainOptions& options)
        : options_(options), entry_(find_model(options.model)), corpus_(options.data), generator_(options.seed),
          schedule_(options.rate, {{options.steps * 3 / 4, options.final_rate}}),
          threads_(options.threads > 0 ? options.threads : tenon::Threads::available()) {
        require_vocabulary(corpus_.vocabulary(), corpus_.source(), entry_);
        outputs_.emplace(options);
        windows_ = corpus_.train(corpus_.vocabulary(), entry_.context);
        model_ = entry_.make(generator_, options.batch);
        model_->use(threads_);
    }

    void run() {
        std::printf("parameters %zu\ninstructions %s\n", entry_.parameters, NAMES_INSTRUCTION_SET);
        std::fflush(stdout);
        std::signal(SIGINT, on_interrupt);
        run_steps();
        std::signal(SIGINT, SIG_DFL);
        finish();
        if (!failures_.empty()) throw std::runtime_error(failures_);
    }

  private:
    /// Does what may fail, and keeps its sentence for the end, so that an output that fails costs no other.
    template <class Work>
    bool attempt(Work work) {
        try {
            work();
            return true;
        } catch (const std::exception& error) {
            failures_ += (failures_.empty() ? "" : "; ") + std::string(error.what());
            return false;
        }
    }

    /// Gives the log up where it cannot be written.
    void log_line(const nlohmann::ordered_json& line) {
        if (!outputs_->log) return;
        const bool written = attempt([&] {
            outputs_->log->write(line.dump() + "\n");
            outputs_->log->flush();
        });
        if (!written) outputs_->log.reset();
    }

    void run_steps() {
        std::vector<tenon::Token> contexts(options_.batch * entry_.context), targets(options_.batch);
        Progress progress(options_.steps);
        for (std::size_t step = 0; step < options_.steps && interrupted == 0; ++step) {
            draw_batch(contexts, targets);
            const float loss = model_->step(contexts, targets, schedule_(step));
            losses_.push_back(static_cast<double>(loss));
            progress.advance(loss);
            if (step % options_.every != 0 && step + 1 != options_.steps) continue;
            progress.clear();
            std::printf("step %zu loss %.4f\n", step, static_cast<double>(loss));
            std::fflush(stdout);
            log_line({{"step", step}, {"loss", loss}, {"rate", schedule_(step)}});
        }
        rate_ = progress.rate();
        progress.clear();
        if (losses_.size() < options_.steps) {
            std::fprintf(stderr, "names: interrupted after %zu of %zu steps\n", losses_.size(), options_.steps);
        }
    }

    /// `randint` picks the examples, as in the lecture.
    void draw_batch(std::vector<tenon::Token>& contexts, std::vector<tenon::Token>& targets) {
        for (std::size_t index = 0; index < targets.size(); ++index) {
            const std::size_t example = generator_.randint(static_cast<std::uint32_t>(windows_.size()));
            std::copy_n(windows_.contexts.data() + example * entry_.context, entry_.context,
                        contexts.data() + index * entry_.context);
            targets[index] = windows_.targets[example];
        }
    }

    /// The model is saved first: nothing that follows can cost it.
    void finish() {
        if (outputs_->save) {
            attempt([&] { save_model(*std::move(outputs_->save), entry_, *model_, corpus_.vocabulary(), settings()); });
        }
        const auto validation = corpus_.validation(corpus_.vocabulary(), entry_.context);
        Report report;
        report.train = model_->loss(windows_.contexts, windows_.targets);
        report.validation = model_->loss(validation.contexts, validation.targets);
        std::printf("train %.4f\nval %.4f\nsteps_per_second %.1f\n", report.train, report.validation, rate_);
        for (std::size_t index = 0; index < options_.samples; ++index) {
            report.names.push_back(sample(*model_, entry_.context, corpus_.vocabulary(), generator_));
            std::printf("name %s\n", report.names.back().c_str());
        }
        log_line({{"train", report.train}, {"val", report.validation}, {"steps_per_second", rate_}});
        if (outputs_->log) attempt([&] { outputs_->log->commit(); });
        if (outputs_->report) attempt([&] { write_report(std::move(report)); });
    }

    void write_report(Report report) {
        report.title = entry_.name;
        const auto all = settings();
        report.settings.assign(all.begin(), all.end());
        for (const tenon::LayerSummary& layer : entry_.layers) {
            report.layers.push_back({std::string(layer.layer), std::string(layer.output), layer.parameters,
                                     options_.batch * (layer.forward_flops + layer.backward_flops)});
        }
        report.losses = losses_;
        outputs_->report->write(render(report));
        outputs_->report->commit();
    }

    [[nodiscard]] std::map<std::string, std::string> settings() const {
        return {{"data", tenon::valid_utf8(corpus_.source())},
                {"steps", std::to_string(losses_.size())},
                {"batch", std::to_string(options_.batch)},
                {"seed", std::to_string(options_.seed)},
                {"learning_rate", shortest(options_.rate)},
                {"final_learning_rate", shortest(options_.final_rate)},
                {"final_learning_rate_from_step", std::to_string(options_.steps * 3 / 4)}};
    }

    const TrainOptions& options_;
    const CompiledModel& entry_;
    Corpus corpus_;
    tenon::Generator generator_;
    tenon::PiecewiseConstant schedule_;
    std::optional<Outputs> outputs_;
    tenon::Threads threads_;
    tenon::Windows windows_;
    std::unique_ptr<AnyModel> model_;
    std::vector<double> losses_;
    double rate_ = 0;
    std::string failures_; ///< to write outputs, in one line
};

} // namespace

void train(const TrainOptions& options) { Training(options).run(); }

} // namespace names
