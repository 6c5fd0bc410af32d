// SPDX-License-Identifier: BSL-1.0
//
// A net as training runs it: what is grouped, and that nothing is different but the rounding.
#include "tenon/rewrite/for_training.hpp"

#include "support/laws.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

using namespace tenon;
using namespace tenon::test;

namespace {

/// A function that ends in a product, both ways, and one that begins with a sum: what a compiler would fuse. The second
/// one's gradient is that of no function.
struct Scaled : Pointwise {};
struct Shifted : Pointwise {};

/// Works on each element by itself, but learns.
struct Sloped : Pointwise {
    template <class In>
    struct Joint : PointwiseJoint<In> {
        static constexpr auto parameters = tensors(TensorSpec{"slope", {1}, Init::ones});
    };
};

} // namespace

template <class In>
struct tenon::Lowered<Scaled, In> : LoweredPointwise<Lowered<Scaled, In>, In> {
    template <class Vector>
    static Vector value(Vector x) {
        return x * Vector(static_cast<typename Vector::value_type>(0.7));
    }
    template <class Vector>
    static Vector gradient(Vector, Vector, Vector dy) {
        return value(dy);
    }
};
template <class In>
struct tenon::Lowered<Shifted, In> : LoweredPointwise<Lowered<Shifted, In>, In> {
    template <class Vector>
    static Vector value(Vector x) {
        return x + Vector(1);
    }
    template <class Vector>
    static Vector gradient(Vector, Vector, Vector dy) {
        return dy + Vector(1);
    }
};

namespace {

using In = Tokens<11, 6>;
template <auto... Product>
using Net = Sequential<Embedding<5>, FlattenConsecutive<2>, Linear<Product...>, Tanh, Flatten, Linear<7>>;
template <auto... Product>
using Grouped =
    Sequential<FusedEmbeddingLinear<Embedding<5>, FlattenConsecutive<2>, Linear<Product...>>, Tanh, Flatten, Linear<7>>;

/// Loss and gradients of one batch, run so or so.
template <class NetType, class Input, class Real, class Choice>
std::vector<Real> gradients_of() {
    Model<NetType, Input, Real> model{Generator{3}};
    Trainer<decltype(model), Batch<9>, Sgd, CrossEntropy, Heap, Choice> trainer{model};
    Generator generator{5};
    std::vector<Token> contexts(9 * Input::size), targets(9);
    for (Token& token : contexts) token = static_cast<Token>(generator.randint(Input::vocabulary));
    for (Token& token : targets) token = static_cast<Token>(generator.randint(7));
    const Real loss = trainer.backward(contexts, targets);
    std::vector<Real> all(trainer.gradients().begin(), trainer.gradients().end());
    all.push_back(loss);
    return all;
}

template <class NetType, class Input, class Real>
void runs_alike(Real tolerance) {
    const auto written = gradients_of<NetType, Input, Real, AsWritten>();
    const auto grouped = gradients_of<NetType, Input, Real, Rewritten>();
    BOOST_REQUIRE_EQUAL(written.size(), grouped.size());
    for (std::size_t index = 0; index < written.size(); ++index) {
        BOOST_TEST(std::abs(written[index] - grouped[index]) <=
                   tolerance * std::max(Real{1}, std::abs(written[index])));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(embedding_view_and_linear_become_sums_of_table_rows) {
    static_assert(std::is_same_v<ForTraining<Net<13>, In, Batch<9>>, Grouped<13>>);
    static_assert(std::is_same_v<ForTraining<Net<10, 13, no_bias>, In, Batch<9>>, Grouped<10, 13, no_bias>>);
    using Flat = Sequential<Embedding<5>, Flatten, Linear<13>>;
    static_assert(std::is_same_v<ForTraining<Flat, In, Batch<32>>,
                                 Sequential<FusedEmbeddingLinear<Embedding<5>, Flatten, Linear<13>>>>);
}

// More rows than 256, and more tokens: sums are made in two halves.
BOOST_AUTO_TEST_CASE(long_batches_and_large_vocabularies_run_alike) {
    using Long = Tokens<257, 128>;
    static_assert(std::is_same_v<ForTraining<Net<13>, Long, Batch<9>>, Grouped<13>>);
    runs_alike<Net<13>, Long, double>(1e-12);
    runs_alike<Net<13, no_bias>, Long, float>(1e-5F);
}

BOOST_AUTO_TEST_CASE(it_stays_as_written_where_that_is_less_work) {
    static_assert(std::is_same_v<ForTraining<Net<13>, In, Batch<3>>, Net<13>>); // 9 rows, 11 tokens
    static_assert(std::is_same_v<ForTraining<Net<13>, In, Batch<4>>, Grouped<13>>);
    static_assert(std::is_same_v<ForTraining<Net<13, aligned_rows>, In, Batch<9>>, Net<13, aligned_rows>>);
    using Other = Sequential<Embedding<5>, Linear<13>, Flatten>;
    static_assert(std::is_same_v<ForTraining<Other, In, Batch<32>>, Other>);
}

BOOST_AUTO_TEST_CASE(a_norm_and_the_function_behind_it_become_one) {
    using Deep = Sequential<Linear<5>, BatchNorm1d<>, Tanh, BatchNorm1d<unbiased>, Gelu<>, BatchNorm1d<>, Relu, Relu>;
    using Joined = Sequential<Linear<5>, FusedNormActivation<BatchNorm1d<>, Tanh>, BatchNorm1d<unbiased>, Gelu<>,
                              FusedNormActivation<BatchNorm1d<>, Relu>, Relu>;
    static_assert(std::is_same_v<ForTraining<Deep, Shape<4>, Batch<9>>, Joined>);
}

BOOST_AUTO_TEST_CASE(functions_one_behind_another_become_one) {
    using Deep = Sequential<LeakyRelu<>, Tanh, Linear<5>, Relu, Linear<6>, BatchNorm1d<>, Sigmoid, Relu,
                            LeakyRelu<Percent{20}>, Silu, BatchNorm1d<>, Softmax, Tanh>;
    using Joined = Sequential<FusedPointwise<LeakyRelu<>, Tanh>, Linear<5>, Relu, Linear<6>,
                              FusedNormActivation<BatchNorm1d<>, Sigmoid>,
                              FusedPointwise<Relu, LeakyRelu<Percent{20}>, Silu>, BatchNorm1d<>, Softmax, Tanh>;
    static_assert(std::is_same_v<ForTraining<Deep, Shape<4>, Batch<9>>, Joined>);
    // Exponentials are not computed twice.
    using Costly = Sequential<Tanh, LeakyRelu<>, Gelu<>, Softplus, Relu>;
    static_assert(std::is_same_v<ForTraining<Costly, Shape<4>, Batch<9>>,
                                 Sequential<Tanh, FusedPointwise<LeakyRelu<>, Gelu<>>, Softplus, Relu>>);
    using Noisy = Sequential<Linear<5>, Tanh, Dropout<Percent{10}>, Tanh>;
    static_assert(std::is_same_v<ForTraining<Noisy, Shape<4>, Batch<9>>, Noisy>);
    using Learning = Sequential<Linear<5>, Tanh, Sloped, Tanh>;
    static_assert(std::is_same_v<ForTraining<Learning, Shape<4>, Batch<9>>, Learning>);
}

BOOST_AUTO_TEST_CASE(lists_in_a_list_are_opened) {
    using Norm = BatchNorm1d<>;
    using Flat = Sequential<Linear<5>, FusedNormActivation<Norm, Tanh>, Linear<4>, FusedPointwise<Relu, Relu>>;
    using Nested = Sequential<Sequential<Linear<5>, Norm>, Tanh, Sequential<Sequential<Linear<4>>, Relu>, Relu>;
    static_assert(std::is_same_v<ForTraining<Nested, Shape<4>, Batch<9>>, Flat>);
    static_assert(std::is_same_v<
                  ForTraining<Repeat<2, Linear<4>, Norm, Tanh>, Shape<4>, Batch<9>>,
                  Sequential<Linear<4>, FusedNormActivation<Norm, Tanh>, Linear<4>, FusedNormActivation<Norm, Tanh>>>);
    static_assert(std::is_same_v<ForTraining<Sequential<>, Shape<4>, Batch<9>>, Sequential<>>);
    using Front = Sequential<Sequential<Embedding<5>, FlattenConsecutive<2>>, Linear<13>>;
    static_assert(std::is_same_v<ForTraining<Front, In, Batch<9>>,
                                 Sequential<FusedEmbeddingLinear<Embedding<5>, FlattenConsecutive<2>, Linear<13>>>>);
}

BOOST_AUTO_TEST_CASE(layers_of_every_form_are_grouped) {
    using Norm = BatchNorm1d<>;
    using Body = Sequential<Linear<4>, Norm, Tanh>;
    using Fused = Sequential<Linear<4>, FusedNormActivation<Norm, Tanh>>;
    static_assert(std::is_same_v<ForTraining<Residual<Linear<4>, Norm, Tanh>, Shape<4>, Batch<9>>,
                                 Parallel<Sum, Sequential<>, Fused>>);
    static_assert(std::is_same_v<ForTraining<Parallel<Concat, Body, Linear<2>>, Shape<4>, Batch<9>>,
                                 Parallel<Concat, Fused, Linear<2>>>);
    static_assert(std::is_same_v<ForTraining<Parallel<Multiply, Body>, Shape<4>, Batch<9>>, Fused>);
    static_assert(std::is_same_v<ForTraining<TimeDistributed<Flatten, Body>, Shape<3, 2, 2>, Batch<9>>,
                                 TimeDistributed<Sequential<Flatten, Linear<4>, FusedNormActivation<Norm, Tanh>>>>);
    static_assert(std::is_same_v<ForTraining<CollectSkips<Sequential<Body, Linear<7>>>, Shape<4>, Batch<9>>,
                                 CollectSkips<Sequential<Linear<4>, FusedNormActivation<Norm, Tanh>, Linear<7>>>>);
    static_assert(std::is_same_v<ForTraining<Gated<Sequential<Linear<4>, Norm>, Linear<4>>, Shape<4>, Batch<9>>,
                                 Parallel<Multiply, Fused, Sequential<Linear<4>, Sigmoid>>>);
    static_assert(
        std::is_same_v<ForTraining<Sequential<Residual<Residual<Body>>>, Shape<4>, Batch<9>>,
                       Sequential<Parallel<Sum, Sequential<>, Sequential<Parallel<Sum, Sequential<>, Fused>>>>>);
}

/// The same bits, forward and backward, as its layers one behind the other, with less kept in between.
template <class Joined, class Input, std::size_t Examples, class Real>
void has_the_bits_of_its_layers() {
    using Apart = typename Joined::Expansion;
    BOOST_TEST_CONTEXT(spelling<Joined>().view()) {
        Rig<Joined, Input, Examples, Real> joined;
        Rig<Apart, Input, Examples, Real> apart;
        joined.forward(), apart.forward();
        joined.backward(), apart.backward();
        BOOST_TEST(same_bits<Real>(joined.y.span(), apart.y.span()));
        BOOST_TEST(same_bits<Real>(joined.dx.span(), apart.dx.span()));
        BOOST_TEST(same_bits<Real>(joined.gradients.span(), apart.gradients.span()));
        BOOST_TEST(same_bits<Real>(joined.buffers.span(), apart.buffers.span()));
        joined.evaluate(), apart.evaluate();
        BOOST_TEST(same_bits<Real>(joined.y.span(), apart.y.span()));
        static_assert(JointOf<Joined, Input>::saved(8) < JointOf<Apart, Input>::saved(8));
        static_assert(JointOf<Joined, Input>::training_scratch(8) <= JointOf<Apart, Input>::training_scratch(8));
    }
}

BOOST_AUTO_TEST_CASE(a_joined_norm_has_the_bits_of_its_layers) {
    has_the_bits_of_its_layers<FusedNormActivation<BatchNorm1d<>, Tanh>, Shape<3, 35>, 4, float>();
    has_the_bits_of_its_layers<FusedNormActivation<BatchNorm1d<unbiased>, Tanh>, Shape<19>, 5, float>();
    has_the_bits_of_its_layers<FusedNormActivation<BatchNorm1d<unbiased, per_position>, Relu>, Shape<3, 35>, 4,
                               float>();
    has_the_bits_of_its_layers<FusedNormActivation<BatchNorm1d<>, Sigmoid>, Shape<3, 35>, 4, float>();
    has_the_bits_of_its_layers<FusedNormActivation<BatchNorm1d<per_position>, Sigmoid>, Shape<3, 19>, 5, double>();
}

template <class Real>
void each_function_has_its_bits() {
    has_the_bits_of_its_layers<FusedPointwise<Scaled, Shifted>, Shape<3, 7>, 5, Real>();
    has_the_bits_of_its_layers<FusedPointwise<Shifted, Scaled, Shifted, Scaled>, Shape<35>, 4, Real>();
    has_the_bits_of_its_layers<FusedPointwise<LeakyRelu<>, Tanh, Sigmoid, Relu>, Shape<3, 35>, 4, Real>();
    has_the_bits_of_its_layers<FusedPointwise<Silu, Elu<Percent{50}>, Silu, Softplus>, Shape<3, 35>, 4, Real>();
    has_the_bits_of_its_layers<FusedPointwise<Elu<>, Gelu<>, LeakyRelu<Percent{30}>>, Shape<3, 35>, 4, Real>();
    has_the_bits_of_its_layers<FusedPointwise<Sigmoid, Gelu<tanh_form>, Elu<>, Tanh>, Shape<3, 35>, 4, Real>();
}

BOOST_AUTO_TEST_CASE(functions_in_one_pass_have_the_bits_of_their_layers) {
    each_function_has_its_bits<float>();
    each_function_has_its_bits<double>();
}

/// Parameters and buffers after some steps, run so or so.
template <class NetType, class Input, class Choice>
std::vector<float> trained() {
    constexpr std::size_t batch = 9;
    Model<NetType, Input> model{Generator{3}};
    Trainer<decltype(model), Batch<batch>, Sgd, CrossEntropy, Heap, Choice> trainer{model};
    Generator generator{5};
    std::vector<float> inputs(batch * Input::size);
    std::vector<Token> targets(batch);
    for (int step = 0; step < 10; ++step) {
        generator.randn(std::span<float>(inputs));
        for (Token& token : targets) token = static_cast<Token>(generator.randint(7));
        trainer.step(inputs, targets, 0.1F);
    }
    std::vector<float> all(model.parameter_block().begin(), model.parameter_block().end());
    all.insert(all.end(), model.buffer_block().begin(), model.buffer_block().end());
    return all;
}

BOOST_AUTO_TEST_CASE(joined_neighbours_train_to_the_same_bits) {
    using Deep = Sequential<Linear<13>, LeakyRelu<>, Scaled, Shifted, Tanh, Linear<11>, BatchNorm1d<>, Sigmoid, Relu,
                            Elu<>, Linear<7>>;
    BOOST_TEST(same_bits<float>(trained<Deep, Shape<5>, Rewritten>(), trained<Deep, Shape<5>, AsWritten>()));
    // What each layer gives but the last of the two passes, and but the BatchNorm1d, is not kept.
    using Joint = JointOf<Deep, Shape<5>>;
    static_assert(saved_bytes<Deep, Shape<5>, Batch<16>> ==
                  4 * (Joint::saved(16) - 3 * aligned_size(16 * 13) - 2 * aligned_size(16 * 11)));
}

BOOST_AUTO_TEST_CASE(grouping_moves_no_tensor) {
    constexpr auto written = parameters<Net<13>, In>, grouped = parameters<Grouped<13>, In>;
    static_assert(written.size() == grouped.size());
    for (std::size_t index = 0; index < written.size(); ++index) {
        BOOST_TEST(written[index].offset == grouped[index].offset);
        BOOST_TEST((written[index].shape == grouped[index].shape));
    }
    static_assert(grouped[0].name == "0.0.weight" && grouped[1].name == "0.2.weight");
    static_assert(std::is_same_v<Output<Net<13>, In>, Output<Grouped<13>, In>>);
    static_assert(receptive_field<Grouped<13>, In> == 6);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<FusedEmbeddingLinear<Embedding<5>, FlattenConsecutive<2>, Linear<13>>, In, 9>();
    obeys_the_laws<FusedEmbeddingLinear<Embedding<19>, FlattenConsecutive<3>, Linear<35, no_bias>>, In, 7>();
    obeys_the_laws<FusedEmbeddingLinear<Embedding<13, 5>, Flatten, Linear<17>>, In, 3>(); // more rows than tokens
    obeys_the_laws<Grouped<13>, In, 4>();
    obeys_the_laws<FusedNormActivation<BatchNorm1d<>, Tanh>, Shape<3, 19>, 4>();
    obeys_the_laws<FusedNormActivation<BatchNorm1d<per_position>, Tanh>, Shape<3, 7>, 5>();
    obeys_the_laws<Sequential<Linear<7>, FusedNormActivation<BatchNorm1d<unbiased>, Tanh>, Linear<5>>, Shape<3>, 5>();
    obeys_the_laws<FusedNormActivation<BatchNorm1d<>, Sigmoid>, Shape<3, 19>, 4>();
    obeys_the_laws<FusedPointwise<Silu, Tanh, Softplus>, Shape<3, 19>, 4>();
    obeys_the_laws<Sequential<FusedPointwise<Gelu<>, LeakyRelu<>>, Linear<7>, FusedPointwise<Sigmoid, Elu<>>>, Shape<5>,
                   3>();
}

BOOST_AUTO_TEST_CASE(training_runs_alike) {
    runs_alike<Net<13>, In, double>(1e-13);
    runs_alike<Net<13>, In, float>(1e-5F);
    runs_alike<Net<10, 35, no_bias>, In, double>(1e-13);
    runs_alike<Sequential<Embedding<19>, Flatten, Linear<7>>, In, double>(1e-13);
    runs_alike<Sequential<Embedding<5>, FlattenConsecutive<3>, Linear<9, no_bias>, BatchNorm1d<unbiased>, Tanh, Flatten,
                          Linear<7>>,
               In, double>(1e-13);
}
