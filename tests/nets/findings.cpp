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

/// The index of the first number that is too far from what is expected, or the size.
std::size_t first_difference(const std::vector<float>& actual, const std::vector<float>& expected, double tolerance) {
    double largest = 0;
    for (float number : expected) largest = std::max(largest, std::abs(static_cast<double>(number)));
    for (std::size_t index = 0; index < expected.size(); ++index) {
        const float is = actual[index], should_be = expected[index];
        if (std::bit_cast<std::uint32_t>(is) == std::bit_cast<std::uint32_t>(should_be)) continue;
        const double error = std::abs(static_cast<double>(is) - static_cast<double>(should_be));
        if (tolerance <= 0 || !is_finite(is) || !is_finite(should_be) || error > tolerance * largest) return index;
    }
    return expected.size();
}

} // namespace

void Trace::add(std::string name, std::span<const float> numbers) {
    entries_.push_back({std::move(name), {numbers.begin(), numbers.end()}});
}

void Trace::add(const std::string& name, std::span<const float> block, std::span<const TensorSpec> tensors) {
    for (const TensorSpec& tensor : tensors) {
        add(name + std::string(tensor.name.view()), block.subspan(tensor.offset, tensor.shape.size()));
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

bool Trace::finite() const {
    return std::ranges::all_of(entries_, [](const Entry& entry) { return std::ranges::all_of(entry.numbers, is_finite); });
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
    std::size_t differing = 0;
    std::string first;
    for (std::size_t entry = 0; entry < left.size(); ++entry) {
        const auto &is = left[entry].numbers, &should_be = right[entry].numbers;
        const std::size_t index = first_difference(is, should_be, tolerance);
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

void Findings::expect(std::string_view law, bool holds, std::string_view otherwise) {
    if (holds) return;
    ++failures_;
    std::printf("fail %u %.*s: %.*s\n", net_, static_cast<int>(law.size()), law.data(),
                static_cast<int>(otherwise.size()), otherwise.data());
}

} // namespace tenon::test
