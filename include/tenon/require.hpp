// SPDX-License-Identifier: BSL-1.0
//
// What is asked of a caller's numbers before they reach a kernel, which trusts them.
#pragma once

#include "tenon/fail.hpp"
#include "tenon/kernels/finite.hpp"
#include "tenon/lowered.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <stdexcept>
#include <string>

namespace tenon::detail {

/// Fails with std::invalid_argument where `what` ("inputs hold") has another size than expected.
inline void require_size(const char* what, std::size_t size, std::size_t expected) {
    if (size == expected) return;
    fail<std::invalid_argument>([&] {
        return std::string(what) + " " + std::to_string(size) + (size == 1 ? " number" : " numbers") + ", expected " +
               std::to_string(expected);
    });
}

/// Fails with std::out_of_range where a token, or one of several, is not below the vocabulary.
inline void require_token(const char* what, std::size_t index, Token token, std::size_t vocabulary) {
    if (static_cast<std::uint32_t>(token) < vocabulary) return;
    fail<std::out_of_range>([&] {
        return std::string(what) + " hold the token " + std::to_string(token) + " at index " + std::to_string(index) +
               ", expected one from 0 to " + std::to_string(vocabulary - 1);
    });
}
inline void require_tokens(const char* what, std::span<const Token> tokens, std::size_t vocabulary) {
    std::uint32_t highest = 0;
    for (Token token : tokens) highest = std::max(highest, static_cast<std::uint32_t>(token));
    if (highest < vocabulary) return;
    for (std::size_t index = 0; index < tokens.size(); ++index) require_token(what, index, tokens[index], vocabulary);
}

/// A number for a sentence; NaN without a sign.
template <class Real>
std::string number_text(Real value) {
    if (std::isnan(value)) return "nan";
    char text[32];
    std::snprintf(text, sizeof text, "%g", static_cast<double>(value));
    return text;
}

/// Fails with std::invalid_argument where a number that a step depends on is not finite.
template <class Real>
void require_finite(const char* what, Real value) {
    if (kernels::is_finite(value)) return;
    fail<std::invalid_argument>(
        [&] { return std::string(what) + " is " + number_text(value) + ", expected a finite number"; });
}

/// Fails with std::invalid_argument where a number is not above 0, below 0, not from 0 to 1, or not from 0 to below 1.
inline void require_number(bool is_right, const char* what, double value, const char* expected) {
    if (is_right) return;
    fail<std::invalid_argument>(
        [&] { return std::string(what) + " is " + number_text(value) + ", expected one " + expected; });
}
inline void require_positive(const char* what, double value) { require_number(value > 0, what, value, "above 0"); }
inline void require_not_negative(const char* what, double value) {
    require_number(value >= 0 && kernels::is_finite(value), what, value, "of at least 0");
}
inline void require_share(const char* what, double value) {
    require_number(value >= 0 && value <= 1, what, value, "from 0 to 1");
}
inline void require_part(const char* what, double value) {
    require_number(value >= 0 && value < 1, what, value, "from 0 to below 1");
}

/// Asks an optimizer or a loss that can tell whether its numbers make sense.
template <class Type>
void require_numbers_of(const Type& type) {
    if constexpr (requires { type.require_numbers(); }) type.require_numbers();
}

/// Real inputs are taken as they are; tokens have to be in the vocabulary.
template <class In, class Real>
void require_inputs(std::span<const Element<In, Real>> inputs) {
    if constexpr (is_tokens<In>) require_tokens("inputs", inputs, In::vocabulary);
}

} // namespace tenon::detail
