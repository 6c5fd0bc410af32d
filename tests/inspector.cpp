// SPDX-License-Identifier: BSL-1.0
//
// Looking inside: the outputs and gradients of all layers are PyTorch's and those of a Trainer's step, whatever the
// form, and nothing of the model changes.
#include "tenon/inspector.hpp"

#include "support/allocations.hpp"
#include "support/reference.hpp"
#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace tenon;
using namespace tenon::test;

/// A layer of one's own that reads a buffer in training: y = x · factor.
struct Scaled {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr auto buffers = tensors(TensorSpec{"factor", {1}, Init::ones});
    };
};

namespace tenon {
template <class In>
struct Lowered<Scaled, In> {
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        for (std::size_t index = 0; index < Batch * In::size; ++index) y[index] = x[index] * memory.buffers[0];
    }
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real*, const Real*, const Real* dy, Pointer dx, Training<Real> memory) {
        if constexpr (!std::is_null_pointer_v<Pointer>)
            for (std::size_t index = 0; index < Batch * In::size; ++index) dx[index] = dy[index] * memory.buffers[0];
    }
};
} // namespace tenon

namespace {

std::vector<Token> random_tokens(std::size_t count, std::uint32_t bound) {
    Generator generator{3};
    std::vector<Token> tokens(count);
    for (Token& token : tokens) token = static_cast<Token>(generator.randint(bound));
    return tokens;
}
std::vector<float> random_reals(std::size_t count, std::uint64_t seed) {
    Generator generator{seed};
    std::vector<float> numbers(count);
    generator.randn(std::span(numbers));
    return numbers;
}

template <class Range, class Other>
bool same(const Range& left, const Other& right) {
    return std::ranges::equal(left, right);
}

/// A model after three steps of training, and an Inspector that has seen the batch twice.
template <class Net, class In>
struct Looked {
    static constexpr std::size_t batch = 5;
    using M = Model<Net, In>;
    std::vector<Token> inputs = random_tokens(batch * In::size, In::vocabulary);
    std::vector<Token> targets = random_tokens(batch, M::Output::size);
    M model{Generator{7}};
    Inspector<M, Batch<batch>> inspector{model, 11};
    float loss = 0;
    Looked() {
        Trainer<M, Batch<batch>> trainer{model, 11};
        for (int step = 0; step < 3; ++step) trainer.step(inputs, targets, 0.3F);
        inspector.backward(inputs, targets);
        loss = inspector.backward(inputs, targets);
    }
};

/// Whether a layer that is run by itself, on the output of the one in front of it, gives what the Inspector kept.
template <class Layer, class In, std::size_t Batch>
bool runs_alone(const auto& looked, std::span<const float> x, std::span<const float> y, std::span<const float> dy,
                std::span<const float> dx, std::size_t parameters, std::size_t number) {
    using Joint = typename Layer::template Joint<In>;
    std::vector<float> output(y.size()), gradient(x.size()), block(block_size(Joint::parameters) + 1),
        buffers(block_size(Joint::buffers) + 1), saved(Joint::saved(Batch) + 1),
        scratch(Joint::training_scratch(Batch) + 16);
    const Training<float> memory{.parameters = looked.model.parameter_block().data() + parameters,
                                 .gradients = block.data(),
                                 .buffers = buffers.data(),
                                 .saved = saved.data(),
                                 .scratch = scratch.data(),
                                 .rng_key = {.seed = 11, .layer = number, .examples = looked.model.examples_trained()},
                                 .team = nullptr};
    Lowered<Layer, In>::template forward<Batch>(x.data(), output.data(), memory);
    Lowered<Layer, In>::template backward<Batch>(x.data(), output.data(), dy.data(), gradient.data(), memory);
    return same(output, y) && same(gradient, dx);
}

/// The same for each layer of a list that begins with an Embedding.
template <class Net, class In>
void each_layer_runs_alone() {
    Looked<Net, In> looked;
    const auto layers = looked.inspector.layers();
    using Joint = typename Net::template Joint<In>;
    std::size_t last = 0; // the layer in front
    boost::hana::for_each(typename Joint::List{}, [&]<class Stage>(boost::hana::basic_type<Stage>) {
        const auto own = std::ranges::find(layers, std::to_string(Stage::index), &InspectedLayer<float>::name);
        BOOST_REQUIRE((own != layers.end()));
        BOOST_TEST(own->output.size() == looked.batch * Stage::Joint::Output::size);
        if constexpr (detail::is_shape<typename Stage::Input>) {
            BOOST_TEST((runs_alone<typename Stage::Type, typename Stage::Input, Looked<Net, In>::batch>(
                           looked, layers[last].output, own->output, own->output_gradient, layers[last].output_gradient,
                           Joint::parameter_starts[Stage::index], Joint::layer_starts[Stage::index])),
                       "layer " << own->name << ", " << own->layer);
        }
        last = static_cast<std::size_t>(own - layers.begin());
    });
    BOOST_TEST(same(layers[last].output, looked.inspector.output()));
    BOOST_TEST(same(layers[last].output_gradient, looked.inspector.output_gradient()));
}

using Lecture = Sequential<Embedding<6>, FlattenConsecutive<2>, Linear<9, no_bias>, BatchNorm1d<unbiased>, Tanh,
                           FlattenConsecutive<2>, Linear<9>, Dropout<Percent{30}>, Gelu<>, Linear<11>>;
using Forms = Sequential<Embedding<6>, Residual<Linear<6>, BatchNorm1d<>, Tanh>, Gated<Linear<5>, Linear<5>>,
                         Parallel<Concat, Sequential<>, Linear<4>>, Repeat<2, Linear<6>, Dropout<Percent{20}>>,
                         TimeDistributed<Linear<7>, Flatten, Relu>, CollectSkips<Linear<10>, Linear<3>>, Flatten,
                         Sequential<Linear<8>, Sequential<>>, Linear<11>>;

} // namespace

BOOST_AUTO_TEST_CASE(layers_give_what_those_of_pytorch_do) {
    const nlohmann::json expected = reference("training")["inspected"][0];
    using M =
        Model<Sequential<Linear<5>, BatchNorm1d<>, Tanh, Residual<Linear<7>, Gelu<>, Linear<5>>, Linear<4>>, Shape<3>>;
    M model;
    fill(model, expected["start"]);
    Inspector<M, Batch<6>> inspector{model};
    const float loss =
        inspector.backward(expected["inputs"].get<std::vector<float>>(), expected["targets"].get<std::vector<Token>>());
    BOOST_TEST(std::abs(loss - expected["loss"].get<float>()) < 2e-6F);
    const auto close = [](std::span<const float> numbers, const nlohmann::json& figures) {
        return std::ranges::equal(numbers, figures.get<std::vector<float>>(),
                                  [](float left, float right) { return std::abs(left - right) < 2e-6F; });
    };
    const auto layers = inspector.layers();
    BOOST_TEST(layers.size() == 9); // the net, and 5 layers, and 3 within the Residual
    for (const auto& layer : layers) {
        const std::string name(layer.name.empty() ? "4" : layer.name);
        BOOST_TEST(close(layer.output, expected["outputs"][name]), "output of " << name);
        BOOST_TEST(close(layer.output_gradient, expected["output_gradients"][name]), "gradient of " << name);
    }
    BOOST_TEST(close(inspector.input_gradient(), expected["input_gradient"]));
}

BOOST_AUTO_TEST_CASE(a_step_of_a_trainer_computes_the_same_bits) {
    const auto compare = []<class Net, class In>() {
        Looked<Net, In> looked;
        typename Looked<Net, In>::M copy = looked.model;
        Trainer<typename Looked<Net, In>::M, Batch<5>, AsWritten> trainer{copy, 11};
        BOOST_TEST(trainer.backward(looked.inputs, looked.targets) == looked.loss);
        BOOST_TEST(same(trainer.gradients(), looked.inspector.gradients()));
    };
    compare.operator()<Lecture, Tokens<11, 4>>();
    compare.operator()<Forms, Tokens<11, 4>>();
}

BOOST_AUTO_TEST_CASE(every_layer_gives_what_it_gives_alone) {
    each_layer_runs_alone<Lecture, Tokens<11, 4>>();
    each_layer_runs_alone<Forms, Tokens<11, 4>>();
}

BOOST_AUTO_TEST_CASE(layers_within_forms_are_kept) {
    const Looked<Forms, Tokens<11, 4>> looked;
    const auto& see = looked.inspector;
    for (std::size_t index = 0; index < see.output<"1">().size(); ++index) {
        BOOST_TEST(see.output<"1">()[index] == see.output<"0">()[index] + see.output<"1.2">()[index]);
        BOOST_TEST(see.output_gradient<"1">()[index] == see.output_gradient<"1.2">()[index]);
    }
    for (std::size_t index = 0; index < see.output<"2">().size(); ++index) {
        BOOST_TEST(see.output<"2">()[index] == see.output<"2.2">()[index] * see.output<"2.3">()[index]);
        BOOST_TEST(see.output_gradient<"2.2">()[index] ==
                   see.output_gradient<"2">()[index] * see.output<"2.3">()[index]);
        BOOST_TEST(see.output_gradient<"2.3">()[index] ==
                   see.output_gradient<"2">()[index] * see.output<"2.2">()[index]);
    }
    BOOST_TEST(same(see.output<"3.0">(), see.output<"2">())); // passed on
    for (std::size_t index = 0; index < see.output<"3.0">().size(); ++index)
        BOOST_TEST(see.output_gradient<"3.0">()[index] == see.output_gradient<"3">()[index / 5 * 9 + index % 5]);
    BOOST_TEST(same(see.output<"4">(), see.output<"4.1.1">()));
    BOOST_TEST(same(see.output_gradient<"4.1.1">(), see.output_gradient<"4">()));
    BOOST_TEST(same(see.output<"4.1">(), see.output<"4">())); // the second turn
    BOOST_TEST(same(see.output<"8.1">(), see.output<"8">()));
    BOOST_TEST(same(see.output<"5">(), see.output<"5.2">()));
    BOOST_TEST(same(see.output<"5.0">(), see.output<"5.1">())); // Flatten
    BOOST_TEST(same(see.output_gradient<"5.0">(), see.output_gradient<"5.1">()));
    constexpr Extents shape = Inspector<Model<Forms, Tokens<11, 4>>, Batch<5>>::shape<"5.0">;
    BOOST_TEST((shape == Extents{4, 7}));
}

BOOST_AUTO_TEST_CASE(views_at_the_ends_of_a_net_are_kept) {
    using M = Model<Sequential<Flatten, Linear<6>, Tanh, Sequential<Flatten, Flatten>>, Shape<2, 3>>;
    const M model{Generator{5}};
    Inspector<const M, Batch<2>, MeanSquaredError> inspector{model};
    const std::vector<float> inputs = random_reals(12, 1), targets = random_reals(12, 2);
    inspector.backward(inputs, targets);
    BOOST_TEST(same(inspector.output<"0">(), inputs));
    BOOST_TEST(same(inspector.output_gradient<"0">(), inspector.input_gradient()));
    BOOST_TEST(same(inspector.output<"3.0">(), inspector.output<"2">()));
    BOOST_TEST(same(inspector.output<"3.1">(), inspector.output()));
    BOOST_TEST(same(inspector.output_gradient<"3.0">(), inspector.output_gradient<"2">()));
    BOOST_TEST(same(inspector.output_gradient<"3.1">(), inspector.output_gradient()));
    BOOST_TEST((inspector.output_gradient()[0] == (inspector.output()[0] - targets[0]) * (2.0F / 12)));
}

BOOST_AUTO_TEST_CASE(a_net_of_one_layer_is_its_only_layer) {
    using M = Model<Linear<3>, Shape<2>>;
    const M model{Generator{5}};
    Inspector<M, Batch<1>> inspector{model};
    inspector.backward(std::vector{1.F, 2.F}, std::vector<Token>{0});
    BOOST_TEST(inspector.layers().size() == 1);
    BOOST_TEST(inspector.layers()[0].name == "");
    BOOST_TEST(inspector.layers()[0].layer == "Linear<3>");
    BOOST_TEST(same(inspector.gradient<"bias">(), inspector.output_gradient()));
    BOOST_TEST(inspector.gradient<"weight">()[4] == 2 * inspector.output_gradient()[1]);
}

BOOST_AUTO_TEST_CASE(layers_read_their_buffers) {
    using M = Model<Sequential<Linear<2>, Scaled>, Shape<1>>;
    M model{Generator{5}};
    model.buffer<"1.factor">()[0] = 3;
    Inspector<M, Batch<1>> inspector{model};
    inspector.backward(std::vector{1.F}, std::vector<Token>{1});
    BOOST_TEST(inspector.output<"1">()[1] == 3 * inspector.output<"0">()[1]);
    BOOST_TEST(inspector.output_gradient<"0">()[1] == 3 * inspector.output_gradient<"1">()[1]);
}

BOOST_AUTO_TEST_CASE(nothing_changes_and_nothing_is_allocated) {
    Looked<Lecture, Tokens<11, 4>> looked;
    const auto before = looked.model;
    const std::size_t before_that = allocations;
    looked.inspector.backward(looked.inputs, looked.targets);
    const auto layers = looked.inspector.layers();
    BOOST_TEST(allocations == before_that);
    BOOST_TEST(layers.size() == 11);
    BOOST_TEST(same(before.parameter_block(), looked.model.parameter_block()));
    BOOST_TEST(same(before.buffer_block(), looked.model.buffer_block()));
    BOOST_TEST(before.examples_trained() == looked.model.examples_trained());
}

BOOST_AUTO_TEST_CASE(numbers_that_are_not_finite_are_shown) {
    using M = Model<Sequential<Linear<3>, Linear<2>>, Shape<1>>;
    M model{Generator{5}};
    model.parameter<"0.weight">()[1] = std::numeric_limits<float>::infinity();
    Inspector<M, Batch<1>> inspector{model};
    BOOST_TEST(!std::isfinite(inspector.backward(std::vector{1.F}, std::vector<Token>{1})));
    BOOST_TEST(std::isinf(inspector.output<"0">()[1]));
    BOOST_TEST(std::isfinite(inspector.output<"0">()[0]));
}

BOOST_AUTO_TEST_CASE(nothing_is_shown_before_the_first_batch) {
    using M = Model<Linear<3>, Shape<2>>;
    const M model{Generator{5}};
    Inspector<M, Batch<1>> inspector{model};
    const auto refused = [](auto ask) {
        return thrown<std::logic_error>(ask) == "the Inspector has seen no batch: call backward(inputs, targets) first";
    };
    BOOST_TEST(refused([&] { (void)inspector.output(); }));
    BOOST_TEST(refused([&] { (void)inspector.output_gradient<"">(); }));
    BOOST_TEST(refused([&] { (void)inspector.input_gradient(); }));
    BOOST_TEST(refused([&] { (void)inspector.gradient<"bias">(); }));
    BOOST_TEST(refused([&] { (void)inspector.layers(); }));
    const std::vector<float> inputs{1, 2};
    (void)thrown<std::out_of_range>([&] { inspector.backward(inputs, std::vector<Token>{3}); });
    BOOST_TEST(refused([&] { (void)inspector.gradients(); })); // still
    inspector.backward(inputs, std::vector<Token>{2});
    BOOST_TEST(inspector.gradients()[0] != 0);
}

BOOST_AUTO_TEST_CASE(wrong_counts_and_tokens_are_refused) {
    using M = Model<Sequential<Embedding<3>, Flatten, Linear<5>>, Tokens<5, 2>>;
    const M model{Generator{5}};
    Inspector<M, Batch<2>> inspector{model};
    const std::vector<Token> inputs{0, 1, 2, 3};
    BOOST_TEST(thrown<std::invalid_argument>([&] {
                   inspector.backward(std::vector<Token>{0, 1}, std::vector<Token>{0, 1});
               }) == "inputs hold 2 numbers, expected 4");
    BOOST_TEST(thrown<std::out_of_range>([&] { inspector.backward(inputs, std::vector<Token>{0, 5}); }) ==
               "targets hold the token 5 at index 1, expected one from 0 to 4");
}
