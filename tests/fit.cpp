// SPDX-License-Identifier: BSL-1.0
//
// The loop of a training: what a program would write by hand, the best model kept, and when it stops.
#include "tenon/fit.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

namespace {

using namespace tenon;

using M = Model<Sequential<Linear<8>, Tanh, Linear<1>>, Shape<1>>;
using T = Trainer<M, Batch<4>, MeanSquaredError, AdamW>;

struct Points {
    std::vector<float> x, y;
    explicit Points(std::size_t count) {
        Generator generator{3};
        x.resize(count);
        generator.randn(std::span(x));
        for (const float at : x) y.push_back(std::sin(3 * at));
    }
};

struct Trained {
    M model{Generator{7}};
    T trainer{model};
    Generator generator{5};
};

bool same(const M& left, const M& right) { return std::ranges::equal(left.parameter_block(), right.parameter_block()); }

} // namespace

BOOST_AUTO_TEST_CASE(it_is_the_loop_that_a_program_would_write) {
    const Points points(22);
    const CosineWithWarmup rate{.peak = 0.02F, .warmup = 3, .steps = 25};
    Trained by_hand, fitted;
    std::vector<double> losses;
    Batches batches{by_hand.trainer, points.x, points.y};
    for (int epoch = 0; epoch < 5; ++epoch) {
        batches.shuffle(by_hand.generator);
        double sum = 0;
        while (batches.next()) {
            sum += static_cast<double>(by_hand.trainer.backward(batches.inputs(), batches.targets()));
            clip_norm(by_hand.trainer.gradients(), 0.5);
            by_hand.trainer.update(rate);
        }
        losses.push_back(sum / 5);
    }
    Batches others{fitted.trainer, points.x, points.y};
    int falling = 0;
    const History history =
        fit(fitted.trainer, others, fitted.generator, rate, {.epochs = 5, .clip = 0.5}, [&] { return --falling; });
    BOOST_TEST(same(fitted.model, by_hand.model));
    BOOST_TEST(history.best == 5U);
    BOOST_REQUIRE(history.epochs.size() == 5U);
    for (std::size_t index = 0; index < 5; ++index) {
        BOOST_TEST(history.epochs[index].number == index + 1);
        BOOST_TEST(history.epochs[index].loss == losses[index]);
        BOOST_TEST(history.epochs[index].validation == -1.0 - static_cast<double>(index));
    }
}

BOOST_AUTO_TEST_CASE(the_best_model_is_kept_and_it_stops_where_nothing_gets_better) {
    const Points points(16);
    Trained trained;
    Batches batches{trained.trainer, points.x, points.y};
    const std::vector<double> validations{3, 2, 2.5, std::nan(""), 2, 1, 4, 4, 4, 0};
    std::size_t at = 0;
    std::vector<M> models;
    std::vector<std::size_t> told;
    const History history = fit(
        trained.trainer, batches, trained.generator, 0.01F,
        {.epochs = 10, .patience = 3, .after_epoch = [&](const Epoch& epoch) { told.push_back(epoch.number); }}, [&] {
            models.push_back(trained.model);
            return validations[at++];
        });
    BOOST_TEST(history.best == 2U);
    BOOST_TEST(told == (std::vector<std::size_t>{1, 2, 3, 4, 5}), boost::test_tools::per_element());
    BOOST_TEST(same(trained.model, models[1]));
    BOOST_TEST(!same(trained.model, models[4]));
    BOOST_TEST(trained.model.examples_trained() == 2U * 16);
}

BOOST_AUTO_TEST_CASE(without_a_validation_the_loss_tells_the_best) {
    const Points points(16);
    Trained trained;
    Batches batches{trained.trainer, points.x, points.y};
    const History history = fit(trained.trainer, batches, trained.generator, 0.01F, {.epochs = 20});
    BOOST_TEST(history.epochs.size() == 20U);
    const auto best = std::ranges::min_element(history.epochs, {}, &Epoch::loss);
    BOOST_TEST(history.best == best->number);
    BOOST_TEST(best->loss < history.epochs.front().loss);
    BOOST_TEST(best->validation == best->loss);
}

BOOST_AUTO_TEST_CASE(where_no_validation_is_a_number_the_last_model_stays) {
    const Points points(16);
    Trained trained;
    Batches batches{trained.trainer, points.x, points.y};
    const History history = fit(trained.trainer, batches, trained.generator, 0.01F, {.epochs = 3},
                                [] { return std::numeric_limits<double>::quiet_NaN(); });
    BOOST_TEST(history.best == 0U);
    BOOST_TEST(trained.model.examples_trained() == 3U * 16);
}

BOOST_AUTO_TEST_CASE(no_epochs_change_nothing) {
    const Points points(16);
    Trained trained;
    const M before = trained.model;
    Batches batches{trained.trainer, points.x, points.y};
    BOOST_TEST(fit(trained.trainer, batches, trained.generator, 0.01F, {.epochs = 0}).epochs.empty());
    BOOST_TEST(same(trained.model, before));
}

BOOST_AUTO_TEST_CASE(a_norm_below_0_is_refused) {
    const Points points(16);
    Trained trained;
    Batches batches{trained.trainer, points.x, points.y};
    BOOST_CHECK_THROW(fit(trained.trainer, batches, trained.generator, 0.01F, {.clip = -1}), std::invalid_argument);
}
