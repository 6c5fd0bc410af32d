// SPDX-License-Identifier: BSL-1.0
//
// Rows looked up by tokens and gradients brought back to them: copied bit for bit, added from first to last.
#include "tenon/kernels/table_rows.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

constexpr std::size_t rows = 11, count = 9;

/// The first row and the last, one several times, and most not at all.
template <class Token>
constexpr std::array<Token, count> tokens{3, 0, 3, 10, 4, 3, 0, 4, 3};

template <class Token>
bool named(std::size_t row) {
    for (Token token : tokens<Token>) {
        if (static_cast<std::size_t>(token) == row) return true;
    }
    return false;
}

/// Rows that no token names stay NaN.
template <class Token, std::size_t Features, class Real>
void check_gather() {
    Guarded<Real> table{rows * Features}, y{count * Features, 3};
    std::vector<Real> expected;
    for (std::size_t at = 0; at < rows * Features; ++at) {
        if (named<Token>(at / Features)) table[at] = static_cast<Real>(at) + Real{0.5};
    }
    for (Token token : tokens<Token>) {
        const auto first = static_cast<std::size_t>(token) * Features;
        for (std::size_t feature = 0; feature < Features; ++feature) expected.push_back(table[first + feature]);
    }
    kernels::gather_rows<count, Features, Token, Real>(tokens<Token>.data(), table.data(), y.data());
    BOOST_TEST(differing<Real>(y.span(), expected) == 0);
    BOOST_TEST(y.intact());
}

template <class Token, std::size_t Features, class Real>
void check_scatter(std::size_t offset) {
    Guarded<Real> dy{count * Features, offset}, dtable{rows * Features, offset};
    dy.randomize(2);
    std::vector<Real> expected(rows * Features);
    for (std::size_t at = 0; at < count * Features; ++at) {
        expected[static_cast<std::size_t>(tokens<Token>[at / Features]) * Features + at % Features] += dy[at];
    }
    kernels::scatter_rows<count, Features, rows, Token, Real>(tokens<Token>.data(), dy.data(), dtable.data());
    BOOST_TEST(differing<Real>(dtable.span(), expected) == 0);
    BOOST_TEST(dtable.intact());
}

/// Three rows of pieces, each the sum of three.
template <std::size_t Features, class Real>
void check_pieces(bool with_bias) {
    constexpr std::size_t group = 3, sums = count / group;
    Guarded<Real> table{rows * group * Features}, bias{Features}, y{sums * Features, 3};
    table.randomize(3), bias.randomize(4);
    std::vector<Real> expected;
    for (std::size_t at = 0; at < sums * Features; ++at) {
        const std::size_t row = at / Features, feature = at % Features;
        Real sum = with_bias ? bias[feature] : Real{0};
        for (std::size_t piece = 0; piece < group; ++piece) {
            const auto token = static_cast<std::size_t>(tokens<std::int32_t>[row * group + piece]);
            sum += table[(token * group + piece) * Features + feature];
        }
        expected.push_back(sum);
    }
    kernels::sum_row_pieces<sums, group, Features, std::int32_t, Real>(tokens<std::int32_t>.data(), table.data(),
                                                                       with_bias ? bias.data() : nullptr, y.data());
    BOOST_TEST(differing<Real>(y.span(), expected) == 0);
    BOOST_TEST(y.intact());
}

/// A long batch is summed in two halves.
template <std::size_t Features, class Real, std::size_t Sums = count / 3>
void check_scattered_pieces() {
    constexpr std::size_t group = 3, pieces = rows * group * Features;
    std::vector<std::int32_t> named;
    for (std::size_t at = 0; at < Sums * group; ++at) named.push_back(tokens<std::int32_t>[at % count]);
    Guarded<Real> dy{Sums * Features}, dtable{pieces, 3}, second{pieces};
    dy.randomize(5);
    std::vector<Real> expected(pieces), more(pieces);
    for (std::size_t index = 0; index < Sums * group; ++index) {
        auto& sums = Sums >= 256 && index / group >= Sums / 2 ? more : expected;
        for (std::size_t feature = 0; feature < Features; ++feature) {
            sums[(static_cast<std::size_t>(named[index]) * group + index % group) * Features + feature] +=
                dy[index / group * Features + feature];
        }
    }
    for (std::size_t at = 0; at < pieces; ++at) expected[at] += more[at];
    kernels::scatter_row_pieces<Sums, group, Features, rows, std::int32_t, Real>(named.data(), dy.data(), dtable.data(),
                                                                                 second.data());
    BOOST_TEST(differing<Real>(dtable.span(), expected) == 0);
    BOOST_TEST((dtable.intact() && second.intact()));
    BOOST_TEST((Sums >= 256 || second.untouched(0)));
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(pieces_of_rows_are_summed_first_to_last, Real, reals) {
    around_lanes<Real>([]<std::size_t Features>() {
        check_pieces<Features, Real>(false);
        check_pieces<Features, Real>(true);
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gradients_go_to_the_pieces_that_a_sum_was_made_of, Real, reals) {
    around_lanes<Real>([]<std::size_t Features>() { check_scattered_pieces<Features, Real>(); });
    check_scattered_pieces<5, Real, 255>();
    check_scattered_pieces<5, Real, 257>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gathered_rows_are_the_rows_named, Real, reals) {
    around_lanes<Real>([]<std::size_t Features>() { check_gather<std::int32_t, Features, Real>(); });
    check_gather<std::uint8_t, 24, Real>();
}

// A sum from first to last, to the last bit; rows that no token names are 0.
BOOST_AUTO_TEST_CASE_TEMPLATE(scattered_gradients_are_summed_where_their_token_stands, Real, reals) {
    around_lanes<Real>([]<std::size_t Features>() {
        for (std::size_t offset : offsets) check_scatter<std::int32_t, Features, Real>(offset);
    });
    check_scatter<std::uint8_t, 24, Real>(1);
}

// 1 is lost in 2^60 and not in 0: only the first order gives 1.
BOOST_AUTO_TEST_CASE_TEMPLATE(scattered_gradients_are_added_in_the_order_of_their_tokens, Real, reals) {
    const std::array<std::int32_t, 3> same{};
    const std::array<Real, 3> dy{0x1p60F, -0x1p60F, 1}, reversed{1, -0x1p60F, 0x1p60F};
    Real sum;
    kernels::scatter_rows<3, 1, 1>(same.data(), dy.data(), &sum);
    BOOST_TEST(sum == 1);
    kernels::scatter_rows<3, 1, 1>(same.data(), reversed.data(), &sum);
    BOOST_TEST(sum == 0);
}
