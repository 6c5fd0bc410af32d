// SPDX-License-Identifier: BSL-1.0
//
// The safetensors format, byte by byte: a file written by hand is read and written just so; one that is cut short,
// altered or merely doubtful anywhere is refused with a sentence that names the file and the doubt.
#include "tenon/io/safetensors.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;
using tenon::OutputFile;
using tenon::read_safetensors;
using tenon::Safetensors;
using tenon::StoredTensor;
using tenon::test::bytes_of;
using tenon::test::TemporaryDirectory;
using tenon::test::write_bytes;
using extents = std::vector<std::size_t>;

/// Eight little-endian bytes.
std::string length_bytes(std::uint64_t length) {
    std::string bytes;
    for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(length >> shift & 0xff);
    return bytes;
}

std::string file_bytes(std::string_view header, std::string_view data) {
    return length_bytes(header.size()).append(header).append(data);
}

void write(const std::filesystem::path& path, const Safetensors& content) {
    OutputFile file(path);
    write_safetensors(file, content);
    file.commit();
}

std::string path_refusal(const std::filesystem::path& path) {
    return tenon::test::thrown<std::runtime_error>([&] { read_safetensors(path); });
}

/// A pipe with some bytes in it, and no more to come.
class Pipe {
  public:
    explicit Pipe(std::string_view bytes) {
        if (::pipe(ends_) != 0 || ::write(ends_[1], bytes.data(), bytes.size()) != static_cast<::ssize_t>(bytes.size()))
            throw std::runtime_error("no pipe");
        ::close(ends_[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() { ::close(ends_[0]); }
    [[nodiscard]] std::string path() const { return "/dev/fd/" + std::to_string(ends_[0]); }

  private:
    int ends_[2] = {};
};

/// One file, written again and again.
class Bench {
  public:
    Safetensors read(std::string_view bytes) const { return read_safetensors(write_bytes(path_, bytes)); }
    /// What the reader says of such a file, after its name.
    std::string refusal(std::string_view bytes) const {
        const auto sentence = tenon::test::thrown<std::runtime_error>([&] { read(bytes); });
        const std::string start = path_.string() + ": ";
        return sentence.starts_with(start) ? sentence.substr(start.size()) : "without the file's name: " + sentence;
    }
    std::string refusal(std::string_view header, std::string_view data) const {
        return refusal(file_bytes(header, data));
    }
    std::string written(const Safetensors& content) const {
        write(path_, content);
        return bytes_of(path_);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    TemporaryDirectory directory_;
    std::filesystem::path path_ = directory_ / "file";
};

// By hand: 8 bytes of length, 184 of header (its last 41 are padding, so that the data starts at byte 192), 12 of data.
const std::string by_hand = "\xb8\0\0\0\0\0\0\0"
                            R"({"__metadata__":{"made":"by hand"},)"
                            R"("a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)"
                            R"("b":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}})"
                            "                                         "
                            "\x01\x02\xfe\xff"
                            "\0\0\x80\x3f\0\0\x20\xc0"s;
const std::string nothing = "without the file's name: nothing is thrown";
const Safetensors content_by_hand{
    {{"made", "by hand"}},
    {{"a", "U8", {4}, "\x01\x02\xfe\xff"s}, {"b", "F32", {1, 2}, "\0\0\x80\x3f\0\0\x20\xc0"s}}}; // 1 and −2.5

} // namespace

BOOST_AUTO_TEST_SUITE(whole)

BOOST_AUTO_TEST_CASE(the_first_number_that_is_not_finite_is_named) {
    const auto tensor = [](const char* name, const char* type, float number) {
        StoredTensor stored{name, type, {2}, std::string(8, '\0')};
        std::memcpy(stored.bytes.data() + 4, &number, sizeof number);
        return stored;
    };
    const StoredTensor finite = tensor("a", "F32", -std::numeric_limits<float>::max());
    const StoredTensor other = tensor("b", "U8", std::numeric_limits<float>::quiet_NaN());
    const auto found = [&](float number) { return not_finite(std::vector{finite, other, tensor("c", "F32", number)}); };
    BOOST_TEST(found(1e-40F) == "");
    BOOST_TEST(found(std::numeric_limits<float>::quiet_NaN()) == "the tensor 'c' holds nan");
    BOOST_TEST(found(-std::numeric_limits<float>::quiet_NaN()) == "the tensor 'c' holds nan");
    BOOST_TEST(found(std::numeric_limits<float>::infinity()) == "the tensor 'c' holds inf");
    BOOST_TEST(found(-std::numeric_limits<float>::infinity()) == "the tensor 'c' holds -inf");
}

BOOST_AUTO_TEST_CASE(a_file_by_hand_is_read) {
    const Bench bench;
    BOOST_CHECK(bench.read(by_hand) == content_by_hand);
    float numbers[2];
    std::memcpy(numbers, bench.read(by_hand).tensors[1].bytes.data(), sizeof numbers);
    BOOST_TEST(numbers[0] == 1);
    BOOST_TEST(numbers[1] == -2.5);
}

BOOST_AUTO_TEST_CASE(the_same_content_is_written_byte_for_byte) {
    BOOST_TEST((Bench().written(content_by_hand) == by_hand));
}

BOOST_AUTO_TEST_CASE(data_starts_at_a_multiple_of_64_whatever_the_header) {
    const Bench bench;
    for (std::size_t size = 0; size < 64; ++size) {
        const Safetensors content{{}, {{std::string(size, 'n'), "U8", {3}, "xyz"}}};
        const std::string bytes = bench.written(content);
        BOOST_TEST((bytes.size() - 3) % 64 == 0);
        BOOST_TEST(bytes.size() - 3 - bytes.rfind('}') <= 64); // no more padding than it takes
        BOOST_TEST(bytes.substr(0, 8) == length_bytes(bytes.size() - 8 - 3));
        BOOST_CHECK(bench.read(bytes) == content);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_a_file_of_one_header) {
    const Bench bench;
    const std::string bytes = bench.written({});
    BOOST_TEST(bytes == file_bytes("{}" + std::string(54, ' '), ""));
    BOOST_CHECK(bench.read(bytes) == Safetensors{});
    BOOST_CHECK(bench.read(file_bytes("{}", "")) == Safetensors{});
    BOOST_CHECK(bench.read(file_bytes(R"({"__metadata__":{}})", "")) == Safetensors{});
}

BOOST_AUTO_TEST_CASE(single_numbers_and_empty_tensors_are_tensors) {
    const Bench bench;
    const Safetensors content{
        {}, {{"a", "F64", {}, "12345678"}, {"b", "F32", {0}, ""}, {"c", "I16", {2, 0, 3}, ""}, {"d", "U8", {1}, "x"}}};
    BOOST_CHECK(bench.read(bench.written(content)) == content);
    const Safetensors empty{{}, {{"a", "F32", {0}, ""}, {"b", "F32", {0}, ""}}};
    BOOST_CHECK(bench.read(bench.written(empty)) == empty);
}

BOOST_AUTO_TEST_CASE(every_type_has_its_width) {
    const Bench bench;
    const std::vector<std::pair<std::string, std::size_t>> bits{
        {"BOOL", 8},    {"F4", 4},      {"F6_E2M3", 6},     {"F6_E3M2", 6},     {"U8", 8},   {"I8", 8},
        {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E8M0", 8},     {"F8_E4M3FNUZ", 8}, {"I16", 16}, {"U16", 16},
        {"F16", 16},    {"BF16", 16},   {"F8_E5M2FNUZ", 8}, {"I32", 32},        {"U32", 32}, {"F32", 32},
        {"C64", 64},    {"F64", 64},    {"I64", 64},        {"U64", 64}};
    for (const auto& [type, width] : bits) {
        const Safetensors content{{}, {{"a", type, {4, 5}, std::string(20 * width / 8, 'x')}}};
        BOOST_CHECK(bench.read(bench.written(content)) == content);
    }
}

BOOST_AUTO_TEST_CASE(elements_smaller_than_a_byte_come_out_in_whole_bytes) {
    const Bench bench;
    const auto refusal = [&](const std::string& type, const std::string& shape, std::size_t size) {
        return bench.refusal(R"({"a":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":[0,)" +
                                 std::to_string(size) + "]}}",
                             std::string(size, 'x'));
    };
    BOOST_TEST(refusal("F4", "[3,2]", 3) == nothing);
    BOOST_TEST(refusal("F6_E2M3", "[4]", 3) == nothing);
    BOOST_TEST(refusal("F6_E3M2", "[2,2,2]", 6) == nothing);
    BOOST_TEST(refusal("F4", "[0]", 0) == nothing);
    const std::string sentence = " bytes, which its shape and dtype do not need";
    BOOST_TEST(refusal("F4", "[3]", 1) == "tensor 'a' has 1" + sentence);
    BOOST_TEST(refusal("F4", "[3]", 2) == "tensor 'a' has 2" + sentence);
    BOOST_TEST(refusal("F4", "[]", 0) == "tensor 'a' has 0" + sentence);
    BOOST_TEST(refusal("F6_E2M3", "[2]", 1) == "tensor 'a' has 1" + sentence);
    BOOST_TEST(refusal("F6_E2M3", "[2]", 2) == "tensor 'a' has 2" + sentence);
}

BOOST_AUTO_TEST_CASE(a_tensor_of_an_unknown_type_comes_as_it_is) {
    const std::string header = R"({"a":{"dtype":"F128","shape":[7],"data_offsets":[0,3]},)"
                               R"("b":{"dtype":"","shape":[4611686018427387904,4],"data_offsets":[3,4]}})";
    const auto content = Bench().read(file_bytes(header, "xyz1"));
    BOOST_CHECK(content == (Safetensors{{}, {{"a", "F128", {7}, "xyz"}, {"b", "", {4611686018427387904, 4}, "1"}}}));
}

BOOST_AUTO_TEST_CASE(six_hundred_thousand_tensors_are_read_and_written_in_no_time) {
    const Bench bench;
    Safetensors content;
    for (std::size_t number = 0; number < 600'000; ++number)
        content.tensors.push_back({std::to_string(1'000'000 + number), "U8", {0}, ""});
    const auto start = std::chrono::steady_clock::now();
    const std::string bytes = bench.written(content);
    BOOST_CHECK(bench.read(bytes) == content);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    BOOST_TEST(seconds.count() < 60); // quadratic time takes an hour
}

BOOST_AUTO_TEST_CASE(bytes_in_memory_are_read_as_a_file_is) {
    BOOST_CHECK(tenon::parse_safetensors(by_hand, "it") == content_by_hand);
    const auto refusal = [](std::string_view bytes) {
        return tenon::test::thrown<std::runtime_error>([&] { tenon::parse_safetensors(bytes, "it\x1b"); });
    };
    const Bench bench;
    for (std::size_t size = 0; size < by_hand.size(); ++size) {
        const auto cut = by_hand.substr(0, size);
        BOOST_TEST(refusal(cut) == "it\\x1b: " + bench.refusal(cut));
    }
}

BOOST_AUTO_TEST_CASE(any_text_is_a_name_and_a_value) {
    const Bench bench;
    for (const std::string& text : {""s, "\"quoted\""s, "back\\slash"s, "zo\xc3\xab \xf0\x9d\x84\x9e"s,
                                    "line\nend\t\x01\x7f"s, "nul\0nul"s, "{}[]:,"s}) {
        const Safetensors content{{{text, text}}, {{text, "U8", {1}, "x"}}};
        BOOST_CHECK(bench.read(bench.written(content)) == content);
    }
}

BOOST_AUTO_TEST_CASE(tensors_are_found_by_their_offsets_in_any_order) {
    const std::string header = R"({"b":{"shape":[1],"data_offsets":[0,1],"dtype":"U8"},)"
                               "\n\t \"a\" : {\"data_offsets\":[1,3], \"dtype\":\"U8\", \"shape\":[2]}}\r\n";
    const auto content = Bench().read(file_bytes(header, "xyz"));
    BOOST_CHECK(content == (Safetensors{{}, {{"a", "U8", {2}, "yz"}, {"b", "U8", {1}, "x"}}}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(damaged)

BOOST_AUTO_TEST_CASE(a_file_cut_anywhere_is_refused) {
    const Bench bench;
    for (std::size_t size = 0; size < by_hand.size(); ++size) {
        BOOST_TEST(bench.refusal(by_hand.substr(0, size)) != nothing, "size " << size);
    }
}

BOOST_AUTO_TEST_CASE(a_cut_file_is_told_from_one_of_another_kind) {
    const Bench bench;
    const auto cut = [&](std::size_t size) { return bench.refusal(by_hand.substr(0, size)); };
    BOOST_TEST(cut(0) == "is not a safetensors file: shorter than its 8 bytes of header length");
    BOOST_TEST(cut(7) == "is not a safetensors file: shorter than its 8 bytes of header length");
    BOOST_TEST(cut(191) ==
               "is not a safetensors file, or cut short: its header length is 184 and the file has 191 bytes");
    BOOST_TEST(cut(203) == "tensor 'b' lies outside the data: the file is cut short or altered");
}

BOOST_AUTO_TEST_CASE(a_byte_too_many_is_refused) {
    BOOST_TEST(Bench().refusal(by_hand + "x") == "holds 13 bytes of data, expected 12");
}

// The first 192 bytes, to every other value. Only white space in the place of white space says the same.
BOOST_AUTO_TEST_CASE(a_header_with_any_byte_altered_is_refused_or_says_something_else) {
    const Bench bench;
    write_bytes(bench.path(), by_hand);
    std::fstream file(bench.path(), std::ios::binary | std::ios::in | std::ios::out);
    const auto put = [&](std::size_t at, char byte) { file.seekp(static_cast<std::streamoff>(at)).put(byte).flush(); };
    constexpr std::size_t padding = 192 - 41;
    std::size_t read = 0, refused = 0;
    for (std::size_t at = 0; at < 192; ++at) {
        for (int change = 1; change < 256; ++change) {
            const auto altered = static_cast<char>(by_hand[at] ^ change);
            if (at >= padding && " \t\r\n"sv.find(altered) != std::string_view::npos) continue;
            put(at, altered);
            try {
                ++read;
                BOOST_TEST((read_safetensors(bench.path()) != content_by_hand), "byte " << at << " ^ " << change);
            } catch (const std::runtime_error&) {
                ++refused;
            }
        }
        put(at, by_hand[at]);
    }
    BOOST_CHECK(read_safetensors(bench.path()) == content_by_hand);
    BOOST_TEST(read == 192 * 255 - 41 * 3);
    BOOST_TEST(refused > read / 2);
    BOOST_TEST(refused < read);
}

BOOST_AUTO_TEST_CASE(a_header_length_that_cannot_be_is_refused_before_anything_of_that_size_is_made) {
    const Bench bench;
    for (const std::uint64_t length : {std::uint64_t{3}, std::uint64_t{100'000'000}, std::uint64_t{100'000'001},
                                       std::uint64_t{1} << 63, ~std::uint64_t{0}, ~std::uint64_t{0} - 7}) {
        BOOST_TEST(bench.refusal(length_bytes(length) + "{}") ==
                   "is not a safetensors file, or cut short: its header length is " + std::to_string(length) +
                       " and the file has 10 bytes");
    }
}

BOOST_AUTO_TEST_CASE(a_header_longer_than_the_format_allows_is_refused) {
    const Bench bench;
    write_bytes(bench.path(), length_bytes(100'000'001) + "{");
    std::filesystem::resize_file(bench.path(), 100'000'009);
    BOOST_TEST(tenon::test::thrown<std::runtime_error>([&] { read_safetensors(bench.path()); }) ==
               bench.path().string() + ": is not a safetensors file, or cut short: its header length is 100000001 and "
                                       "the file has 100000009 bytes");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_named) {
    const TemporaryDirectory directory;
    const std::string path = directory.path().string();
    BOOST_TEST(path_refusal(directory / "none") == path + "/none: cannot be read: No such file or directory");
    BOOST_TEST(path_refusal(directory.path()) == path + ": cannot be read: Is a directory");
}

BOOST_AUTO_TEST_CASE(a_device_is_judged_by_its_first_bytes) {
    BOOST_TEST(path_refusal("/dev/zero") == "/dev/zero: is not a safetensors file: its header does not start with '{'");
    BOOST_TEST(path_refusal("/dev/null") ==
               "/dev/null: is not a safetensors file: shorter than its 8 bytes of header length");
}

BOOST_AUTO_TEST_CASE(a_pipe_is_read_as_a_file_is) {
    const auto refusal = [](const std::string& bytes) {
        const Pipe pipe(bytes);
        const auto sentence = path_refusal(pipe.path());
        return sentence.substr(std::min(sentence.size(), pipe.path().size() + 2));
    };
    BOOST_CHECK(read_safetensors(Pipe(by_hand).path()) == content_by_hand);
    BOOST_TEST(refusal(by_hand.substr(0, 203)) == "tensor 'b' lies outside the data: the file is cut short or altered");
    BOOST_TEST(refusal(by_hand + "xy") == "holds more than the expected 12 bytes of data");
    BOOST_TEST(refusal(by_hand.substr(0, 100)) ==
               "is not a safetensors file, or cut short: its header length is 184 and the file has 100 bytes");
    BOOST_TEST(refusal(length_bytes(100'000'001) + "{}") ==
               "is not a safetensors file, or cut short: its header length is 100000001, expected at most 100000000");
    // It says that a petabyte follows, and no memory is taken for it.
    BOOST_TEST(
        refusal(file_bytes(R"({"a":{"dtype":"U8","shape":[1125899906842624],"data_offsets":[0,1125899906842624]}})",
                           "xyz")) == "tensor 'a' lies outside the data: the file is cut short or altered");
}

// A hole of four terabytes costs the file system nothing.
BOOST_AUTO_TEST_CASE(a_huge_file_is_refused_before_memory_is_taken) {
    const TemporaryDirectory directory;
    const std::string header = R"({"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12]}})";
    const auto path = write_bytes(directory / "file", file_bytes(header, "x"));
    std::filesystem::resize_file(path, std::uintmax_t{1} << 42U);
    BOOST_TEST(path_refusal(path) == path.string() + ": holds " +
                                         std::to_string((std::uintmax_t{1} << 42U) - 8 - header.size()) +
                                         " bytes of data, expected 12");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(doubtful)

BOOST_AUTO_TEST_CASE(a_header_that_is_not_an_object_is_refused) {
    const Bench bench;
    for (const std::string_view header : {"", "[]", " {}", "\"a\"", "1", "null", "\xef\xbb\xbf{}"}) {
        BOOST_TEST(bench.refusal(header, "") == "is not a safetensors file: its header does not start with '{'");
    }
    for (const std::string_view header : {"{}\0"sv, "{}\0x"sv}) {
        BOOST_TEST(bench.refusal(header, "") == "its header is not JSON");
    }
    for (const std::string_view header :
         {"{", "{}}", "{} x", "{}\x01", "{\"a\":}", "{'a':1}", "{\"__metadata__\":{},}", "{\"a\":NaN}", "{\"a\xff\":1}",
          "{\"\xed\xa0\x80\":1}", "{\"__metadata__\":{}/**/}", "{\"__metadata__\":{\"a\":\"\xff\"}}"}) {
        BOOST_TEST(bench.refusal(header, "") == "its header is not JSON");
    }
}

BOOST_AUTO_TEST_CASE(a_name_that_comes_twice_is_refused) {
    const Bench bench;
    const std::string tensor = R"({"dtype":"U8","shape":[1],"data_offsets":[0,1]})";
    BOOST_TEST(bench.refusal(R"({"a":)" + tensor + R"(,"a":)" + tensor + "}", "x") == "its header names 'a' twice");
    BOOST_TEST(bench.refusal(R"({"a":)" + tensor + R"(,"\u0061":)" + tensor + "}", "x") ==
               "its header names 'a' twice");
    BOOST_TEST(bench.refusal(R"({"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "x") ==
               "its header names 'dtype' twice");
    BOOST_TEST(bench.refusal(R"({"__metadata__":{"b":"1","b":"1"}})", "") == "its header names 'b' twice");
    BOOST_TEST(bench.refusal(R"({"__metadata__":{},"__metadata__":{}})", "") ==
               "its header names '__metadata__' twice");
}

BOOST_AUTO_TEST_CASE(metadata_that_are_not_strings_are_refused) {
    const Bench bench;
    for (const std::string metadata : {"[]", "\"a\"", "null", "1"}) {
        BOOST_TEST(bench.refusal(R"({"__metadata__":)" + metadata + "}", "") == "its __metadata__ is not an object");
    }
    for (const std::string value : {"1", "null", "[]", "{}"}) {
        BOOST_TEST(bench.refusal(R"({"__metadata__":{"b":)" + value + "}}", "") == "its metadata 'b' is not a string");
    }
}

BOOST_AUTO_TEST_CASE(a_tensor_is_dtype_shape_and_data_offsets_and_nothing_else) {
    const Bench bench;
    for (const std::string entry :
         {R"([])", R"({})", R"("U8")", R"({"dtype":"U8","shape":[1]})", R"({"dtype":"U8","shape":[1],"offsets":[0,1]})",
          R"({"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":0})"}) {
        BOOST_TEST(bench.refusal(R"({"a":)" + entry + "}", "x") ==
                   "tensor 'a' is not described by dtype, shape and data_offsets alone");
    }
}

BOOST_AUTO_TEST_CASE(a_dtype_that_is_no_string_is_named) {
    const Bench bench;
    for (const auto& [type, shown] : {std::pair("32", "32"), std::pair("null", "null"), std::pair("false", "false"),
                                      std::pair(R"(["F32"])", "a list"), std::pair(R"({"a":1})", "an object")}) {
        BOOST_TEST(bench.refusal(R"({"a":{"dtype":)" + std::string(type) + R"(,"shape":[1],"data_offsets":[0,4]}})",
                                 "1234") == "tensor 'a' has a dtype that is not a string: " + std::string(shown));
    }
}

BOOST_AUTO_TEST_CASE(a_shape_that_is_no_list_of_whole_numbers_is_named) {
    const Bench bench;
    for (const auto& [shape, shown] :
         {std::pair("1", "1"), std::pair("null", "null"), std::pair("{}", "an object"), std::pair("[-1]", "-1"),
          std::pair("[1.0]", "1.0"), std::pair(R"(["1"])", "'1'"), std::pair("[1,null]", "null"),
          std::pair("[1e20]", "1e20"), std::pair("[[]]", "a list"), std::pair("[-0]", "0"),
          std::pair("[18446744073709551616]", "18446744073709551616"),
          std::pair("[1000000000000000000000000000000000000000000]", "100000000000000000000000000000...")}) {
        BOOST_TEST(
            bench.refusal(R"({"a":{"dtype":"U8","shape":)" + std::string(shape) + R"(,"data_offsets":[0,1]}})", "x") ==
            "tensor 'a' has a shape that is not a list of whole numbers: " + std::string(shown));
    }
}

BOOST_AUTO_TEST_CASE(offsets_that_are_not_two_whole_numbers_are_refused) {
    const Bench bench;
    for (const std::string offsets : {"[]", "[0]", "[0,1,1]", "[-1,0]", "[0,1.0]", "1", R"("01")", "null"}) {
        BOOST_TEST(bench.refusal(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":)" + offsets + "}}", "x") ==
                   "tensor 'a' has data_offsets that are not two whole numbers");
    }
}

BOOST_AUTO_TEST_CASE(offsets_outside_the_data_are_refused) {
    const Bench bench;
    for (const std::string offsets :
         {"[1,0]", "[0,2]", "[2,2]", "[1,2]", "[18446744073709551615,0]", "[0,18446744073709551615]"}) {
        BOOST_TEST(bench.refusal(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":)" + offsets + "}}", "x") ==
                   "tensor 'a' lies outside the data: the file is cut short or altered");
    }
}

BOOST_AUTO_TEST_CASE(a_shape_of_other_bytes_than_the_offsets_is_refused) {
    const Bench bench;
    const auto refusal = [&](const std::string& type, const std::string& shape) {
        return bench.refusal(R"({"a":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":[0,4]}})",
                             "1234");
    };
    const std::string sentence = "tensor 'a' has 4 bytes, which its shape and dtype do not need";
    BOOST_TEST(refusal("F32", "[2]") == sentence);
    BOOST_TEST(refusal("F32", "[0]") == sentence);
    BOOST_TEST(refusal("F64", "[]") == sentence);
    BOOST_TEST(refusal("U8", "[3]") == sentence);
    BOOST_TEST(refusal("U8", "[2,2,2]") == sentence);
}

// Products that are 4, or 0, modulo 2^64.
BOOST_AUTO_TEST_CASE(a_shape_beyond_64_bits_is_refused) {
    const Bench bench;
    const auto refusal = [&](const std::string& shape, int size) {
        const std::string offsets = "[0," + std::to_string(size) + "]";
        return bench.refusal(R"({"a":{"dtype":"F32","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}",
                             std::string(static_cast<std::size_t>(size), 'x'));
    };
    BOOST_TEST(refusal("[4611686018427387905]", 4) == "tensor 'a' has 4 bytes, which its shape and dtype do not need");
    BOOST_TEST(refusal("[4294967296,4294967296]", 0) ==
               "tensor 'a' has 0 bytes, which its shape and dtype do not need");
    BOOST_TEST(refusal("[18446744073709551615,4]", 0) ==
               "tensor 'a' has 0 bytes, which its shape and dtype do not need");
    BOOST_TEST(refusal("[4611686018427387904,4,0]", 0) ==
               "tensor 'a' has 0 bytes, which its shape and dtype do not need");
}

// As the reference has it: their number does not overflow, and a multiple of none are none.
BOOST_AUTO_TEST_CASE(a_shape_of_no_elements_may_have_any_length_beside_it) {
    const Bench bench;
    for (const std::string shape : {"[4611686018427387904,0]", "[0,4611686018427387904,4611686018427387904]",
                                    "[18446744073709551615,0]", "[0,18446744073709551615]"}) {
        BOOST_TEST(bench.refusal(R"({"a":{"dtype":"F32","shape":)" + shape + R"(,"data_offsets":[0,0]}})", "") ==
                   nothing);
    }
}

BOOST_AUTO_TEST_CASE(tensors_cover_the_data_once_and_whole) {
    const Bench bench;
    const auto refusal = [&](const std::vector<std::pair<int, int>>& spans) {
        std::string header;
        for (const auto& [begin, end] : spans) {
            header += (header.empty() ? "{\"" : ",\"") + std::to_string(header.size()) +
                      R"(":{"dtype":"U8","shape":[)" + std::to_string(end - begin) + R"(],"data_offsets":[)" +
                      std::to_string(begin) + "," + std::to_string(end) + "]}";
        }
        return bench.refusal(header + "}", "123456");
    };
    BOOST_TEST(refusal({{0, 2}, {2, 6}}) == nothing);
    BOOST_TEST(refusal({{2, 6}, {0, 2}, {2, 2}, {0, 0}, {6, 6}}) == nothing);
    BOOST_TEST(refusal({{1, 6}}) == "its tensors leave a hole or overlap at byte 0 of the data");
    BOOST_TEST(refusal({{0, 2}, {3, 6}}) == "its tensors leave a hole or overlap at byte 2 of the data");
    BOOST_TEST(refusal({{0, 3}, {2, 6}}) == "its tensors leave a hole or overlap at byte 2 of the data");
    BOOST_TEST(refusal({{0, 6}, {0, 6}}) == "its tensors leave a hole or overlap at byte 0 of the data");
    BOOST_TEST(refusal({{0, 6}, {2, 4}}) == "its tensors leave a hole or overlap at byte 2 of the data");
    BOOST_TEST(refusal({{0, 6}, {3, 3}}) == "its tensors leave a hole or overlap at byte 3 of the data");
    BOOST_TEST(refusal({{0, 5}}) == "holds 6 bytes of data, expected 5");
}

BOOST_AUTO_TEST_CASE(a_header_nested_deep_is_refused_where_it_leaves_the_format) {
    const Bench bench;
    const std::string open(1'000'000, '['), closed(1'000'000, ']');
    std::string objects;
    for (int depth = 0; depth < 100'000; ++depth) objects += R"({"a":)";
    const std::string described = "tensor 'a' is not described by dtype, shape and data_offsets alone";
    BOOST_TEST(bench.refusal(R"({"a":)" + open, "") == described);
    BOOST_TEST(bench.refusal(R"({"a":)" + open + closed + "}", "") == described);
    BOOST_TEST(bench.refusal(objects, "") == described);
    BOOST_TEST(bench.refusal(R"({"__metadata__":{"a":)" + open + closed + "}}", "") ==
               "its metadata 'a' is not a string");
    BOOST_TEST(bench.refusal(R"({"a":{"dtype":)" + open + closed + "}}", "x") ==
               "tensor 'a' has a dtype that is not a string: a list");
    BOOST_TEST(bench.refusal(R"({"a":{"shape":)" + open + closed + "}}", "x") ==
               "tensor 'a' has a shape that is not a list of whole numbers: a list");
    BOOST_TEST(bench.refusal(R"({"a":{"data_offsets":[)" + open + closed + "]}}", "x") ==
               "tensor 'a' has data_offsets that are not two whole numbers");
}

BOOST_AUTO_TEST_CASE(a_name_is_shown_short_and_without_what_a_terminal_obeys) {
    const Bench bench;
    BOOST_TEST(bench.refusal(R"({"\u001b[31m\n":1})", "") ==
               "tensor '\\x1b[31m\\x0a' is not described by dtype, shape and data_offsets alone");
    BOOST_TEST(bench.refusal(R"({"a":{"dtype":"U8","\u0007":1}})", "") ==
               "tensor 'a' is not described by dtype, shape and data_offsets alone");
    BOOST_TEST(bench.refusal(R"({"__metadata__":{"\u001b":1}})", "") == "its metadata '\\x1b' is not a string");
    for (const std::string& header :
         {R"({")" + std::string(100'000, 'n') + R"(":1})", R"({"a":{"dtype":)" + std::string(100'000, '1') + "}}",
          R"({"__metadata__":{")" + std::string(100'000, 'n') + R"(":1}})",
          R"({"a":{"shape":[")" + std::string(100'000, 's') + R"("]}})"}) {
        BOOST_TEST(bench.refusal(header, "").size() < 300);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(written)

namespace {

/// What the writer says, and whether anything is left of its work.
std::string writer_refusal(const Safetensors& content) {
    const TemporaryDirectory directory;
    OutputFile file(directory / "file");
    const auto sentence = tenon::test::thrown<std::invalid_argument>([&] { write_safetensors(file, content); });
    file.commit();
    BOOST_TEST(std::filesystem::file_size(directory / "file") == 0);
    const std::string start = "cannot be stored as safetensors: ";
    return sentence.starts_with(start) ? sentence.substr(start.size()) : sentence;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_no_reader_takes_is_not_written) {
    const StoredTensor tensor{"a", "U8", {1}, "x"};
    BOOST_TEST(writer_refusal({{}, {tensor, {"b", "U8", {1}, "y"}, tensor}}) == "tensor 'a' comes twice");
    BOOST_TEST(writer_refusal({{}, {{"__metadata__", "U8", {1}, "x"}}}) == "a tensor has the name '__metadata__'");
    BOOST_TEST(writer_refusal({{}, {tensor, {"b", "F128", {1}, "x"}}}) == "tensor 'b' has the unknown dtype 'F128'");
    BOOST_TEST(writer_refusal({{}, {{"b", "F32", {2}, "123"}}}) == "tensor 'b' has 3 bytes, expected 8 for F32 (2)");
    BOOST_TEST(writer_refusal({{}, {{"b", "F4", {3}, "12"}}}) ==
               "tensor 'b' has no whole number of bytes that can be: F4 (3)");
    BOOST_TEST(writer_refusal({{}, {{"b", "U8", {std::size_t{1} << 62U, 4}, ""}}}) ==
               "tensor 'b' has no whole number of bytes that can be: U8 (4611686018427387904, 4)");
    BOOST_TEST(writer_refusal({{}, {{"b\xff", "U8", {1}, "x"}}}) == "the name of tensor 'b\\xff' is not UTF-8");
    BOOST_TEST(writer_refusal({{{"data", "zo\xeb.txt"}}, {}}) == "the metadata 'data' are not UTF-8");
    BOOST_TEST(writer_refusal({{{"\xeb", ""}}, {}}) == "the metadata '\\xeb' are not UTF-8");
    BOOST_TEST(writer_refusal({{}, {{"\x1b[31m", "U8", {2}, "x"}}}) ==
               "tensor '\\x1b[31m' has 1 bytes, expected 2 for U8 (2)");
}

BOOST_AUTO_TEST_CASE(a_header_that_no_reader_takes_is_not_written) {
    const std::string text(100'000'000, 'x');
    BOOST_TEST(writer_refusal({{{"long", text}}, {}}).starts_with("its header has 1000000"));
}

BOOST_AUTO_TEST_SUITE_END()
