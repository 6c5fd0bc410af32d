// SPDX-License-Identifier: BSL-1.0
#include "train.hpp"

#include "compiled_model.hpp"
#include "corpus.hpp"
#include "divergence.hpp"
#include "model_store.hpp"
#include "progress.hpp"
#include "report.hpp"
#include "sampling.hpp"
#include "stop_signals.hpp"

#include "tenon/data/utf8.hpp"
#include "tenon/io/output_file.hpp"
#include "tenon/io/same_file.hpp"
#include "tenon/schedule/piecewise_constant.hpp"
#include "tenon/threads.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace names {

using program::TrainOptions;

namespace {

/// The shortest decimal that reads back as the same float.
std::string shortest(float value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// One file for two purposes would cost what was there, or one of the results.
void require_different_files(const TrainOptions& options) {
    const std::pair<const char*, const std::string&> all[] = {
        {"--data", options.data}, {"--save", options.save}, {"--log", options.log}, {"--report", options.report}};
    for (const auto& [flag, path] : all) {
        for (const auto& [earlier, other] : all) {
            if (&other == &path) break;
            if (path.empty() || other.empty() || !tenon::same_file(path, other)) continue;
            throw std::runtime_error(path + ": given for " + earlier + " and " + flag + ", expected a file for each");
        }
    }
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
        : options_(options), corpus_(learnable(options)),
          entry_(find_model(options.model, corpus_.vocabulary().size())), generator_(options.seed),
          schedule_(options.rate, {{options.steps * 3 / 4, options.final_rate}}),
          threads_(options.threads > 0 ? options.threads : tenon::Threads::available()) {
        outputs_.emplace(options);
        windows_ = corpus_.train(corpus_.vocabulary(), entry_.context);
        model_ = entry_.make(generator_, options.batch);
        model_->use(threads_);
    }

    void run() {
        std::printf("parameters %zu\ninstructions %s\n", entry_.parameters, NAMES_INSTRUCTION_SET);
        for (const auto& [key, value] : corpus_.facts()) std::printf("%s %s\n", key.c_str(), value.c_str());
        std::fflush(stdout);
        run_steps();
        if (losses_.empty()) throw std::runtime_error("interrupted before the first step");
        if (diverged_.empty())
            finish();
        else
            give_up();
        if (!failures_.empty()) throw std::runtime_error(failures_);
    }

  private:
    static Corpus learnable(const TrainOptions& options) {
        static_cast<void>(find_model(options.model)); // said first where there is none
        Corpus corpus(options.data, options.lower);
        corpus.require_characters(wide_vocabulary_size - 1);
        return corpus;
    }

    void fail(const std::string& sentence) { failures_ += (failures_.empty() ? "" : "; ") + sentence; }

    /// Does what may fail, and keeps its sentence for the end, so that an output that fails costs no other.
    template <class Work>
    bool attempt(Work work) {
        try {
            work();
            return true;
        } catch (const std::exception& error) {
            fail(error.what());
            return false;
        }
    }

    /// After a line that cannot be written there are no others.
    void log_line(const nlohmann::ordered_json& line) {
        if (!outputs_->log || log_failed_) return;
        log_failed_ = !attempt([&] {
            outputs_->log->write(line.dump() + "\n");
            outputs_->log->flush();
        });
    }

    /// What was written before a line that failed is kept. That has been told, also where nothing was.
    void commit_log() {
        if (!outputs_->log) return;
        const std::string told = failures_;
        const bool kept = attempt([&] { outputs_->log->commit(); });
        if (!kept && log_failed_) failures_ = told;
    }

    void run_steps() {
        std::vector<tenon::Token> contexts(options_.batch * entry_.context), targets(options_.batch);
        Progress progress(options_.steps);
        for (std::size_t step = 0; step < options_.steps && !signals_.raised() && diverged_.empty(); ++step) {
            draw_batch(contexts, targets);
            const float loss = train_step(contexts, targets, schedule_(step));
            progress.advance(loss);
            if (step % options_.every != 0 && step + 1 != options_.steps && diverged_.empty()) continue;
            progress.clear();
            std::printf("step %zu loss %.4f\n", step, static_cast<double>(loss));
            std::fflush(stdout);
            log_line({{"step", step}, {"loss", loss}, {"rate", schedule_(step)}});
        }
        rate_ = progress.rate();
        progress.clear();
        if (diverged_.empty() && !losses_.empty() && losses_.size() < options_.steps) {
            std::fprintf(stderr, "names: interrupted after %zu of %zu steps\n", losses_.size(), options_.steps);
        }
        if (diverged_.empty()) diverged_ = divergence(losses_, even(), true);
    }

    /// A step, and whether the training has diverged with it. Its loss is not a number where the Trainer says so.
    float train_step(std::span<const tenon::Token> contexts, std::span<const tenon::Token> targets, float rate) {
        float loss = std::numeric_limits<float>::quiet_NaN();
        std::string told;
        try {
            loss = model_->step(contexts, targets, rate);
        } catch (const std::runtime_error& error) {
            const std::string step = " (step " + std::to_string(losses_.size()) + ")";
            told = error.what() + step + ": a lower --rate may help";
        }
        losses_.push_back(static_cast<double>(loss));
        diverged_ = told.empty() ? divergence(losses_, even(), false) : told;
        return loss;
    }

    /// The loss of guesses that are all the same.
    [[nodiscard]] double even() const { return std::log(static_cast<double>(entry_.tokens)); }

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
        const bool early = signals_.raised();
        const tenon::Windows validation = corpus_.validation(corpus_.vocabulary(), entry_.context);
        Report report;
        report.validation = model_->loss(validation.contexts, validation.targets);
        if (!std::isfinite(report.validation) || !not_finite(*model_).empty()) {
            diverged_ =
                "the model is not finite after the last step: the training has diverged, a lower --rate may help";
            return give_up();
        }
        if (outputs_->save) {
            attempt([&] { save_model(*std::move(outputs_->save), entry_, *model_, corpus_.vocabulary(), settings()); });
        }
        report.train = model_->loss(windows_.contexts, windows_.targets);
        std::printf("train %.4f\nval %.4f\nsteps_per_second %.1f\n", report.train, report.validation, rate_);
        attempt([&] {
            // A signal that comes now ends the sampling; one that has ended the training is none of the sampling's.
            for (std::size_t index = 0; index < options_.samples && signals_.raised() == early; ++index) {
                report.names.push_back(sample(*model_, entry_.context, corpus_.vocabulary(), generator_));
                print_name(report.names.back());
            }
        });
        log_line({{"train", report.train}, {"val", report.validation}, {"steps_per_second", rate_}});
        commit_log();
        if (outputs_->report) attempt([&] { write_report(std::move(report)); });
    }

    /// Of a training that has diverged the log is kept. A model and a report would take the place of good ones.
    void give_up() {
        fail(diverged_);
        for (const std::string& path : {options_.save, options_.report})
            if (!path.empty()) fail(path + ": is not written");
        outputs_->save.reset();
        outputs_->report.reset();
        commit_log();
    }

    void write_report(Report report) {
        report.title = entry_.name;
        const auto all = settings();
        report.settings.assign(all.begin(), all.end());
        std::ranges::copy(corpus_.facts(), std::back_inserter(report.settings));
        for (const tenon::LayerSummary& layer : entry_.layers) {
            report.layers.push_back({std::string(layer.layer), std::string(layer.output), layer.parameters,
                                     options_.batch * (layer.forward_flops + layer.backward_flops)});
        }
        report.losses = losses_;
        outputs_->report->write(render(report));
        outputs_->report->commit();
    }

    [[nodiscard]] std::map<std::string, std::string> settings() const {
        std::map<std::string, std::string> all{
            {"data", tenon::valid_utf8(corpus_.source())},
            {"steps", std::to_string(losses_.size())},
            {"batch", std::to_string(options_.batch)},
            {"seed", std::to_string(options_.seed)},
            {"learning_rate", shortest(options_.rate)},
            {"final_learning_rate", shortest(options_.final_rate)},
            {"final_learning_rate_from_step", std::to_string(options_.steps * 3 / 4)}};
        if (options_.lower) all["lower"] = "yes";
        return all;
    }

    const TrainOptions& options_;
    StopSignals signals_; ///< before what files are opened, so that no signal leaves one behind
    Corpus corpus_;
    const CompiledModel& entry_;
    tenon::Generator generator_;
    tenon::PiecewiseConstant schedule_;
    std::optional<Outputs> outputs_;
    tenon::Threads threads_;
    tenon::Windows windows_;
    std::unique_ptr<AnyModel> model_;
    std::vector<double> losses_;
    double rate_ = 0;
    std::string diverged_; ///< how it was told; empty: it has not
    std::string failures_; ///< in one line
    bool log_failed_ = false;
};

} // namespace

void train(const TrainOptions& options) { Training(options).run(); }

} // namespace names
