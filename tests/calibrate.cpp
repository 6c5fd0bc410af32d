// SPDX-License-Identifier: BSL-1.0
//
// Statistics of a data set: those of one batch of all, the mean over batches, and nothing else that moves.
#include "tenon/calibrate.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace {

using namespace tenon;

using M =
    Model<Sequential<Linear<3>, BatchNorm1d<NormMomentum{0.3}>, Tanh, Linear<2>, BatchNorm1d<>, Linear<2>>, Shape<2>>;

struct Data {
    std::vector<float> inputs = std::vector<float>(2 * 12);
    std::vector<Token> targets = std::vector<Token>(12);
    Data() { Generator{4}.randn(std::span(inputs)); }
};

/// What a batch normalises with: the running statistics behind a training step with a momentum of 1.
using Whole = Model<
    Sequential<Linear<3>, BatchNorm1d<NormMomentum{1.0}>, Tanh, Linear<2>, BatchNorm1d<NormMomentum{1.0}>, Linear<2>>,
    Shape<2>>;

template <std::size_t Size>
std::vector<double> mean_of_batches(const M& model, const Data& data) {
    Whole whole;
    std::ranges::copy(model.parameter_block(), whole.parameter_block().begin());
    Trainer<Whole, Batch<Size>> trainer{whole};
    std::vector<double> means(whole.buffer_block().size());
    for (std::size_t first = 0; first < 12; first += Size) {
        trainer.backward(std::span(data.inputs).subspan(2 * first, 2 * Size),
                         std::span(data.targets).subspan(first, Size));
        for (std::size_t at = 0; at < means.size(); ++at)
            means[at] += static_cast<double>(whole.buffer_block()[at]) * Size / 12;
    }
    return means;
}

template <std::size_t Size>
void check_means() {
    const Data data;
    M model{Generator{7}};
    const M before = model;
    model.set_examples_trained(100);
    Trainer<M, Batch<Size>> trainer{model};
    Batches batches{trainer, data.inputs, data.targets};
    calibrate(trainer, batches);
    BOOST_TEST(std::ranges::equal(model.parameter_block(), before.parameter_block()));
    BOOST_TEST(model.examples_trained() == 100U);
    const auto expected = mean_of_batches<Size>(model, data);
    for (const TensorSpec& tensor : M::Joint::buffers) {
        for (std::size_t at = tensor.offset; at < tensor.offset + tensor.shape.size(); ++at) {
            const double is = double{model.buffer_block()[at]};
            BOOST_TEST(std::abs(is - expected[at]) < 1e-5 * (1 + std::abs(expected[at])));
        }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(statistics_become_the_mean_over_all_batches) {
    check_means<12>();
    check_means<4>();
    check_means<3>();
}

BOOST_AUTO_TEST_CASE(with_a_momentum_of_0_the_start_stays) {
    using Fixed = Model<Sequential<BatchNorm1d<NormMomentum{0.0}>>, Shape<2>>;
    const Data data;
    Fixed model;
    model.buffer<"0.running_mean">()[1] = 0.75F;
    Trainer<Fixed, Batch<4>> trainer{model};
    Batches batches{trainer, data.inputs, data.targets};
    calibrate(trainer, batches);
    BOOST_TEST(model.buffer<"0.running_mean">()[1] == 0.75F);
    BOOST_TEST(model.buffer<"0.running_var">()[1] == 1);
}

BOOST_AUTO_TEST_CASE(a_batch_that_diverges_changes_nothing) {
    Data data;
    M model{Generator{7}};
    const M before = model;
    Trainer<M, Batch<4>> trainer{model};
    data.inputs[15] = std::numeric_limits<float>::infinity();
    Batches batches{trainer, data.inputs, data.targets};
    BOOST_CHECK_THROW(calibrate(trainer, batches), Diverged);
    BOOST_TEST(std::ranges::equal(model.buffer_block(), before.buffer_block()));
    BOOST_TEST(model.examples_trained() == 0U);
}
