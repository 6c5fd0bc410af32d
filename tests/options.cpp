// SPDX-License-Identifier: BSL-1.0
//
// What modes are told besides their model: in any order, and parts of one's own as good as tenon's.
#include "tenon/options.hpp"

#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

using namespace tenon;

namespace {

using Net = Sequential<Linear<5>, Tanh, Dropout<Percent{20}>, Linear<3>>;
using Small = Model<Net, Shape<4>>;
const std::vector<float> inputs{1, 2, 3, 4, -1, -2, -3, -4};
const std::vector<Token> classes{2, 0};

/// Gradient descent with momentum.
struct Momentum {
    static constexpr std::size_t state = 1;
    float momentum = 0.9F;
    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t /*step*/) const {
        for (std::size_t at = 0; at < slice.parameters.size(); ++at) {
            Real& velocity = slice.state[0][at];
            velocity = static_cast<Real>(momentum) * velocity + slice.gradients[at];
            slice.parameters[at] -= rate * velocity;
        }
    }
};

/// What a parameter was told: how often, with which rate, and by which step.
struct Recorder {
    static constexpr std::size_t state = 3;
    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const {
        for (std::size_t at = 0; at < slice.parameters.size(); ++at) {
            slice.state[0][at] += 1;
            slice.state[1][at] = rate;
            slice.state[2][at] = static_cast<Real>(step);
            slice.parameters[at] = 100 * slice.state[0][at] + 10 * rate + static_cast<Real>(step);
        }
    }
};

struct Scaled {
    using Target = float;
    float scale = 1;
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* outputs, const float* targets, Real* doutputs, Team* /*team*/) const {
        Real sum = 0;
        for (std::size_t at = 0; at < Batch * Out::size; ++at) {
            sum += scale * (outputs[at] - targets[at]);
            doutputs[at] = scale;
        }
        return sum;
    }
    template <class Out, class Real>
    Real forward(const Real* outputs, const float* targets) const {
        Real sum = 0;
        for (std::size_t at = 0; at < Out::size; ++at) sum += scale * (outputs[at] - targets[at]);
        return sum;
    }
};

/// Numbers in one pool of the program's, handed out one behind another.
struct Pool {
    static inline std::array<float, 4096> numbers{};
    static inline std::size_t used = 0;
    template <class Real, std::size_t Size>
    class Block {
      public:
        struct Place {};
        explicit Block(Place) : begin_(numbers.data() + used) {
            used += Size;
            std::fill_n(begin_, Size, Real{0});
        }
        Real* data() { return begin_; }
        [[nodiscard]] const Real* data() const { return begin_; }

      private:
        Real* begin_;
    };
};

static_assert(OptimizerOf<Momentum, float> && OptimizerOf<Momentum, double> && OptimizerOf<Sgd, double>);
static_assert(!OptimizerOf<Scaled, float> && !OptimizerOf<int, float>);
static_assert(LossOf<Scaled, Shape<3>, float> && LossOf<CrossEntropy, Shape<3>, double>);
static_assert(!LossOf<CrossEntropy, Shape<2, 3>, float> && !LossOf<Momentum, Shape<3>, float>);
static_assert(StorageOf<Pool, float> && StorageOf<Heap, double> && StorageOf<Inline, float> &&
              StorageOf<Borrowed, float>);
static_assert(!StorageOf<Sgd, float>);

} // namespace

BOOST_AUTO_TEST_CASE(options_stand_in_any_order) {
    using First = Trainer<Small, Batch<2>, Momentum, Scaled, Heap, AsWritten>;
    using Second = Trainer<Small, AsWritten, Scaled, Heap, Batch<2>, Momentum>;
    static_assert(std::is_same_v<First::Optimizer, Second::Optimizer> && std::is_same_v<First::Loss, Scaled>);
    static_assert(std::is_same_v<First::Run, Second::Run> && std::is_same_v<Second::Storage, Heap>);
    static_assert(First::memory_size == Second::memory_size && First::batch == 2 && Second::batch == 2);
    static_assert(std::is_same_v<Trainer<Small, Batch<2>>::Optimizer, Sgd>);
    static_assert(std::is_same_v<Trainer<Small, Batch<2>>::Loss, CrossEntropy>);
    static_assert(Evaluator<Small, Inline, Batch<3>>::batch == 3);
}

BOOST_AUTO_TEST_CASE(arguments_stand_in_any_order) {
    Small first{Generator{3}}, second{first};
    Trainer<Small, Batch<2>, Momentum> one{first, Momentum{.momentum = 0.5F}, 7},
        other{second, 7, Momentum{.momentum = 0.5F}};
    for (int step = 0; step < 3; ++step)
        BOOST_TEST(one.step(inputs, classes, 0.1F) == other.step(inputs, classes, 0.1F));
    Small third{Generator{3}};
    Trainer<Small, Batch<2>, Momentum> seeded{third, Momentum{.momentum = 0.5F}, 8};
    for (int step = 0; step < 3; ++step) seeded.step(inputs, classes, 0.1F);
    BOOST_TEST(!std::ranges::equal(third.parameter_block(), first.parameter_block()));

    using Lent = Model<Net, Shape<4>, float, Borrowed>;
    std::vector<float> memory(Lent::memory_size), more(Lent::memory_size);
    Lent lent{Generator{3}, memory}, turned{more, Generator{3}};
    BOOST_TEST(std::ranges::equal(lent.parameter_block(), turned.parameter_block()));
    using LentTrainer = Trainer<Lent, Borrowed, Momentum, Batch<2>>;
    std::vector<float> workspace(LentTrainer::memory_size);
    LentTrainer trainer{lent, 7, workspace, Momentum{.momentum = 0.5F}};
    for (int step = 0; step < 3; ++step) trainer.step(inputs, classes, 0.1F);
    BOOST_TEST(std::ranges::equal(lent.parameter_block(), first.parameter_block()));
}

BOOST_AUTO_TEST_CASE(an_optimizer_keeps_numbers_for_each_parameter) {
    Small model{Generator{3}};
    Small before = model;
    Trainer<Small, Batch<2>, Momentum> trainer{model};
    std::vector<float> velocity(model.parameter_block().size());
    for (int step = 0; step < 4; ++step) {
        trainer.step(inputs, classes, 0.1F);
        for (std::size_t at = 0; at < velocity.size(); ++at) {
            velocity[at] = 0.9F * velocity[at] + trainer.gradients()[at];
            before.parameter_block()[at] -= 0.1F * velocity[at];
            BOOST_TEST(std::abs(model.parameter_block()[at] - before.parameter_block()[at]) < 1e-6F);
        }
    }
}

BOOST_AUTO_TEST_CASE(each_parameter_is_updated_once_a_step_with_its_number) {
    Small model{Generator{3}};
    Trainer<Small, Batch<2>, Recorder> trainer{model};
    trainer.set_updates(4);
    trainer.step(inputs, classes, 0.25F);
    trainer.step(inputs, classes, 0.5F);
    BOOST_TEST(trainer.updates() == 6);
    for (const TensorSpec& spec : Small::Joint::parameters)
        for (const float number : model.parameter_block().subspan(spec.offset, spec.shape.size()))
            BOOST_TEST(number == 100 * 2 + 10 * 0.5F + 6);
}

BOOST_AUTO_TEST_CASE(a_schedule_gives_the_rate_of_each_update) {
    Small first{Generator{3}}, second{first};
    Trainer<Small, Batch<2>> one{first}, other{second};
    const PiecewiseConstant schedule{0.5F, {{2, 0.125F}}};
    for (const float rate : {0.5F, 0.5F, 0.125F, 0.125F}) {
        one.step(inputs, classes, schedule);
        other.step(inputs, classes, rate);
    }
    BOOST_TEST(std::ranges::equal(first.parameter_block(), second.parameter_block()));
    one.backward(inputs, classes), other.backward(inputs, classes);
    one.set_updates(0);
    one.update(schedule), other.update(0.5F);
    BOOST_TEST(std::ranges::equal(first.parameter_block(), second.parameter_block()));
    const auto never = [](std::size_t) { return std::nanf(""); };
    BOOST_TEST(test::thrown<std::invalid_argument>([&] { one.step(inputs, classes, never); }) ==
               "the rate is nan, expected a finite number");
}

BOOST_AUTO_TEST_CASE(a_loss_may_be_an_object_with_numbers) {
    using Lines = Model<Linear<2>, Shape<2>>;
    Lines model;
    Trainer<Lines, Batch<1>, Scaled> trainer{model, Scaled{.scale = 3}};
    const std::vector<float> in{1, 2}, targets{1, -5};
    BOOST_TEST(trainer.backward(in, targets) == 12);
    Evaluator<Lines, Batch<1>> evaluator{model};
    BOOST_TEST(evaluator.loss(in, targets, Scaled{.scale = 2}) == 8);
    BOOST_TEST(evaluator.loss(in, targets, Scaled{}) == 4);
}

BOOST_AUTO_TEST_CASE(a_storage_of_ones_own_holds_models_trainers_and_evaluators) {
    using Pooled = Model<Net, Shape<4>, float, Pool>;
    using PooledTrainer = Trainer<Pooled, Batch<2>, Pool>;
    using PooledEvaluator = Evaluator<Pooled, Pool, Batch<2>>;
    Pooled model{Generator{3}};
    PooledTrainer trainer{model};
    PooledEvaluator evaluator{model};
    BOOST_TEST(Pool::used == Pooled::memory_size + PooledTrainer::memory_size + PooledEvaluator::memory_size);
    Small on_heap{Generator{3}};
    Trainer<Small, Batch<2>> other{on_heap};
    BOOST_TEST(trainer.step(inputs, classes, 0.1F) == other.step(inputs, classes, 0.1F));
    Evaluator<Small, Batch<2>> plain{on_heap};
    BOOST_TEST(std::ranges::equal(evaluator(inputs), plain(inputs)));
}

BOOST_AUTO_TEST_CASE(gradients_may_be_changed_before_an_update) {
    Small model{Generator{3}};
    const Small before = model;
    Trainer<Small, Batch<2>> trainer{model};
    trainer.backward(inputs, classes);
    const auto bias = trainer.gradient<"3.bias">();
    static_assert(bias.size() == 3);
    BOOST_TEST(bias.data() == trainer.gradients().data() + find_tensor(Small::Joint::parameters, "3.bias").offset);
    BOOST_TEST(std::abs(bias[0] + bias[1] + bias[2]) < 1e-6F); // softmax takes from one what it gives to the others
    float norm = 0;
    std::size_t nonzero = 0, parameters = 0;
    for (const float gradient : trainer.gradients()) {
        norm += gradient * gradient;
        nonzero += gradient != 0 ? 1 : 0;
    }
    for (const TensorSpec& spec : Small::Joint::parameters) parameters += spec.shape.size();
    BOOST_TEST((nonzero > 10 && nonzero <= parameters)); // between tensors there are zeros
    for (float& gradient : trainer.gradients()) gradient /= 100 * std::sqrt(norm);
    trainer.update(1.0F);
    float moved = 0;
    for (std::size_t at = 0; at < before.parameter_block().size(); ++at)
        moved += std::pow(model.parameter_block()[at] - before.parameter_block()[at], 2.0F);
    BOOST_TEST(std::abs(std::sqrt(moved) - 0.01F) < 1e-5F);
}
