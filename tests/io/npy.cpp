// SPDX-License-Identifier: BSL-1.0
//
// NumPy's files: what NumPy 1.24 writes, mapped and converted, and what is refused.
#include "tenon/io/npy.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::thrown;
using namespace std::string_literals;

template <class Number>
std::string bytes_in(const std::vector<Number>& numbers) {
    return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)};
}

/// A file as NumPy writes it: the header is filled up with blanks and ends with a line.
template <class Number>
std::string npy(const std::string& dictionary, const std::vector<Number>& numbers, char version = 1) {
    const std::size_t begin = version == 1 ? 10 : 12;
    std::string header = dictionary;
    while ((begin + header.size() + 1) % 64 != 0) header += ' ';
    header += '\n';
    std::string file = "\x93NUMPY"s + version + '\0';
    file += static_cast<char>(header.size() % 256);
    file += static_cast<char>(header.size() / 256);
    if (version > 1) file += "\0\0"s;
    return file + header + bytes_in(numbers);
}
std::string described(const std::string& type, const std::string& shape) {
    return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
}

const std::vector<float> six{0, 1, 2, 3, 4, 5.5F};

template <class Number = float>
std::string refused(const std::string& bytes) {
    return thrown<std::runtime_error>([&] { parse_npy<Number>(bytes, "it"); });
}

} // namespace

BOOST_AUTO_TEST_CASE(arrays_are_read_with_their_shape) {
    for (const char version : {'\1', '\2', '\3'}) {
        const auto array = parse_npy<float>(npy(described("<f4", "(2, 3)"), six, version), "it");
        BOOST_TEST(array.shape == (std::vector<std::size_t>{2, 3}), boost::test_tools::per_element());
        BOOST_TEST(array.numbers == six, boost::test_tools::per_element());
    }
    BOOST_TEST(parse_npy<float>(npy(described("<f4", "(6,)"), six), "it").shape.size() == 1U);
    const auto scalar = parse_npy<double>(npy(described("<f4", "()"), std::vector{2.5F}), "it");
    BOOST_TEST(scalar.shape.empty());
    BOOST_TEST(scalar.numbers == std::vector{2.5}, boost::test_tools::per_element());
    const auto empty = parse_npy<double>(npy(described("<f8", "(0, 3)"), std::vector<double>{}), "it");
    BOOST_TEST(empty.shape == (std::vector<std::size_t>{0, 3}), boost::test_tools::per_element());
    const auto other = npy("{\"shape\":(3,),'fortran_order':True,'descr':'|u1'}", std::vector<std::uint8_t>{7, 8, 255});
    BOOST_TEST(parse_npy<Token>(other, "it").numbers == (std::vector<Token>{7, 8, 255}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(whole_numbers_are_converted, Stored,
                              decltype(std::tuple<std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t,
                                                  std::uint32_t, std::int64_t, std::uint64_t>{})) {
    const std::string type{detail::npy_type<Stored>};
    const std::vector<Stored> numbers{0, 1, 100, std::numeric_limits<Stored>::max()};
    const auto file = npy(described(type, "(4,)"), numbers);
    BOOST_TEST(parse_npy<float>(file, "it").numbers[2] == 100);
    BOOST_TEST(parse_npy<double>(file, "it").numbers[3] == static_cast<double>(numbers[3]));
    if (sizeof(Stored) < 4 || std::is_same_v<Stored, std::int32_t>) {
        BOOST_TEST(parse_npy<Token>(file, "it").numbers[3] == static_cast<Token>(numbers[3]));
    } else {
        BOOST_TEST(refused<Token>(file) == "it: holds the number " + std::to_string(numbers[3]) +
                                               " at index 3, expected tokens, up to 2147483647");
    }
}

BOOST_AUTO_TEST_CASE(reals_are_rounded_and_are_no_tokens) {
    const std::vector<double> numbers{0.1, -1e300};
    const auto file = npy(described("<f8", "(2,)"), numbers);
    BOOST_TEST(parse_npy<double>(file, "it").numbers == numbers, boost::test_tools::per_element());
    BOOST_TEST(parse_npy<float>(file, "it").numbers[0] == 0.1F);
    BOOST_TEST(refused<Token>(file) == "it: holds numbers of the type '<f8', expected whole numbers for Tokens");
}

BOOST_AUTO_TEST_CASE(a_file_is_mapped) {
    const test::TemporaryDirectory folder;
    const auto path = folder / "x.npy";
    const auto write = [&](const std::string& bytes) { test::write_bytes(path, bytes); };
    const auto refused_file = [&] { return thrown<std::runtime_error>([&] { const MappedNpy<float> mapped{path}; }); };
    const std::string whole = npy(described("<f4", "(2, 3)"), six);
    write(whole);
    const MappedNpy<float> mapped{path};
    BOOST_TEST(mapped.shape() == (std::vector<std::size_t>{2, 3}), boost::test_tools::per_element());
    BOOST_TEST(std::vector<float>(mapped.numbers().begin(), mapped.numbers().end()) == six,
               boost::test_tools::per_element());
    BOOST_TEST(read_npy<float>(path).numbers == six, boost::test_tools::per_element());

    const std::string name = path.string();
    write(whole + "x");
    BOOST_TEST(refused_file() == name + ": holds 153 bytes, expected 152 for <f4 (2, 3)");
    write(whole.substr(0, 150));
    BOOST_TEST(refused_file() == name + ": holds 150 bytes, expected 152 for <f4 (2, 3)");
    write(npy(described("<f8", "(1,)"), std::vector{1.0}));
    BOOST_TEST(refused_file() == name + ": holds numbers of the type '<f8', expected '<f4'");
    BOOST_TEST(thrown<std::runtime_error>([&] {
                   const MappedNpy<float> none{folder / "none.npy"};
               }).ends_with("none.npy: cannot be read: No such file or directory"));
}

BOOST_AUTO_TEST_CASE(what_is_no_such_file_is_refused) {
    const std::string whole = npy(described("<f4", "(2, 3)"), six);
    BOOST_TEST(refused("") == "it: is no .npy file");
    BOOST_TEST(refused("PK\x03\x04 and more bytes") == "it: is no .npy file");
    std::string other = whole;
    other[6] = 4;
    BOOST_TEST(refused(other) == "it: is a .npy file of version 4, expected 1, 2 or 3");
    BOOST_TEST(refused(whole.substr(0, 50)) == "it: has a header of 118 bytes, expected fewer than 41");
    BOOST_TEST(refused(whole + "1234") == "it: holds 156 bytes, expected 152 for <f4 (2, 3)");

    const auto of = [](const std::string& dictionary) { return refused(npy(dictionary, six)); };
    BOOST_TEST(of("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }") ==
               "it: holds an array in Fortran order, expected C order: save np.ascontiguousarray(array)");
    BOOST_TEST(of(described(">f4", "(2, 3)")) ==
               "it: holds numbers of the type '>f4', expected <f4, <f8, or whole numbers such as |u1 and <i8");
    BOOST_TEST(of("{'descr': '<f4', 'shape': (2, 3)}") == "it: lacks descr, fortran_order or shape in its header");
    BOOST_TEST(of("{'descr': '<f4', 'descr': '<f4'}") ==
               "it: has the key 'descr' in its header, expected descr, fortran_order and shape, once");
    BOOST_TEST(of("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,)}")
                   .starts_with("it: has a header that goes on with '[('a', '<f4')], 'for"));
    BOOST_TEST(of(described("<f4", "(-1,)")) == "it: has a shape in its header that is none");
    BOOST_TEST(of(described("<f4", "(4294967296, 4294967296)")) == "it: has a shape of more numbers than there can be");
    BOOST_TEST(of("{'descr': '<f4', 'fortran_order': 0, 'shape': (6,)}") ==
               "it: has a fortran_order in its header that is neither True nor False");
    BOOST_TEST(of(described("<f4", "(6,)") + "}") == "it: has more behind the dictionary of its header");
}
