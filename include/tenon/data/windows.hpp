// SPDX-License-Identifier: BSL-1.0
//
// Words as examples: what came before, and what comes next.
#pragma once

#include "tenon/data/vocabulary.hpp"
#include "tenon/data/words.hpp"
#include "tenon/dsl/token.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace tenon {

/// Contexts (examples, length) and the token that follows each.
struct Windows {
    std::size_t length = 0;
    std::vector<Token> contexts;
    std::vector<Token> targets;

    [[nodiscard]] std::size_t size() const { return targets.size(); }
};

/// Shifts a context by one token. The context must not be empty.
inline void slide(std::span<Token> context, Token next) {
    assert(!context.empty() && "a context holds at least one token");
    std::ranges::copy(context.subspan(1), context.begin());
    context.back() = next;
}

/// Every character of every word, and the end of each word, as a target. A context starts as all ends.
/// Throws std::out_of_range for a character that is not in the vocabulary, and std::invalid_argument for a length of 0.
inline Windows make_windows(std::span<const Word> words, const Vocabulary& vocabulary, std::size_t length) {
    if (length == 0) {
        detail::fail<std::invalid_argument>(
            [] { return std::string("windows of length 0, expected a context of at least one token"); });
    }
    Windows windows{length, {}, {}};
    std::vector<Token> context(length);
    const auto add = [&](Token next) {
        windows.contexts.insert(windows.contexts.end(), context.begin(), context.end());
        windows.targets.push_back(next);
        slide(context, next);
    };
    for (const Word& word : words) {
        std::ranges::fill(context, Vocabulary::end);
        for (char32_t point : word) add(vocabulary.token(point));
        add(Vocabulary::end);
    }
    return windows;
}

} // namespace tenon
