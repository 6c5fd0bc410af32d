// SPDX-License-Identifier: BSL-1.0
#include "sampling.hpp"

#include "tenon/data/printable.hpp"
#include "tenon/data/windows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>
#include <stdexcept>
#include <vector>

namespace names {

namespace {

constexpr std::size_t longest_greedy = 100;
constexpr std::size_t longest_sample = 1000;

void require_finite(std::span<const float> logits) {
    const auto wrong = std::ranges::find_if_not(logits, [](float logit) { return std::isfinite(logit); });
    if (wrong == logits.end()) return;
    char text[16];
    std::snprintf(text, sizeof text, "%g", static_cast<double>(*wrong));
    throw std::runtime_error("the model gives the logit " + std::string(text) + ", expected finite numbers");
}

/// A name of at most `most` characters whose next token `choose` picks from the logits of the tokens that have a
/// character.
template <class Choose>
std::string write_name(AnyModel& model, std::size_t context, const tenon::Vocabulary& vocabulary, std::size_t most,
                       Choose choose) {
    std::vector<tenon::Token> window(context, tenon::Vocabulary::end);
    std::string name;
    for (std::size_t length = 0; length < most; ++length) {
        const auto logits = model.logits(window).first(vocabulary.size());
        require_finite(logits);
        const auto next = static_cast<tenon::Token>(choose(logits));
        if (next == tenon::Vocabulary::end) break;
        name += vocabulary.character(next);
        tenon::slide(window, next);
    }
    return name;
}

} // namespace

std::string sample(AnyModel& model, std::size_t context, const tenon::Vocabulary& vocabulary,
                   tenon::Generator& generator) {
    std::vector<float> probabilities(vocabulary.size());
    return write_name(model, context, vocabulary, longest_sample, [&](std::span<const float> logits) {
        const float largest = std::ranges::max(logits);
        float sum = 0;
        for (std::size_t token = 0; token < logits.size(); ++token) {
            probabilities[token] = std::exp(logits[token] - largest);
            sum += probabilities[token];
        }
        for (float& probability : probabilities) probability /= sum;
        return generator.multinomial(probabilities);
    });
}

std::string greedy(AnyModel& model, std::size_t context, const tenon::Vocabulary& vocabulary) {
    return write_name(model, context, vocabulary, longest_greedy,
                      [](std::span<const float> logits) { return std::ranges::max_element(logits) - logits.begin(); });
}

void print_name(const std::string& name) {
    std::printf("name %s\n", tenon::printable(name, std::string::npos).c_str());
}

} // namespace names
