// SPDX-License-Identifier: BSL-1.0
//
// The ways in which columns and elements are cut into vectors: everything once, and nothing beside it.
#include "tenon/kernels/strips.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

/// A strip as it was met: its first column, its vectors and its columns.
struct Piece {
    std::size_t first, width, columns;
};

/// Strips lie side by side, differ by one vector at the most, and all but the last are of whole vectors.
void check_pieces(const std::vector<Piece>& pieces, std::size_t columns, std::size_t widest, std::size_t lanes) {
    BOOST_TEST_CONTEXT(columns << " columns, at most " << widest << " vectors wide") {
        std::size_t next = 0, narrow = widest, wide = 0;
        for (const Piece& piece : pieces) {
            BOOST_TEST(piece.first == next);
            next += piece.columns;
            narrow = std::min(narrow, piece.width);
            wide = std::max(wide, piece.width);
            if (&piece != &pieces.back()) BOOST_TEST(piece.columns == piece.width * lanes);
        }
        BOOST_TEST(next == columns);
        BOOST_TEST(narrow > 0);
        BOOST_TEST(wide <= widest);
        BOOST_TEST(wide - narrow <= 1);
        BOOST_TEST(pieces.size() == (columns + widest * lanes - 1) / (widest * lanes)); // no more than are needed
    }
}

template <class Real, std::size_t Columns, std::size_t Widest>
void check_strips() {
    std::vector<Piece> pieces;
    simd::for_each_strip<Real, Columns, Widest>([&](std::size_t column, auto strip) {
        pieces.push_back({column, decltype(strip)::width, decltype(strip)::columns});
    });
    check_pieces(pieces, Columns, Widest, simd::lanes<Real>);
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(strips_cover_every_column_once_and_are_nearly_equal, Real, reals) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    const auto check = []<std::size_t Columns>() {
        for_each_constant<1, 2, 4, 8>([]<std::size_t Widest>() { check_strips<Real, Columns, Widest>(); });
    };
    around_lanes<Real>(check);
    for_each_constant<3 * lanes, 5 * lanes - 1, 9 * lanes, 17 * lanes + 1>(check);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(vectors_cover_every_element_once, Real, reals) {
    around_lanes<Real>([]<std::size_t Size>() {
        std::size_t next = 0;
        simd::for_each_vector<Real, Size>([&](std::size_t first, auto count) {
            BOOST_TEST(first == next);
            BOOST_TEST(count() == std::min<std::size_t>(simd::lanes<Real>, Size - next));
            next += count;
        });
        BOOST_TEST(next == Size);
    });
}

template <class Real, std::size_t Width, std::size_t Last>
void check_strip() {
    using Strip = simd::Strip<Real, Width, Last>;
    Guarded<Real> left{Strip::columns}, right{Strip::columns}, sum{Strip::columns}, filled{Strip::columns};
    const auto loaded = Strip::load(left.randomize(1).data());
    Strip::store(sum.data(), Strip::sum(loaded, Strip::load(right.randomize(2).data())));
    Strip::store(filled.data(), Strip::filled(Real{0.75}));
    for (std::size_t column = 0; column < Strip::columns; ++column) {
        BOOST_TEST(sum[column] == left[column] + right[column]);
        BOOST_TEST(filled[column] == Real{0.75});
    }
    BOOST_TEST(sum.intact());
    BOOST_TEST(filled.intact());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_strip_is_its_columns_and_no_more, Real, reals) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    for_each_constant<1, lanes - 1, lanes>([]<std::size_t Last>() {
        for_each_constant<1, 2, 3>([]<std::size_t Width>() { check_strip<Real, Width, Last>(); });
    });
}
