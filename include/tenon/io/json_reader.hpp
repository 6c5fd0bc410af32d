// SPDX-License-Identifier: BSL-1.0
//
// A value of a file in JSON together with the place where it stands, so that every sentence about it can name that.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/fail.hpp"
#include "tenon/io/stored_tensor.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::detail {

/// The longest list, but for numbers. An amp model of lists and sizes up to this has fewer than 2⁶⁴ weights.
inline constexpr std::size_t most_items = 4096;

/// A value as a message shows it.
inline std::string shown_json(const nlohmann::json& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    if (value.is_string()) return in_quotes(value.get_ref<const std::string&>());
    return value.dump();
}

/// `1 value`, `3 values`.
inline std::string counted(std::size_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// Every doubt is a std::runtime_error. The value and the source outlive the reader.
class JsonReader {
  public:
    /// `path` is such as `layers[1].dilations`; empty for the whole file.
    JsonReader(const nlohmann::json& value, const std::string& source, std::string path)
        : value_(&value), source_(&source), path_(std::move(path)) {}

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const std::string& source() const { return *source_; }
    /// The same value under another name.
    [[nodiscard]] JsonReader named(std::string path) const { return {*value_, *source_, std::move(path)}; }
    /// What a sentence about this place starts with.
    [[nodiscard]] std::string subject() const { return *source_ + ":" + (path_.empty() ? "" : " " + path_); }

    [[nodiscard]] bool is_object() const { return value_->is_object(); }
    [[nodiscard]] bool is_list() const { return value_->is_array(); }
    [[nodiscard]] bool is_empty_list() const { return is_list() && value_->empty(); }
    [[nodiscard]] bool is_string() const { return value_->is_string(); }
    [[nodiscard]] bool is_null() const { return value_->is_null(); }
    [[nodiscard]] bool is_false() const { return value_->is_boolean() && !value_->get<bool>(); }

    /// A member of an object.
    [[nodiscard]] JsonReader operator[](const std::string& key) const {
        const nlohmann::json* const member = find_value(key);
        if (member == nullptr) fail("has no \"" + key + "\"");
        return below(*member, key);
    }
    /// The same; nothing where it is missing or null.
    [[nodiscard]] std::optional<JsonReader> find(const std::string& key) const {
        const nlohmann::json* const member = find_value(key);
        if (member == nullptr || member->is_null()) return std::nullopt;
        return below(*member, key);
    }

    [[nodiscard]] const JsonReader& object() const {
        if (!is_object()) fail_expected("an object");
        return *this;
    }
    /// Refuses members of an object that are neither known nor null. `owner` says what does not have them.
    void refuse_others(std::span<const std::string_view> known, const std::string& owner) const {
        for (const auto& [key, value] : object().value_->items()) {
            if (value.is_null() || std::ranges::find(known, key) != known.end()) continue;
            fail("has \"" + printable(key, 40) + "\", which " + owner + " does not have");
        }
    }
    /// The items of a list that is neither empty nor longer than most_items.
    [[nodiscard]] std::vector<JsonReader> items() const {
        require_list();
        if (value_->empty() || value_->size() > most_items) fail_size("from 1 to " + std::to_string(most_items));
        return all_items();
    }
    /// An item of a list that is long enough.
    [[nodiscard]] JsonReader item_at(std::size_t index) const {
        return {(*value_)[index], *source_, path_ + "[" + std::to_string(index) + "]"};
    }
    /// The items of a list of a given length. `why` says where that comes from.
    [[nodiscard]] std::vector<JsonReader> items(std::size_t count, const std::string& why) const {
        require_list();
        if (value_->size() != count) fail_size(std::to_string(count) + ", " + why);
        return all_items();
    }

    [[nodiscard]] std::size_t whole_number(std::size_t most) const {
        const bool is_whole = value_->is_number_unsigned();
        const auto number = is_whole ? value_->get<std::uint64_t>() : 0;
        if (number < 1 || number > most) fail_expected("a whole number from 1 to " + std::to_string(most));
        return static_cast<std::size_t>(number);
    }
    [[nodiscard]] double number() const {
        if (!value_->is_number()) fail_expected("a number");
        return value_->get<double>();
    }
    [[nodiscard]] bool boolean() const {
        if (!value_->is_boolean()) fail_expected("true or false");
        return value_->get<bool>();
    }
    [[nodiscard]] const std::string& string() const {
        if (!is_string()) fail_expected("a string");
        return value_->get_ref<const std::string&>();
    }
    /// A list of any length.
    [[nodiscard]] std::vector<float> floats() const {
        require_list();
        std::vector<float> numbers;
        numbers.reserve(value_->size());
        for (const nlohmann::json& item : *value_) {
            const bool fits = item.is_number() && std::abs(item.get<double>()) <= std::numeric_limits<float>::max();
            if (!fits) item_at(numbers.size()).fail_expected("a number that fits a float");
            numbers.push_back(static_cast<float>(item.get<double>()));
        }
        return numbers;
    }

    /// A list of a given length.
    [[nodiscard]] std::vector<float> floats(std::size_t count, const std::string& why) const {
        require_list();
        if (value_->size() != count) fail_size(std::to_string(count) + ", " + why);
        return floats();
    }

    [[noreturn]] void fail(const std::string& what) const {
        detail::fail<std::runtime_error>([&] { return subject() + " " + what; });
    }
    [[noreturn]] void fail_expected(const std::string& what) const {
        fail("is " + shown_json(*value_) + ", expected " + what);
    }
    /// Of a list whose length is not one of these.
    [[noreturn]] void fail_size(const std::string& expected) const {
        fail("holds " + counted(value_->size(), "value") + ", expected " + expected);
    }
    [[noreturn]] void fail_unsupported(const std::string& what) const {
        detail::fail<std::runtime_error>(
            [&] { return *source_ + ": uses " + what + " (" + path_ + "), which tenon does not have yet"; });
    }

  private:
    [[nodiscard]] const nlohmann::json* find_value(const std::string& key) const {
        const auto member = object().value_->find(key);
        return member == value_->end() ? nullptr : &*member;
    }
    [[nodiscard]] JsonReader below(const nlohmann::json& value, const std::string& key) const {
        return {value, *source_, path_.empty() ? key : path_ + "." + key};
    }
    [[nodiscard]] std::vector<JsonReader> all_items() const {
        std::vector<JsonReader> items;
        items.reserve(value_->size());
        for (std::size_t index = 0; index < value_->size(); ++index) items.push_back(item_at(index));
        return items;
    }
    void require_list() const {
        if (!is_list()) fail_expected("a list");
    }

    const nlohmann::json* value_;
    const std::string* source_;
    std::string path_;
};

inline std::vector<std::size_t> whole_numbers(const std::vector<JsonReader>& items, std::size_t most) {
    std::vector<std::size_t> numbers;
    numbers.reserve(items.size());
    for (const JsonReader& item : items) numbers.push_back(item.whole_number(most));
    return numbers;
}

} // namespace tenon::detail
