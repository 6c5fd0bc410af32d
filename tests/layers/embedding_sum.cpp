// SPDX-License-Identifier: BSL-1.0
//
// EmbeddingSum: its shape rule, its parameters, and its numbers against differences, PyTorch and the layers it stands
// for.
#include "tenon/layers/embedding_sum.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_a_row_for_each_group) {
    static_assert(std::is_same_v<Output<EmbeddingSum<2, 24>, Tokens<27, 8>>, Shape<4, 24>>);
    static_assert(std::is_same_v<Output<EmbeddingSum<1, 24>, Tokens<27, 8>>, Shape<8, 24>>);
    static_assert(std::is_same_v<Output<EmbeddingSum<8, 24>, Tokens<27, 8>>, Shape<24>>);
    static_assert(std::is_same_v<Output<EmbeddingSum<24>, Tokens<27, 8>>, Shape<24>>);
}

BOOST_AUTO_TEST_CASE(a_group_has_to_divide_the_tokens) {
    static_assert(fits<EmbeddingSum<4, 24>, Tokens<27, 8>> && !fits<EmbeddingSum<3, 24>, Tokens<27, 8>>);
    static_assert(!fits<EmbeddingSum<16, 24>, Tokens<27, 8>>);
    BOOST_TEST((sentence<Verdict<EmbeddingSum<3, 24>, Tokens<27, 8>>>.view()) ==
               "EmbeddingSum<3, 24> takes positions in groups of 3 but the input gives 8 (Tokens<27, 8>): write "
               "EmbeddingSum<24>");
}

BOOST_AUTO_TEST_CASE(real_numbers_and_other_spellings_are_refused) {
    static_assert(!fits<EmbeddingSum<24>, Shape<8>>);
    static_assert(!fits<EmbeddingSum<>, Tokens<27, 8>> && !fits<EmbeddingSum<0>, Tokens<27, 8>>);
    static_assert(!fits<EmbeddingSum<0, 24>, Tokens<27, 8>> && !fits<EmbeddingSum<2, 24, no_bias>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(its_table_has_a_row_for_each_token_in_each_place) {
    constexpr auto learned = parameters<EmbeddingSum<2, 24>, Tokens<27, 8>>;
    static_assert(learned.size() == 2);
    static_assert(find_tensor(learned, "table").shape == Extents{27, 2, 24} &&
                  find_tensor(learned, "bias").shape == Extents{24});
    static_assert(find_tensor(parameters<EmbeddingSum<24>, Tokens<27, 8>>, "table").shape == Extents{27, 8, 24});
}

BOOST_AUTO_TEST_CASE(it_reaches_its_group_and_multiplies_nothing) {
    static_assert(receptive_field<EmbeddingSum<2, 24>, Tokens<27, 8>> == 2);
    static_assert(receptive_field<EmbeddingSum<24>, Tokens<27, 8>> == 8);
    static_assert(step_flops<EmbeddingSum<2, 24>, Tokens<27, 8>, Batch<32>> == 0);
}

BOOST_AUTO_TEST_CASE(the_place_of_a_token_counts) {
    using Bench = Rig<EmbeddingSum<2, 1>, Tokens<3, 4>, 1, float>;
    Bench bench;
    std::ranges::copy(std::array{1.F, 10.F, 2.F, 20.F, 3.F, 30.F}, bench.parameters.data()); // (token, place)
    bench.parameters[Bench::Machine::bias] = 100;
    std::ranges::copy(std::array{0, 2, 2, 0}, bench.x.data());
    bench.evaluate();
    BOOST_TEST(bench.y[0] == 131);
    BOOST_TEST(bench.y[1] == 113);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<EmbeddingSum<2, 6>, Tokens<11, 10>, 4>();
    obeys_the_laws<EmbeddingSum<3, 35>, Tokens<5, 6>, 7>();
    obeys_the_laws<EmbeddingSum<17>, Tokens<13, 5>, 3>();
    obeys_the_laws<EmbeddingSum<1, 19>, Tokens<7, 2>, 5>();
    obeys_the_laws<EmbeddingSum<1>, Tokens<1, 1>, 2>();
    obeys_the_laws<EmbeddingSum<1, 3>, Tokens<5, 130>, 2>(); // so many that they are added in two halves
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<EmbeddingSum<2, 7>, Tokens<11, 6>, 4>, Case<EmbeddingSum<3, 7>, Tokens<11, 3>, 5>,
                     Case<EmbeddingSum<7>, Tokens<11, 5>, 3>, Case<EmbeddingSum<1, 7>, Tokens<11, 4>, 2>>(
        "EmbeddingSum");
}
