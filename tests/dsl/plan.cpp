// SPDX-License-Identifier: BSL-1.0
//
// The constants of a net: output, tensors, bytes and work, for the lecture's tree.
#include "tenon/dsl/plan.hpp"

#include "tenon/dsl.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace tenon;

namespace {

using Tree = Sequential<Embedding<27, 24>,                                                        //
                        FlattenConsecutive<2>, Linear<128, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                        FlattenConsecutive<2>, Linear<128, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                        FlattenConsecutive<2>, Linear<128, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                        Linear<27>>;
using In = Tokens<27, 8>;

} // namespace

BOOST_AUTO_TEST_CASE(output_and_parameters) {
    static_assert(std::is_same_v<Output<Tree, In>, Shape<27>>);
    static_assert(parameter_count<Tree, In> == 76'579);
    static_assert(parameters<Tree, In>.size() == 12 && buffers<Tree, In>.size() == 6);
    static_assert(find_tensor(parameters<Tree, In>, "13.weight").shape == Extents{128, 27});
}

BOOST_AUTO_TEST_CASE(bytes_count_padding_to_cache_lines) {
    // 27 · 24 and 27 are no multiples of 16: 648 becomes 656 and 27 becomes 32.
    static_assert(parameter_bytes<Tree, In> == (76'579 + 8 + 5) * sizeof(float));
    static_assert(parameter_bytes<Tree, In, double> == (76'579 + 8 + 5) * sizeof(double));
    static_assert(buffer_bytes<Tree, In> == 6 * 128 * sizeof(float));
}

BOOST_AUTO_TEST_CASE(training_saves_the_activations_and_the_statistics) {
    // What Linear and Tanh give is kept; not what the embedding gives, which runs as sums of table rows, nor what is
    // between BatchNorm1d and Tanh.
    constexpr std::size_t activations = 32 * (2 * (4 + 2 + 1) * 128), statistics = 3 * 2 * 128;
    static_assert(saved_bytes<Tree, In, Batch<32>> == (activations + statistics) * sizeof(float));
}

BOOST_AUTO_TEST_CASE(scratch_is_two_activations_and_what_a_layer_needs) {
    // Sums of table rows need the table and the transposed weight; from 256 rows on, a weight's gradient has another
    // half.
    static_assert(scratch_bytes<Tree, In, Batch<32>> == (2 * 32 * 4 * 128 + 27 * 256 + 256 * 24) * sizeof(float));
    static_assert(scratch_bytes<Tree, In, Batch<256>> == (2 * 256 * 4 * 128 + 256 * 128) * sizeof(float));
}

BOOST_AUTO_TEST_CASE(work_of_a_step) {
    static_assert(step_flops<Tree, In, Batch<32>> == 24'256'512);
    static_assert(forward_flops<Tree, In, Batch<32>> * 3 == step_flops<Tree, In, Batch<32>>);
}

BOOST_AUTO_TEST_CASE(all_memory_is_a_constant) {
    // Gradients; what is saved and scratch; 32 · 27 logits and their gradients; a copy of the buffers.
    static_assert(training_bytes<Tree, In, Batch<32>> == parameter_bytes<Tree, In> + saved_bytes<Tree, In, Batch<32>> +
                                                             scratch_bytes<Tree, In, Batch<32>> +
                                                             2 * 32 * 27 * sizeof(float) + buffer_bytes<Tree, In>);
    // 27 logits; two activations of 4 · 128 that take turns and 128 deviations. A batch of one is never filled up, and
    // tokens are no outputs that could become inputs; real numbers are.
    static_assert(evaluation_bytes<Tree, In, Batch<1>> == (32 + 2 * 4 * 128 + 128) * sizeof(float));
    static_assert(evaluation_bytes<Tree, In, Batch<2>> == (64 + 2 * 2 * 4 * 128 + 128 + 16) * sizeof(float));
    static_assert(evaluation_bytes<Linear<5>, Shape<40>, Batch<1>> == (16 + 48) * sizeof(float));
    static_assert(model_bytes<Tree, In> == parameter_bytes<Tree, In> + buffer_bytes<Tree, In>);
}

BOOST_AUTO_TEST_CASE(the_receptive_field_grows_through_groups) {
    static_assert(receptive_field<Tree, In> == 8);
    static_assert(receptive_field<Sequential<FlattenConsecutive<2>, Linear<3>, FlattenConsecutive<3>>, Shape<12, 5>> ==
                  6);
    static_assert(receptive_field<Sequential<Linear<3>, Flatten>, Shape<12, 5>> == 12);
    static_assert(receptive_field<Residual<Linear<5>>, Shape<12, 5>> == 1);
    static_assert(receptive_field<Parallel<Sum, Sequential<FlattenConsecutive<2>, Linear<3>>,
                                           Sequential<FlattenConsecutive<2>, Linear<3, no_bias>>>,
                                  Shape<12, 5>> == 2);
    static_assert(receptive_field<Linear<3>, Shape<5>> == 1);
}

BOOST_AUTO_TEST_CASE(numbers_of_a_net_that_does_not_fit_equal_everything) {
    constexpr auto unknown = detail::known<Linear<4, 5>, Shape<3>>(7);
    static_assert(unknown == 7 && unknown == 8 && 9 == unknown && unknown < 1 && unknown > 1 && unknown <= 1);
    static_assert(2 * sizeof(float) >= unknown && unknown * 4 == 3 && unknown / 2 + 1 == 100);
    constexpr auto number = detail::known<Linear<3, 5>, Shape<3>>(7);
    static_assert(std::is_same_v<decltype(number), const std::size_t> && number == 7);
}
