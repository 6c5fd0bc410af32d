// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "model_file.hpp"
#include "program/stop_signals.hpp"
#include "report.hpp"
#include "sounds.hpp"

#include "tenon/data/printable.hpp"
#include "tenon/io/checkpoint.hpp"
#include "tenon/io/output_file.hpp"
#include "tenon/io/same_file.hpp"
#include "tenon/progress.hpp"
#include "tenon/schedule/cosine_with_warmup.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <stdexcept>

namespace program {

namespace {

constexpr const char* state_key = "wavenet.state";
constexpr const char* setting = "wavenet.setting.";

void require_different_files(const TrainOptions& options) {
    std::vector<std::filesystem::path> files = options.sounds;
    for (const auto* written : {&options.save, &options.checkpoint, &options.report}) {
        if (written->empty()) continue;
        for (const auto& other : files) {
            if (tenon::same_file(*written, other))
                throw std::runtime_error(tenon::printable(written->string()) +
                                         ": given for two purposes, expected a file for each");
        }
        files.push_back(*written);
    }
}

[[noreturn]] void refuse_setting(const std::string& source, const std::string& key, const std::string& before,
                                 const std::string& now) {
    throw std::runtime_error(tenon::printable(source) + ": is the checkpoint of a training with " + key + " " +
                             tenon::printable(before) + ", this one has " + now);
}

class Training {
  public:
    explicit Training(const TrainOptions& options)
        : options_(options), entry_(find_net(options.model)), generator_(options.seed),
          threads_(options.threads > 0 ? options.threads : tenon::Threads::available()), net_(entry_.make(generator_)) {
        require_different_files(options);
        for (const auto* written : {&options.save, &options.checkpoint, &options.report})
            if (!written->empty()) tenon::OutputFile{*written}; // whether it can be written
        corpus_ = read_corpus(options.sounds, options.sample_rate, entry_.length + 1);
        net_->use(threads_);
        if (options.resume && std::filesystem::exists(options.checkpoint)) resume();
    }

    void run() {
        std::printf("parameters %zu\nreceptive_field %zu\nlearned %zu\nheld_out %zu\nhistogram_bits %.4f\n",
                    entry_.parameters, entry_.receptive_field, corpus_.learned.size(), corpus_.held_out.size(),
                    histogram_bits(corpus_.held_out));
        if (!curve_.empty()) std::printf("resumed_after %zu\n", curve_.size());
        std::fflush(stdout);
        tenon::Progress progress{options_.steps - std::min(options_.steps, curve_.size())};
        while (curve_.size() < options_.steps && !signals_.raised()) {
            curve_.push_back(step());
            progress.advance(curve_.back());
            if (curve_.size() % options_.validate_every == 0 || curve_.size() == options_.steps || signals_.raised()) {
                progress.clear();
                validate();
            }
        }
        if (signals_.raised())
            std::fprintf(stderr, "wavenet: interrupted after %zu of %zu steps\n", curve_.size(), options_.steps);
        if (!options_.report.empty()) write_report(progress.seconds());
    }

  private:
    /// A step on stretches that begin anywhere.
    double step() {
        const std::size_t length = entry_.length;
        std::vector<Token> levels(entry_.examples * length), next(levels.size());
        for (std::size_t example = 0; example < entry_.examples; ++example) {
            const auto begin = generator_.randint(static_cast<std::uint32_t>(corpus_.learned.size() - length));
            const auto from = corpus_.learned.begin() + begin;
            const auto to = static_cast<std::ptrdiff_t>(example * length);
            std::copy_n(from, length, levels.begin() + to);
            std::copy_n(from + 1, length, next.begin() + to);
        }
        const tenon::CosineWithWarmup rate{.peak = static_cast<float>(options_.rate),
                                           .warmup = std::min<std::size_t>(50, options_.steps / 2),
                                           .steps = options_.steps,
                                           .end = 1e-5F};
        const double bits = net_->step(levels, next, rate(curve_.size()));
        if (!std::isfinite(bits)) throw std::runtime_error("the loss is not finite: a lower --rate may help");
        return bits;
    }

    void validate() {
        const double bits = net_->bits(corpus_.held_out);
        const bool is_better = bits < best_;
        validations_.emplace_back(curve_.size(), bits);
        std::printf("step %zu bits %.4f validation %.4f%s\n", curve_.size(), curve_.back(), bits,
                    is_better && !options_.save.empty() ? " saved" : "");
        std::fflush(stdout);
        if (is_better && !options_.save.empty()) save_net(options_.save, entry_, *net_, options_.sample_rate);
        best_ = std::min(best_, bits);
        if (!options_.checkpoint.empty()) write_checkpoint();
    }

    /// All that the numbers of a training depend on.
    [[nodiscard]] std::map<std::string, std::string> settings() const {
        return {{"model", options_.model},
                {"sample_rate", std::to_string(options_.sample_rate)},
                {"steps", std::to_string(options_.steps)},
                {"validate_every", std::to_string(options_.validate_every)},
                {"rate", nlohmann::json(options_.rate).dump()},
                {"seed", std::to_string(options_.seed)},
                {"learned", std::to_string(corpus_.learned.size()) + " samples"},
                {"held_out", std::to_string(corpus_.held_out.size()) + " samples"}};
    }

    void write_checkpoint() {
        tenon::Safetensors content = net_->checkpoint();
        tenon::add_state(content, "stretches", generator_);
        for (const auto& [key, value] : settings()) content.metadata[std::string(setting).append(key)] = value;
        content.metadata[state_key] =
            nlohmann::json{{"curve", curve_}, {"validations", validations_}, {"best", best_}}.dump();
        tenon::OutputFile file{options_.checkpoint};
        tenon::write_safetensors(file, content);
        file.commit();
    }
    void resume() {
        const std::string source = options_.checkpoint.string();
        const tenon::Safetensors content = tenon::read_safetensors(options_.checkpoint);
        const auto text_of = [&](const std::string& key) {
            const auto found = content.metadata.find(key);
            if (found != content.metadata.end()) return found->second;
            throw std::runtime_error(tenon::printable(source) + ": is no checkpoint of wavenet: has no metadata '" +
                                     key + "'");
        };
        for (const auto& [key, now] : settings()) {
            const std::string before = text_of(std::string(setting).append(key));
            if (before != now) refuse_setting(source, key, before, now);
        }
        try {
            const auto state = nlohmann::json::parse(text_of(state_key));
            state.at("curve").get_to(curve_);
            state.at("validations").get_to(validations_);
            state.at("best").get_to(best_);
        } catch (const nlohmann::json::exception&) {
            throw std::runtime_error(tenon::printable(source) + ": its metadata '" + state_key +
                                     "' is not what wavenet writes");
        }
        tenon::restore_state(generator_, "stretches", content, source);
        net_->restore(content, source);
    }

    void write_report(double seconds) {
        // What the net says behind the last sound it has not learned from.
        const std::size_t shown = std::min<std::size_t>(corpus_.held_out.size(), entry_.receptive_field);
        const auto prime = std::span(corpus_.held_out).last(shown);
        std::vector<Token> levels(2 * static_cast<std::size_t>(options_.sample_rate));
        tenon::Generator generator{options_.seed};
        net_->generate(prime, levels, 1, generator);
        Report report{.title = options_.model,
                      .settings = {},
                      .histogram_bits = histogram_bits(corpus_.held_out),
                      .best = best_,
                      .parameters = entry_.parameters,
                      .receptive_field = entry_.receptive_field,
                      .curve = curve_,
                      .validations = validations_,
                      .prime = sound_of(prime, options_.sample_rate),
                      .generated = sound_of(levels, options_.sample_rate)};
        for (const auto& [key, value] : settings()) {
            report.settings.emplace_back(key, value);
            std::ranges::replace(report.settings.back().first, '_', ' ');
        }
        for (const auto& sound : options_.sounds)
            report.settings.emplace_back("sound", tenon::printable(sound.filename().string()));
        report.settings.emplace_back("duration", tenon::clock_time(seconds));
        tenon::OutputFile file{options_.report};
        file.write(render(report));
        file.commit();
    }

    const TrainOptions& options_;
    StopSignals signals_;
    const NetEntry& entry_;
    tenon::Generator generator_;
    tenon::Threads threads_;
    std::unique_ptr<AnyNet> net_;
    Corpus corpus_;
    std::vector<double> curve_;                               ///< bits of each step
    std::vector<std::pair<std::size_t, double>> validations_; ///< a number of steps, and bits behind them
    double best_ = std::numeric_limits<double>::max();
};

} // namespace

void train(const TrainOptions& options) { Training(options).run(); }

} // namespace program
