// SPDX-License-Identifier: BSL-1.0
//
// Embedding: its shape rule, its parameters, and its numbers against differences and PyTorch.
#include "tenon/layers/embedding.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/kernels/matmul.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_a_row_for_each_token) {
    static_assert(std::is_same_v<Output<Embedding<24>, Tokens<27, 8>>, Shape<8, 24>>);
    static_assert(std::is_same_v<Output<Embedding<30, 24>, Tokens<27, 8>>, Shape<8, 24>>);
}

BOOST_AUTO_TEST_CASE(vocabulary_is_inferred_or_has_to_be_large_enough) {
    static_assert(find_tensor(parameters<Embedding<24>, Tokens<27, 8>>, "weight").shape == Extents{27, 24});
    static_assert(find_tensor(parameters<Embedding<30, 24>, Tokens<27, 8>>, "weight").shape == Extents{30, 24});
    static_assert(fits<Embedding<27, 24>, Tokens<27, 8>> && !fits<Embedding<26, 24>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(real_numbers_and_other_spellings_are_refused) {
    static_assert(!fits<Embedding<24>, Shape<8>>);
    static_assert(!fits<Embedding<>, Tokens<27, 8>> && !fits<Embedding<0>, Tokens<27, 8>>);
    static_assert(!fits<Embedding<27, 24, no_bias>, Tokens<27, 8>> && !fits<Embedding<1, 2, 3>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(one_hot_times_weight_is_the_same) {
    constexpr std::size_t vocabulary = 11, features = 6, count = 4 * 5;
    Rig<Embedding<features>, Tokens<vocabulary, 5>, 4, float> bench;
    bench.evaluate();
    std::vector<float> one_hot(count * vocabulary), product(count * features);
    for (std::size_t index = 0; index < count; ++index) {
        one_hot[index * vocabulary + static_cast<std::size_t>(bench.x[index])] = 1;
    }
    kernels::matmul<count, vocabulary, features>(one_hot.data(), bench.parameters.data(),
                                                 static_cast<const float*>(nullptr), product.data());
    BOOST_TEST(product == std::vector<float>(bench.y.span().begin(), bench.y.span().end()),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Embedding<6>, Tokens<11, 5>, 4>();
    obeys_the_laws<Embedding<13, 33>, Tokens<11, 3>, 7>();
    obeys_the_laws<Embedding<1>, Tokens<1, 1>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) { agree_with_torch<Case<Embedding<11, 6>, Tokens<11, 5>, 4>>("Embedding"); }
