// SPDX-License-Identifier: BSL-1.0
#include "train.hpp"

#include "compiled_model.hpp"
#include "corpus.hpp"
#include "divergence.hpp"
#include "inspected_step.hpp"
#include "log_curves.hpp"
#include "model_store.hpp"
#include "outputs.hpp"
#include "program/stop_signals.hpp"
#include "report.hpp"
#include "sampling.hpp"
#include "settings.hpp"
#include "training_state.hpp"
#include "validation.hpp"

#include "tenon/data/utf8.hpp"
#include "tenon/io/output_file.hpp"
#include "tenon/progress.hpp"
#include "tenon/threads.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <exception>
#include <filesystem>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace names {

using program::TrainOptions;

namespace {

/// Now, in UTC.
std::string date_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", ::gmtime_r(&now, &parts))};
}

class Training {
  public:
    explicit Training(const TrainOptions& options)
        : options_(options), corpus_(learnable(options)),
          entry_(find_model(options.model, corpus_.vocabulary().size())), generator_(options.seed),
          validation_(corpus_.validation(corpus_.vocabulary(), entry_.context), options.keep_best),
          threads_(options.threads > 0 ? options.threads : tenon::Threads::available()) {
        outputs_.emplace(options);
        windows_ = corpus_.train(corpus_.vocabulary(), entry_.context);
        model_ = entry_.make(generator_, options);
        model_->use(threads_);
        if (options.resume && std::filesystem::exists(options.checkpoint)) resume();
    }

    void run() {
        std::printf("parameters %zu\ninstructions %s\n", entry_.parameters, NAMES_INSTRUCTION_SET);
        for (const auto& [key, value] : corpus_.facts()) std::printf("%s %s\n", key.c_str(), value.c_str());
        if (!state_.losses.empty()) std::printf("resumed_after %zu\n", state_.losses.size());
        std::fflush(stdout);
        run_steps();
        if (state_.losses.empty()) throw std::runtime_error("interrupted before the first step");
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
        const std::string text = line.dump() + "\n";
        state_.log += text;
        write_log(text);
    }
    void write_log(const std::string& lines) {
        if (!outputs_->log || log_failed_) return;
        log_failed_ = !attempt([&] {
            outputs_->log->write(lines);
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

    void resume() {
        load_checkpoint(options_.checkpoint, *model_, generator_, state_, checkpoint_settings());
        write_log(state_.log);
    }
    void write_checkpoint() {
        if (options_.checkpoint.empty()) return;
        attempt([&] { save_checkpoint(options_.checkpoint, *model_, generator_, state_, checkpoint_settings()); });
    }

    [[nodiscard]] bool goes_on() const {
        return state_.losses.size() < options_.steps && !signals_.raised() && diverged_.empty() && !is_enough();
    }
    /// Whether as many validations as were asked for had no better loss.
    [[nodiscard]] bool is_enough() const { return options_.early_stop > 0 && state_.worse >= options_.early_stop; }

    void run_steps() {
        std::vector<tenon::Token> contexts(options_.batch * entry_.context), targets(options_.batch);
        tenon::Progress progress(options_.steps - std::min(options_.steps, state_.losses.size()));
        while (goes_on()) {
            const std::size_t step = state_.losses.size();
            draw_batch(contexts, targets);
            const bool inspects = falls_on(step, options_.inspect_every);
            const float loss = train_step(contexts, targets, rate_of(options_, step), inspects);
            progress.advance(static_cast<double>(loss));
            if (step % options_.every == 0 || step + 1 == options_.steps || !diverged_.empty()) {
                progress.clear();
                std::printf("step %zu loss %.4f\n", step, static_cast<double>(loss));
                std::fflush(stdout);
                log_line({{"step", step}, {"loss", loss}, {"rate", rate_of(options_, step)}});
            }
            if (!diverged_.empty()) break;
            if (falls_on(step, options_.validate_every)) {
                progress.clear();
                validate(step);
            }
            if (falls_on(step, options_.checkpoint_every)) write_checkpoint();
        }
        rate_ = progress.rate();
        seconds_ = progress.seconds();
        progress.clear();
        if (diverged_.empty() && signals_.raised() && !state_.losses.empty() && state_.losses.size() < options_.steps) {
            std::fprintf(stderr, "names: interrupted after %zu of %zu steps\n", state_.losses.size(), options_.steps);
        }
        if (diverged_.empty()) diverged_ = divergence(state_.losses, even(), true);
        if (diverged_.empty() && !state_.losses.empty()) write_checkpoint();
    }
    /// Whether something that is done every so many steps, or never for 0, is done behind this one.
    static bool falls_on(std::size_t step, std::size_t every) { return every > 0 && (step + 1) % every == 0; }

    void validate(std::size_t step) {
        const double loss = validation_.observe(*model_, step, state_);
        std::printf("step %zu val %.4f\n", step, loss);
        std::fflush(stdout);
        log_line({{"step", step}, {"val", loss}});
        if (is_enough()) std::printf("early_stop %zu\n", step);
    }

    /// A step, and whether the training has diverged with it. Its loss is not a number where the Trainer says so.
    float train_step(std::span<const tenon::Token> contexts, std::span<const tenon::Token> targets, float rate,
                     bool inspects) {
        float loss = std::numeric_limits<float>::quiet_NaN();
        std::string told;
        try {
            loss = inspects ? inspect_step(contexts, targets, rate) : model_->step(contexts, targets, rate);
        } catch (const std::runtime_error& error) {
            const std::string step = " (step " + std::to_string(state_.losses.size()) + ")";
            told = error.what() + step + ": a lower --rate may help";
        }
        state_.losses.push_back(static_cast<double>(loss));
        diverged_ = told.empty() ? divergence(state_.losses, even(), false) : told;
        return loss;
    }

    float inspect_step(std::span<const tenon::Token> contexts, std::span<const tenon::Token> targets, float rate) {
        InspectedStep inspected;
        const float loss = model_->inspect_step(contexts, targets, rate, inspected);
        log_line(numbers_of(state_.losses.size(), inspected));
        state_.pictures = pictures_of(state_.losses.size(), inspected).dump();
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
        if (!state_.best_tensors.empty()) {
            model_->load(state_.best_tensors, "the best model");
            std::printf("best_step %zu\n", state_.best_step);
        }
        Report report;
        report.validation = validation_.loss(*model_);
        if (!std::isfinite(report.validation) || !tenon::not_finite(model_->tensors()).empty()) {
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
        report.settings.emplace_back("date", date_now());
        report.settings.emplace_back("duration", tenon::clock_time(seconds_));
        report.settings.emplace_back("version", "tenon " NAMES_VERSION);
        report.settings.emplace_back("instructions", NAMES_INSTRUCTION_SET);
        std::ranges::copy(corpus_.facts(), std::back_inserter(report.settings));
        for (const tenon::LayerSummary& layer : entry_.layers) {
            report.layers.push_back({std::string(layer.layer), std::string(layer.output), layer.parameters,
                                     options_.batch * (layer.forward_flops + layer.backward_flops)});
        }
        report.losses = state_.losses;
        report.validations = validations_over_time(state_.log);
        report.rates = rates_over_time(options_, state_.losses.size());
        report.ratios = ratios_over_time(state_.log);
        if (!state_.pictures.empty()) report.pictures = nlohmann::json::parse(state_.pictures);
        outputs_->report->write(render(report));
        outputs_->report->commit();
    }

    /// What the model's file and the report tell of the training.
    [[nodiscard]] Settings settings() const {
        Settings all = training_settings(options_, tenon::valid_utf8(corpus_.source()));
        all["steps"] = std::to_string(state_.losses.size());
        if (!state_.best_tensors.empty()) all["best_step"] = std::to_string(state_.best_step);
        return all;
    }
    /// What has to be the same where a training goes on: all that its numbers depend on.
    [[nodiscard]] Settings checkpoint_settings() const {
        Settings all = training_settings(options_, tenon::valid_utf8(corpus_.source()));
        all["model"] = entry_.name;
        all["vocabulary"] = corpus_.vocabulary().characters();
        all["examples"] = std::to_string(windows_.size());
        all["validate_every"] = std::to_string(options_.validate_every);
        all["keep_best"] = options_.keep_best ? "yes" : "no";
        all["early_stop"] = std::to_string(options_.early_stop);
        return all;
    }

    const TrainOptions& options_;
    program::StopSignals signals_; ///< before what files are opened, so that no signal leaves one behind
    Corpus corpus_;
    const CompiledModel& entry_;
    tenon::Generator generator_;
    Validation validation_;
    std::optional<Outputs> outputs_;
    tenon::Threads threads_;
    tenon::Windows windows_;
    std::unique_ptr<AnyModel> model_;
    TrainingState state_;
    double rate_ = 0, seconds_ = 0; ///< of the steps
    std::string diverged_;          ///< how it was told; empty: it has not
    std::string failures_;          ///< in one line
    bool log_failed_ = false;
};

} // namespace

void train(const TrainOptions& options) { Training(options).run(); }

} // namespace names
