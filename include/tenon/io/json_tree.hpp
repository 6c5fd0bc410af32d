// SPDX-License-Identifier: BSL-1.0
//
// JSON as a tree. What is not JSON, says two things under one key or nests without end is refused in one sentence.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/fail.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::detail {

/// How many lists and objects may lie in one another. A container of amp models needs nine.
inline constexpr std::size_t deepest_json = 64;

/// Takes a text as the parser reads it (its "SAX" interface).
class JsonTree {
  public:
    explicit JsonTree(const std::string& source) : source_(source) {}

    /// Every doubt is a std::runtime_error.
    nlohmann::json parse(std::string_view text) {
        // The parser takes a null byte for the text's end, and JSON has none.
        const std::string_view before = text.substr(0, text.find('\0'));
        nlohmann::json::sax_parse(before.begin(), before.end(), this);
        if (before.size() < text.size()) fail_at(before.size() + 1);
        return std::move(root_);
    }

    // What the parser calls.
    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(std::int64_t value) { return add(value); }
    bool number_unsigned(std::uint64_t value) { return add(value); }
    bool number_float(double value, const std::string& /*text*/) { return add(value); }
    bool string(std::string& text) { return add(std::move(text)); }
    bool binary(nlohmann::json::binary_t& /*value*/) { return false; }
    bool start_object(std::size_t /*size*/) { return open(nlohmann::json::object()); }
    bool start_array(std::size_t /*size*/) { return open(nlohmann::json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        const auto [member, is_new] = open_.back()->emplace(name, nullptr);
        if (!is_new) fail("has \"" + printable(name) + "\" twice in one object");
        member_ = &*member;
        return true;
    }
    bool parse_error(std::size_t position, const std::string& token, const nlohmann::json::exception& error) {
        constexpr int number_overflow = 406; // the parser's name for it
        if (error.id == number_overflow) fail("holds " + printable(token, 30) + ", expected numbers up to 1e308");
        fail_at(position);
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        detail::fail<std::runtime_error>([&] { return source_ + ": " + what; });
    }
    [[noreturn]] void fail_at(std::size_t position) const { fail("is not JSON at byte " + std::to_string(position)); }

    /// Where the next value goes: it stays valid while what it lies in is open.
    template <class Value>
    nlohmann::json& put(Value&& value) {
        if (open_.empty()) return root_ = std::forward<Value>(value);
        if (open_.back()->is_array()) return open_.back()->emplace_back(std::forward<Value>(value));
        return *member_ = std::forward<Value>(value);
    }
    template <class Value>
    bool add(Value&& value) {
        put(std::forward<Value>(value));
        return true;
    }
    bool open(nlohmann::json empty) {
        if (open_.size() == deepest_json)
            fail("nests more than " + std::to_string(deepest_json) + " lists and objects in one another");
        open_.push_back(&put(std::move(empty)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    const std::string& source_;
    nlohmann::json root_;
    std::vector<nlohmann::json*> open_; ///< the lists and objects around the next value
    nlohmann::json* member_ = nullptr;  ///< the value of the last key
};

} // namespace tenon::detail
