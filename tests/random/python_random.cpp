// SPDX-License-Identifier: BSL-1.0
//
// CPython's stream: shuffles and whole numbers, number by number.
#include "tenon/random/python_random.hpp"

#include "support/reference.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace {

using tenon::PythonRandom;
using Numbers = std::vector<std::uint32_t>;

/// 0 to size − 1 in the order in which a shuffle leaves them.
Numbers shuffled(std::uint32_t seed, std::size_t size) {
    Numbers numbers(size);
    std::iota(numbers.begin(), numbers.end(), 0U);
    PythonRandom{seed}.shuffle(std::span{numbers});
    return numbers;
}

} // namespace

BOOST_AUTO_TEST_CASE(shuffle_leaves_the_order_that_python_leaves) {
    const nlohmann::json figures = tenon::test::reference("random")["shuffle"];
    for (const auto& shuffle : figures) {
        const auto numbers = shuffled(shuffle["seed"], shuffle["size"]);
        BOOST_TEST(numbers == shuffle["values"].get<Numbers>(), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_long_shuffle_begins_as_in_python_and_is_a_permutation) {
    const nlohmann::json figures = tenon::test::reference("random")["shuffle_long"];
    for (const auto& shuffle : figures) {
        auto numbers = shuffled(shuffle["seed"], shuffle["size"]);
        const auto first = shuffle["first"].get<Numbers>();
        BOOST_TEST((Numbers{numbers.begin(), numbers.begin() + 20}) == first, boost::test_tools::per_element());
        std::sort(numbers.begin(), numbers.end());
        std::size_t misplaced = 0;
        for (std::size_t index = 0; index < numbers.size(); ++index) misplaced += numbers[index] != index;
        BOOST_TEST(misplaced == 0);
    }
}

// CPython: random.seed(7); [random.randrange(bound) for bound in bounds]
BOOST_AUTO_TEST_CASE(below_draws_what_randrange_draws) {
    PythonRandom random{7};
    const Numbers bounds{1, 2, 3, 4, 27, 1000, 2147483648, 2147483649, 4294967295, 32033,
                         1, 2, 3, 4, 27, 1000, 2147483648, 2147483649, 4294967295, 32033};
    const Numbers expected{0, 0, 1, 0, 2,  840, 404285457,  1570621944, 2503055453, 1900,
                           0, 0, 0, 3, 13, 71,  1033639716, 389609433,  2366729934, 13910};
    Numbers drawn;
    for (std::uint32_t bound : bounds) drawn.push_back(random.below(bound));
    BOOST_TEST(drawn == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(below_stays_below_and_reaches_every_number) {
    PythonRandom random{42};
    for (std::uint32_t bound : {1U, 2U, 3U, 4U, 5U, 27U}) {
        std::vector<int> seen(bound);
        for (int draw = 0; draw < 1000; ++draw) {
            const std::uint32_t value = random.below(bound);
            BOOST_REQUIRE(value < bound);
            ++seen[value];
        }
        BOOST_TEST(*std::min_element(seen.begin(), seen.end()) > 0);
    }
}

BOOST_AUTO_TEST_CASE(nothing_and_one_value_draw_no_numbers) {
    PythonRandom random{42}, fresh{42};
    std::vector<std::string> none, one{"only"};
    random.shuffle(std::span{none});
    random.shuffle(std::span{one});
    BOOST_TEST(one[0] == "only");
    BOOST_TEST(random.below(1U << 31) == fresh.below(1U << 31));
}

BOOST_AUTO_TEST_CASE(a_shuffle_goes_on_where_the_last_one_stopped) {
    Numbers first(10), second(10);
    std::iota(first.begin(), first.end(), 0U);
    second = first;
    PythonRandom random{42};
    random.shuffle(std::span{first});
    random.shuffle(std::span{second});
    BOOST_TEST(first == shuffled(42, 10), boost::test_tools::per_element());
    BOOST_TEST(second != first);
}
