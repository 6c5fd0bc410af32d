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
    using Expected = Sequential<Embedding<6>, FlattenConsecutive<2>, Linear<19>, Tanh, FlattenConsecutive<2>,
                                Linear<17>, Tanh, Linear<11>>;
    static_assert(std::is_same_v<ForEvaluation<Tree, Tokens<13, 4>>, Expected>);
    static_assert(buffers<Expected, Tokens<13, 4>>.size() == 0);
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

BOOST_AUTO_TEST_CASE(models_evaluate_alike) {
    evaluates_alike<Tree, Tokens<13, 4>>();
    evaluates_alike<Sequential<Embedding<6>, Repeat<2, Block>, Flatten, Linear<5>, BatchNorm1d<>>, Tokens<13, 4>>();
    evaluates_alike<TimeDistributed<Flatten, Linear<7>, BatchNorm1d<>, Dropout<Percent{5}>>, Shape<3, 2, 5>>();
    evaluates_alike<CollectSkips<SkipBlock<Sequential<Linear<9>, BatchNorm1d<>>, Linear<3>, Linear<5>>,
                                 Sequential<Linear<3>, BatchNorm1d<>, Dropout<Percent{50}>>>,
                    Shape<4, 5>>();
    evaluates_alike<Parallel<Concat, Dropout<Percent{10}>, Sequential<Linear<3>, BatchNorm1d<>>>, Shape<4, 5>>();
}
