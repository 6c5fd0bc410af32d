// SPDX-License-Identifier: BSL-1.0
//
// A net for evaluation: what becomes of it as a type, and that it evaluates to the same.
#include "tenon/rewrite/for_evaluation.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <type_traits>
#include <vector>

using namespace tenon;

namespace {

/// A model with random numbers everywhere; variances are positive.
template <class Net, class In, class Real>
Model<Net, In, Real> random_model() {
    Model<Net, In, Real> model;
    std::mt19937 engine(7);
    std::normal_distribution<Real> normal;
    for (Real& value : model.parameter_block()) value = normal(engine) / 2;
    for (Real& value : model.buffer_block()) value = Real{0.5} + std::abs(normal(engine));
    return model;
}

/// Both models' outputs for the same random inputs agree within `tolerance` of the largest output.
template <class Net, class In, class Real, std::size_t Examples>
void evaluates_alike(Real tolerance) {
    BOOST_TEST_CONTEXT(spelling<Net>().view()) {
        const auto model = random_model<Net, In, Real>();
        const auto folded = for_evaluation(model);
        std::vector<Element<In, Real>> inputs(Examples * In::size);
        std::mt19937 engine(11);
        std::normal_distribution<Real> normal;
        for (auto& input : inputs) {
            if constexpr (detail::is_tokens<In>)
                input = static_cast<Token>(engine() % In::vocabulary);
            else
                input = normal(engine);
        }
        Evaluator<Model<Net, In, Real>, Batch<Examples>> before{model};
        Evaluator<Model<ForEvaluation<Net, In>, In, Real>, Batch<Examples>> after{folded};
        const auto expected = before(inputs), found = after(inputs);
        Real largest = 0;
        for (Real value : expected) largest = std::max(largest, std::abs(value));
        BOOST_TEST(largest > Real{1} / 10);
        for (std::size_t index = 0; index < expected.size(); ++index) {
            BOOST_TEST(std::abs(found[index] - expected[index]) <= tolerance * largest);
        }
    }
}

template <class Net, class In>
void evaluates_alike() {
    evaluates_alike<Net, In, double, 5>(1e-13);
    evaluates_alike<Net, In, float, 5>(1e-5F);
}

using Tree = Sequential<Embedding<6>, FlattenConsecutive<2>, Linear<19, no_bias>, BatchNorm1d<unbiased>, Tanh,
                        Dropout<Percent{20}>, FlattenConsecutive<2>, Linear<17>, BatchNorm1d<>, Tanh, Linear<11>>;
using Block =
    Residual<Gated<Parallel<Sum, Linear<6>, Sequential<Linear<6>, BatchNorm1d<>>>, Linear<6>>, Dropout<Percent{30}>>;

} // namespace

BOOST_AUTO_TEST_CASE(batch_norm_goes_into_the_linear_before_it_and_dropout_goes) {
    using Net =
        Sequential<Linear<7>, BatchNorm1d<unbiased>, Tanh, Dropout<Percent{20}>, Linear<5, no_bias>, BatchNorm1d<>>;
    using Expected = Sequential<Linear<7>, Tanh, Linear<5>>;
    static_assert(std::is_same_v<ForEvaluation<Net, Shape<4>>, Expected>);
    static_assert(buffers<Expected, Shape<4>>.size() == 0);
    evaluates_alike<Net, Shape<4>>();
}

BOOST_AUTO_TEST_CASE(embedding_and_linear_become_a_sum_of_table_rows) {
    using Expected = Sequential<EmbeddingSum<2, 19>, Tanh, FlattenConsecutive<2>, Linear<17>, Tanh, Linear<11>>;
    static_assert(std::is_same_v<ForEvaluation<Tree, Tokens<13, 4>>, Expected>);
    static_assert(std::is_same_v<Output<Tree, Tokens<13, 4>>, Output<Expected, Tokens<13, 4>>>);
    static_assert(parameters<Expected, Tokens<13, 4>>[0].name == "0.table");
    static_assert(receptive_field<Tree, Tokens<13, 4>> == 4 && receptive_field<Expected, Tokens<13, 4>> == 4);
    using Layers = Sequential<Embedding<6>, FlattenConsecutive<2>, Linear<19>>;
    static_assert(receptive_field<Layers, Tokens<13, 4>> == 2);
    static_assert(receptive_field<ForEvaluation<Layers, Tokens<13, 4>>, Tokens<13, 4>> == 2);
    static_assert(forward_flops<ForEvaluation<Layers, Tokens<13, 4>>, Tokens<13, 4>, Batch<3>> == 0);
    static_assert(model_bytes<ForEvaluation<Layers, Tokens<13, 4>>, Tokens<13, 4>> ==
                  4 * (496 + 32)); // 13 · 2 · 19, 19
}

/// The rewritten net, and that it evaluates to the same.
template <class Net, class In, class Expected>
void becomes() {
    static_assert(std::is_same_v<ForEvaluation<Net, In>, Expected>);
    evaluates_alike<Net, In>();
}

BOOST_AUTO_TEST_CASE(whatever_joins_the_positions_and_whatever_the_linear_has) {
    using In = Tokens<13, 4>;
    becomes<Sequential<Embedding<6>, Flatten, Linear<9>>, In, Sequential<EmbeddingSum<9>>>();
    becomes<Sequential<Embedding<15, 6>, FlattenConsecutive<4>, Linear<24, 9, no_bias>>, In,
            Sequential<EmbeddingSum<9>>>();
    becomes<Sequential<Embedding<6>, Linear<9>>, In, Sequential<EmbeddingSum<1, 9>>>();
    becomes<Sequential<Embedding<6>, Linear<9, no_bias>, BatchNorm1d<unbiased>, Tanh>, In,
            Sequential<EmbeddingSum<1, 9>, Tanh>>();
    becomes<Sequential<Embedding<6>, Dropout<Percent{10}>, FlattenConsecutive<2>, Dropout<Percent{10}>, Linear<9>,
                       Dropout<Percent{10}>, BatchNorm1d<>, Tanh>,
            In, Sequential<EmbeddingSum<2, 9>, Tanh>>();
    // Statistics of each position do not fold, and a lone position keeps its axis.
    becomes<Sequential<Embedding<6>, FlattenConsecutive<2>, Linear<9>, BatchNorm1d<per_position>>, In,
            Sequential<EmbeddingSum<2, 9>, BatchNorm1d<per_position>>>();
    becomes<Sequential<Embedding<6>, Linear<9>>, Tokens<13, 1>, Sequential<Embedding<6>, Linear<9>>>();
    becomes<Sequential<Embedding<6>, Flatten, Linear<9>>, Tokens<13, 1>, Sequential<EmbeddingSum<9>>>();
}

BOOST_AUTO_TEST_CASE(lists_of_any_form_begin_with_a_table) {
    using In = Tokens<13, 4>;
    using Joined = Sequential<Embedding<6>, Flatten, Linear<9>, BatchNorm1d<>>;
    becomes<Parallel<Concat, Joined, Sequential<Sequential<Embedding<5>, Flatten>, Linear<3>>>, In,
            Parallel<Concat, Sequential<EmbeddingSum<9>>, Sequential<EmbeddingSum<3>>>>();
    becomes<Gated<Joined, Joined>, In,
            Parallel<Multiply, Sequential<EmbeddingSum<9>, Tanh>, Sequential<EmbeddingSum<9>, Sigmoid>>>();
}

BOOST_AUTO_TEST_CASE(a_table_that_is_too_large_is_not_made) {
    using Net = Sequential<Embedding<3>, FlattenConsecutive<2>, Linear<7>>;
    // 14 · vocabulary numbers against 4 · (3 · vocabulary + 42).
    becomes<Net, Tokens<84, 4>, Sequential<EmbeddingSum<2, 7>>>();
    becomes<Net, Tokens<85, 4>, Net>();
    using Words = Sequential<Embedding<32>, Flatten, Linear<256>>; // 200 MB against 6.4
    static_assert(std::is_same_v<ForEvaluation<Words, Tokens<50'000, 4>>, Words>);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_folded_stays) {
    // A pointwise layer or a view between them, statistics of each position, a BatchNorm1d in front.
    using Net = Sequential<BatchNorm1d<>, Linear<5>, Tanh, BatchNorm1d<>, Linear<7>, BatchNorm1d<per_position>>;
    static_assert(std::is_same_v<ForEvaluation<Net, Shape<3, 4>>, Net>);
    using Folds = Sequential<Linear<7>, BatchNorm1d<per_position>>;
    static_assert(std::is_same_v<ForEvaluation<Folds, Shape<4>>, Sequential<Linear<7>>>);
    evaluates_alike<Net, Shape<3, 4>>();
    evaluates_alike<Folds, Shape<4>>();
}

BOOST_AUTO_TEST_CASE(two_in_a_row_fold_once) {
    using Net = Sequential<Linear<7>, BatchNorm1d<>, BatchNorm1d<>>;
    static_assert(std::is_same_v<ForEvaluation<Net, Shape<4>>, Sequential<Linear<7>, BatchNorm1d<>>>);
    evaluates_alike<Net, Shape<4>>();
}

BOOST_AUTO_TEST_CASE(lists_are_flattened_so_that_their_ends_meet) {
    using Net = Sequential<Sequential<Linear<7>>, Sequential<Sequential<BatchNorm1d<>>, Dropout<Percent{1}>>>;
    static_assert(std::is_same_v<ForEvaluation<Net, Shape<4>>, Sequential<Linear<7>>>);
    using Turns = Repeat<2, Linear<7>, BatchNorm1d<>>;
    static_assert(std::is_same_v<ForEvaluation<Turns, Shape<4>>, Sequential<Linear<7>, Linear<7>>>);
    evaluates_alike<Net, Shape<4>>();
    evaluates_alike<Turns, Shape<4>>();
}

BOOST_AUTO_TEST_CASE(a_lone_layer_is_a_net) {
    static_assert(std::is_same_v<ForEvaluation<Tanh, Shape<4>>, Tanh>);
    static_assert(std::is_same_v<ForEvaluation<Dropout<Percent{9}>, Shape<4>>, Sequential<>>);
    evaluates_alike<BatchNorm1d<>, Shape<4>>();
    evaluates_alike<Dropout<Percent{9}>, Shape<4>>();
}

/// The same bits as the net as it is written.
template <class Net, class In, class Expected, class Real>
void has_its_bits() {
    static_assert(std::is_same_v<ForEvaluation<Net, In>, Expected>);
    const auto model = random_model<Net, In, Real>();
    const auto rewritten = for_evaluation(model);
    Evaluator<Model<Net, In, Real>, Batch<5>> before{model};
    Evaluator<Model<Expected, In, Real>, Batch<5>> after{rewritten};
    std::vector<Real> inputs(5 * In::size);
    std::mt19937 engine(11);
    for (Real& input : inputs) input = std::normal_distribution<Real>{}(engine);
    const auto expected = before(inputs), found = after(inputs);
    BOOST_TEST(std::ranges::equal(found, expected));
}

template <class Net, class In, class Expected>
void has_its_bits() {
    has_its_bits<Net, In, Expected, float>();
    has_its_bits<Net, In, Expected, double>();
}

BOOST_AUTO_TEST_CASE(functions_one_behind_another_become_one) {
    has_its_bits<Sequential<Silu, Dropout<Percent{10}>, Sequential<Elu<>, Linear<7>>, Tanh, Linear<9>, LeakyRelu<>,
                            Sigmoid, Gelu<>>,
                 Shape<3, 5>,
                 Sequential<Silu, Elu<>, Linear<7>, Tanh, Linear<9>, FusedPointwise<LeakyRelu<>, Sigmoid>, Gelu<>>>();
    has_its_bits<Residual<Tanh, Softplus>, Shape<5>, Parallel<Sum, Sequential<>, Sequential<Tanh, Softplus>>>();
    has_its_bits<Repeat<2, Linear<7>, Silu, Relu>, Shape<5>,
                 Sequential<Linear<7>, FusedPointwise<Silu, Relu>, Linear<7>, FusedPointwise<Silu, Relu>>>();
    has_its_bits<Sequential<BatchNorm1d<>, Tanh, Relu, Softmax, Tanh>, Shape<5>,
                 Sequential<BatchNorm1d<>, FusedPointwise<Tanh, Relu>, Softmax, Tanh>>();
    using Again = Sequential<FusedPointwise<Tanh, Silu>, Relu>; // opened, and joined as it pays
    has_its_bits<Again, Shape<5>, Sequential<Tanh, FusedPointwise<Silu, Relu>>>();
}

// 27 columns take 32 reals, 13 take 16; 12 would take a third more.
BOOST_AUTO_TEST_CASE(rows_of_a_weight_begin_at_cache_lines) {
    has_its_bits<Sequential<Linear<27>, Tanh, Linear<13, no_bias>>, Shape<3, 5>,
                 Sequential<Linear<27, aligned_rows>, Tanh, Linear<13, no_bias, aligned_rows>>>();
    has_its_bits<Residual<Linear<5, 27>, Linear<12>, Linear<5>>, Shape<5>,
                 Parallel<Sum, Sequential<>, Sequential<Linear<5, 27, aligned_rows>, Linear<12>, Linear<5>>>>();
    has_its_bits<Linear<27>, Shape<5>, Linear<27, aligned_rows>>();
    has_its_bits<Linear<27, aligned_rows>, Shape<5>, Linear<27, aligned_rows>>();
    has_its_bits<Linear<48, aligned_rows>, Shape<5>, Linear<48, aligned_rows>>();
    becomes<Sequential<Linear<27, no_bias>, BatchNorm1d<>>, Shape<5>, Sequential<Linear<27, aligned_rows>>>();
    becomes<Sequential<Linear<27, aligned_rows>, BatchNorm1d<>>, Shape<5>, Sequential<Linear<27, aligned_rows>>>();
    becomes<Sequential<Embedding<6>, Flatten, Linear<27, aligned_rows>>, Tokens<13, 4>, Sequential<EmbeddingSum<27>>>();
}

BOOST_AUTO_TEST_CASE(models_evaluate_alike) {
    evaluates_alike<Tree, Tokens<13, 4>>();
    evaluates_alike<Sequential<Embedding<6>, Repeat<2, Block>, Flatten, Linear<5>, BatchNorm1d<>>, Tokens<13, 4>>();
    evaluates_alike<TimeDistributed<Flatten, Linear<7>, BatchNorm1d<>, Dropout<Percent{5}>>, Shape<3, 2, 5>>();
    evaluates_alike<CollectSkips<SkipBlock<Sequential<Linear<9>, BatchNorm1d<>>, Linear<3>, Linear<5>>,
                                 Sequential<Linear<3>, BatchNorm1d<>, Dropout<Percent{50}>>>,
                    Shape<4, 5>>();
    evaluates_alike<Parallel<Concat, Dropout<Percent{10}>, Sequential<Linear<3>, BatchNorm1d<>>>, Shape<4, 5>>();
}
