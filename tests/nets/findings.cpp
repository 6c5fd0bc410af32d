// SPDX-License-Identifier: BSL-1.0
#include "nets/findings.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace tenon::test {

namespace {

/// Not the compiler's idea of it, which -ffast-math would change.
bool is_finite(float number) { return (std::bit_cast<std::uint32_t>(number) & 0x7f800000U) != 0x7f800000U; }

/// A rate at which no net runs away, and which does not depend on the last bits of the gradients.
float rate_for(std::span<const float> gradients) {
    float largest = 1;
    for (float gradient : gradients) largest = std::max(largest, std::abs(gradient));
    return std::ldexp(1.0F, -4 - std::ilogb(largest));
}

/// Loss and gradients of a batch.
void add_batch(Trace& trace, AnyTrainer& trainer, int step, std::size_t first_example) {
    const std::string name = "step " + std::to_string(step) + ", ";
    const float loss = trainer.backward(first_example);
    trace.add(name + "loss", std::span(&loss, 1));
    trace.add(name + "gradient ", trainer.gradients(), trainer.tensors);
}

double largest(const std::vector<float>& numbers) {
    double largest = 0;
    for (float number : numbers) largest = std::max(largest, std::abs(static_cast<double>(number)));
    return largest;
}

/// The index of the first number that is farther than this from what is expected, or with 0 has other bits; the size
/// where none is.
std::size_t first_difference(const std::vector<float>& actual, const std::vector<float>& expected, double most) {
    for (std::size_t index = 0; index < expected.size(); ++index) {
        const float is = actual[index], should_be = expected[index];
        if (std::bit_cast<std::uint32_t>(is) == std::bit_cast<std::uint32_t>(should_be)) continue;
        const double error = std::abs(static_cast<double>(is) - static_cast<double>(should_be));
        if (most <= 0 || !is_finite(is) || !is_finite(should_be) || error > most) return index;
    }
    return expected.size();
}

} // namespace

Trace::Trace() = default;
Trace::Trace(const Trace&) = default;
Trace& Trace::operator=(const Trace&) = default;
Trace::~Trace() = default;

void Trace::add(std::string_view name, std::span<const float> numbers) {
    entries_.push_back({std::string(name), {numbers.begin(), numbers.end()}});
}

void Trace::add(std::string_view name, std::span<const float> block, std::span<const TensorSpec> tensors) {
    for (const TensorSpec& tensor : tensors) {
        add(std::string(name).append(tensor.name.view()), block.subspan(tensor.offset, tensor.shape.size()));
    }
}

Trace Trace::starting_with(std::string_view start) const {
    Trace some;
    std::ranges::copy_if(entries_, std::back_inserter(some.entries_),
                         [&](const Entry& entry) { return entry.name.starts_with(start); });
    return some;
}

Trace Trace::mean(const Trace& first, const Trace& second) {
    Trace mean = first;
    for (std::size_t entry = 0; entry < mean.entries_.size(); ++entry) {
        std::vector<float>& numbers = mean.entries_[entry].numbers;
        for (std::size_t index = 0; index < numbers.size(); ++index) {
            numbers[index] = (numbers[index] + second.entries_[entry].numbers[index]) / 2;
        }
    }
    return mean;
}

std::uint64_t Trace::digest() const {
    std::uint64_t digest = 0xcbf29ce484222325ULL;
    for (const Entry& entry : entries_) {
        for (float number : entry.numbers) digest = (digest ^ std::bit_cast<std::uint32_t>(number)) * 0x100000001b3ULL;
    }
    return digest;
}

Trace train(AnyTrainer& trainer, Team* team, int count) {
    Trace trace;
    if (team && !trainer.share(*team)) throw std::logic_error("a net that does not share its work is to share it");
    for (int step = 1; step <= count; ++step) {
        add_batch(trace, trainer, step, 0);
        trainer.update(rate_for(trainer.gradients()));
    }
    trace.add("parameter ", trainer.parameters(), trainer.tensors);
    trace.add("buffer ", trainer.buffers(), trainer.kept);
    return trace;
}

Trace train_on_halves(AnyTrainer& trainer, std::size_t half) {
    Trace first, second;
    add_batch(first, trainer, 1, 0);
    add_batch(second, trainer, 1, half);
    return Trace::mean(first, second);
}

Trace evaluate(AnyEvaluator& evaluator, std::size_t examples, std::size_t batch) {
    std::vector<float> all;
    for (std::size_t first = 0; first < examples; first += batch) {
        const auto some = evaluator.outputs(first, std::min(batch, examples - first));
        all.insert(all.end(), some.begin(), some.end());
    }
    Trace trace;
    trace.add("output", all);
    const auto loss = static_cast<float>(evaluator.loss());
    trace.add("loss", std::span(&loss, 1));
    return trace;
}

void Findings::begin(unsigned net, std::size_t examples, std::string_view text) {
    net_ = net;
    examples_ = examples;
    text_ = text;
}

void Findings::digests(std::uint64_t training, std::uint64_t evaluation, std::uint64_t fast, std::string_view remarks) {
    std::printf("net %u train %016llx eval %016llx fast %016llx %.*s %s, batch %zu\n", net_,
                static_cast<unsigned long long>(training), static_cast<unsigned long long>(evaluation),
                static_cast<unsigned long long>(fast), static_cast<int>(remarks.size()), remarks.data(), text_.c_str(),
                examples_);
}

void Findings::expect(std::string_view law, const Trace& actual, const Trace& expected, double tolerance) {
    const auto &left = actual.entries(), &right = expected.entries();
    if (left.size() != right.size()) throw std::logic_error("runs with other entries are compared");
    double hundredth = 0;
    for (const Trace::Entry& entry : right) hundredth = std::max(hundredth, largest(entry.numbers) / 100);
    std::size_t differing = 0;
    std::string first;
    for (std::size_t entry = 0; entry < left.size(); ++entry) {
        const auto &is = left[entry].numbers, &should_be = right[entry].numbers;
        const std::size_t index = first_difference(is, should_be, tolerance * std::max(largest(should_be), hundredth));
        if (index == should_be.size()) continue;
        if (differing++ > 0) continue;
        char numbers[96];
        std::snprintf(numbers, sizeof numbers, "[%zu] is %.9g instead of %.9g", index, static_cast<double>(is[index]),
                      static_cast<double>(should_be[index]));
        first = left[entry].name + numbers;
    }
    const std::string count = std::to_string(differing) + " of " + std::to_string(left.size()) + " differ";
    expect(law, differing == 0, first + ", " + count);
}

void Findings::expect_finite(const Trace& trace) {
    for (const Trace::Entry& entry : trace.entries()) {
        if (std::ranges::all_of(entry.numbers, is_finite)) continue;
        return expect("finite", false, entry.name + " has a number that is infinite or none");
    }
}

void Findings::expect(std::string_view law, bool holds, std::string_view otherwise) {
    if (holds) return;
    ++failures_;
    std::printf("fail %u %.*s: %.*s\n", net_, static_cast<int>(law.size()), law.data(),
                static_cast<int>(otherwise.size()), otherwise.data());
}

} // namespace tenon::test
