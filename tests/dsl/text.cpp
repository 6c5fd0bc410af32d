// SPDX-License-Identifier: BSL-1.0
//
// Text at compile time: appending, numbers, and the spelling of types.
#include "tenon/dsl/text.hpp"

#include "tenon/dsl.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <type_traits>

using namespace tenon;

BOOST_AUTO_TEST_CASE(text_is_appended_in_order) {
    constexpr auto text = [] {
        Text<32> draft;
        draft << "layer " << std::size_t{0} << ", " << std::size_t{1203} << '.';
        return draft;
    }();
    static_assert(text == "layer 0, 1203." && text.size() == 14);
}

namespace {

/// Whether a text of that length is a constant in a room of 3.
template <std::size_t Length>
concept has_room =
    requires { typename std::integral_constant<std::size_t, Text<3>(std::string_view("abcd", Length)).size()>; };

} // namespace

BOOST_AUTO_TEST_CASE(text_that_does_not_fit_is_no_constant) { static_assert(has_room<3> && !has_room<4>); }

BOOST_AUTO_TEST_CASE(types_are_spelled_as_written) {
    BOOST_TEST((spelling<Linear<48, 128, no_bias>>().view()) == "Linear<48, 128, no_bias>");
    BOOST_TEST((spelling<BatchNorm1d<unbiased, per_position>>().view()) == "BatchNorm1d<unbiased, per_position>");
    BOOST_TEST((spelling<BatchNorm1d<>>().view()) == "BatchNorm1d<>");
    BOOST_TEST((spelling<Shape<4, 48>>().view()) == "Shape<4, 48>");
    BOOST_TEST((spelling<Tokens<27, 8>>().view()) == "Tokens<27, 8>");
    BOOST_TEST((spelling<char[4]>().view()) == "char[4]");
    BOOST_TEST((spelling<Sequential<Tanh, Sequential<Linear<3>>>>().view()) ==
               "Sequential<Tanh, Sequential<Linear<3>>>");
}

BOOST_AUTO_TEST_CASE(a_long_spelling_is_cut) {
    using Long = Sequential<Sequential<Linear<100>, Linear<100>, Linear<100>, Linear<100>, Linear<100>, Linear<100>>,
                            Sequential<Linear<100>, Linear<100>, Linear<100>, Linear<100>, Linear<100>, Linear<100>>,
                            Sequential<Linear<100>, Linear<100>, Linear<100>, Linear<100>, Linear<100>, Linear<100>>>;
    BOOST_TEST(spelling<Long>().view().ends_with("..."));
    BOOST_TEST(spelling<Long>().size() <= 256);
}
