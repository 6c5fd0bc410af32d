// SPDX-License-Identifier: BSL-1.0
//
// The header of a safetensors file: JSON that names tensors, read in one pass.
#pragma once

#include "tenon/io/stored_tensor.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::detail {

/// A tensor that a header names, still without its bytes, and where in the data these are.
struct NamedTensor {
    StoredTensor tensor;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// Takes a header as the parser reads it (its "SAX" interface). Every doubt is a std::runtime_error with one sentence.
class SafetensorsHeader {
  public:
    /// `data_size` is how many bytes follow the header, as far as that is known.
    SafetensorsHeader(std::string source, std::optional<std::uint64_t> data_size)
        : source_(std::move(source)), data_size_(data_size) {}

    /// The tensors by name. They cover the data without a hole, each byte once.
    void parse(std::string_view text) {
        if (!text.starts_with('{')) fail("is not a safetensors file: its header does not start with '{'");
        const bool has_end = text.find('\0') != std::string_view::npos; // which the parser takes for the text's end
        if (has_end || !nlohmann::json::sax_parse(text.begin(), text.end(), this)) fail("its header is not JSON");
        std::ranges::sort(tensors, {},
                          [](const NamedTensor& named) -> const std::string& { return named.tensor.name; });
        const auto twice = std::ranges::adjacent_find(
            tensors, {}, [](const NamedTensor& named) -> const std::string& { return named.tensor.name; });
        if (twice != tensors.end()) fail_twice(twice->tensor.name);
        require_cover();
    }

    std::map<std::string, std::string> metadata;
    std::vector<NamedTensor> tensors;
    std::vector<std::size_t> in_file; ///< the tensors' indices in the order of their bytes

    [[noreturn]] void fail(const std::string& reason) const { throw std::runtime_error(source_ + ": " + reason); }

    // What the parser calls.
    bool null() { unexpected("null"); }
    bool boolean(bool value) { unexpected(value ? "true" : "false"); }
    bool number_integer(std::int64_t value) { unexpected(std::to_string(value)); }
    bool number_float(double /*value*/, const std::string& text) { unexpected(printable(text, 30)); }
    bool binary(const nlohmann::json::binary_t& /*value*/) { return false; }
    bool number_unsigned(std::uint64_t value) {
        if (place_ == Place::shape_lengths)
            named_.tensor.shape.push_back(value);
        else if (place_ == Place::offset_numbers)
            offsets_.push_back(value);
        else
            unexpected(std::to_string(value));
        return true;
    }
    bool string(std::string& text) {
        if (place_ == Place::dtype)
            named_.tensor.type = std::move(text);
        else if (place_ == Place::metadata)
            metadata[key_] = std::move(text);
        else
            unexpected(in_quotes(text));
        if (place_ == Place::dtype) place_ = Place::tensor;
        return true;
    }
    bool start_object(std::size_t /*size*/) {
        if (place_ == Place::start)
            place_ = Place::names;
        else if (place_ == Place::names)
            start_entry();
        else
            unexpected("an object");
        return true;
    }
    bool end_object() {
        if (place_ == Place::tensor) end_tensor();
        place_ = Place::names;
        return true;
    }
    bool start_array(std::size_t /*size*/) {
        if (place_ == Place::shape)
            place_ = Place::shape_lengths;
        else if (place_ == Place::offsets)
            place_ = Place::offset_numbers;
        else
            unexpected("a list");
        return true;
    }
    bool end_array() {
        place_ = Place::tensor;
        return true;
    }
    bool key(std::string& name) {
        if (place_ == Place::tensor) {
            place_ = field(name);
        } else {
            if (place_ == Place::metadata && metadata.contains(name)) fail_twice(name);
            key_ = std::move(name);
        }
        return true;
    }
    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::json::exception& /*error*/) {
        return false;
    }

  private:
    /// Where the next value stands.
    enum class Place { start, names, metadata, tensor, dtype, shape, shape_lengths, offsets, offset_numbers };

    [[noreturn]] void fail_twice(const std::string& name) const {
        fail("its header names " + in_quotes(name) + " twice");
    }
    [[noreturn]] void fail_tensor(const std::string& reason) const { fail("tensor " + in_quotes(key_) + " " + reason); }

    [[noreturn]] void unexpected(const std::string& value) const {
        switch (place_) {
        case Place::names:
            if (key_ == metadata_name) fail("its __metadata__ is not an object");
            fail_tensor("is not described by dtype, shape and data_offsets alone");
        case Place::metadata:
            fail("its metadata " + in_quotes(key_) + " is not a string");
        case Place::dtype:
            fail_tensor("has a dtype that is not a string: " + value);
        case Place::shape:
        case Place::shape_lengths:
            fail_tensor("has a shape that is not a list of whole numbers: " + value);
        default:
            fail_tensor("has data_offsets that are not two whole numbers");
        }
    }

    void start_entry() {
        if (key_ == metadata_name) {
            if (std::exchange(has_metadata_, true)) fail_twice(key_);
            place_ = Place::metadata;
            return;
        }
        named_ = {};
        offsets_.clear();
        has_dtype_ = has_shape_ = has_offsets_ = false;
        place_ = Place::tensor;
    }

    Place field(const std::string& name) {
        const auto first = [&](bool& has, Place place) {
            if (std::exchange(has, true)) fail_twice(name);
            return place;
        };
        if (name == "dtype") return first(has_dtype_, Place::dtype);
        if (name == "shape") return first(has_shape_, Place::shape);
        if (name == "data_offsets") return first(has_offsets_, Place::offsets);
        fail_tensor("is not described by dtype, shape and data_offsets alone");
    }

    void end_tensor() {
        if (!has_dtype_ || !has_shape_ || !has_offsets_)
            fail_tensor("is not described by dtype, shape and data_offsets alone");
        if (offsets_.size() != 2) fail_tensor("has data_offsets that are not two whole numbers");
        const auto [begin, end] = std::pair(offsets_[0], offsets_[1]);
        if (begin > end || (data_size_ && end > *data_size_))
            fail_tensor("lies outside the data: the file is cut short or altered");
        // The size of elements of an unknown type is not known, and nobody may ever ask for that tensor.
        const bool is_known = safetensors_bits(named_.tensor.type) != 0;
        if (is_known && stored_size(named_.tensor.type, named_.tensor.shape) != end - begin)
            fail_tensor("has " + std::to_string(end - begin) + " bytes, which its shape and dtype do not need");
        named_.tensor.name = key_;
        named_.begin = begin;
        named_.end = end;
        tensors.push_back(std::move(named_));
    }

    void require_cover() {
        in_file.resize(tensors.size());
        for (std::size_t index = 0; index < in_file.size(); ++index) in_file[index] = index;
        std::ranges::sort(in_file, {},
                          [&](std::size_t index) { return std::pair(tensors[index].begin, tensors[index].end); });
        std::uint64_t covered = 0;
        for (const std::size_t index : in_file) {
            if (tensors[index].begin != covered) {
                fail("its tensors leave a hole or overlap at byte " +
                     std::to_string(std::min(tensors[index].begin, covered)) + " of the data");
            }
            covered = tensors[index].end;
        }
        if (data_size_ && covered != *data_size_) {
            fail("holds " + std::to_string(*data_size_) + " bytes of data, expected " + std::to_string(covered));
        }
    }

    std::string source_;
    std::optional<std::uint64_t> data_size_;
    Place place_ = Place::start;
    std::string key_; ///< of the entry, or of the metadata
    NamedTensor named_;
    std::vector<std::uint64_t> offsets_;
    bool has_metadata_ = false, has_dtype_ = false, has_shape_ = false, has_offsets_ = false;
};

} // namespace tenon::detail
