// SPDX-License-Identifier: BSL-1.0
//
// What Dropout drops, read off exactly: behind it there is only a Linear, and an example's input is 0 but for some
// features that are its own, so that a row of the weight's gradient is 0 where, and only where, that feature of that
// example was dropped.
//
// It has to follow from the seed, the layer as it is written, the example's number since training began and the
// element, whatever is grouped in front of it and however the examples are cut into batches.
#include "nets/law.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <vector>

using namespace tenon;
using namespace tenon::test;

namespace {

constexpr std::size_t examples = 8, own = 11, features = examples * own;
using In = Shape<features>;
using Mask = std::vector<bool>;
constexpr int dropped = 40;

using Plain = Sequential<Dropout<Percent{dropped}>, Linear<3>>;
using BehindGroup = Sequential<Relu, LeakyRelu<>, Relu, Dropout<Percent{dropped}>, Linear<3>>;
using Nested = Sequential<Sequential<Relu, Relu, Sequential<Relu, Relu, Dropout<Percent{dropped}>>>, Relu, Linear<3>>;
using Nets = std::tuple<Plain, BehindGroup, Nested>;

/// Sets what a batch of examples keeps, the first of them having this number, while each sees its own features, or
/// those that are the next one's, and so on by `turn`.
template <class TrainerType>
void set_kept(TrainerType& trainer, std::size_t first, std::size_t turn, Mask& kept) {
    constexpr std::size_t size = TrainerType::batch, classes = TrainerType::Output::size;
    const auto begin = [&](std::size_t example) { return (first + example + turn) % examples * own; };
    std::vector<float> inputs(size * features);
    for (std::size_t example = 0; example < size; ++example) {
        std::fill_n(inputs.begin() + static_cast<std::ptrdiff_t>(example * features + begin(example)), own, 1.0F);
    }
    trainer.backward(inputs, std::vector<Token>(size, 0));
    for (std::size_t example = 0; example < size; ++example) {
        for (std::size_t feature = begin(example); feature < begin(example) + own; ++feature) {
            kept[(first + example) * features + feature] = trainer.gradients()[feature * classes] != 0;
        }
    }
}

/// What is kept in the first examples of a training in batches of these sizes: all features of each.
template <class Net, class Choice, std::size_t... Sizes>
Mask kept_in_batches() {
    static_assert((Sizes + ...) == examples);
    Mask kept(examples * features);
    for (std::size_t turn = 0; turn < examples; ++turn) {
        Model<Net, In> model{Generator{1}};
        std::size_t first = 0;
        const auto train = [&]<std::size_t Size>(Batch<Size>) {
            Trainer<Model<Net, In>, Batch<Size>, Sgd, CrossEntropy, Heap, Choice> trainer{model, drawing_seed};
            set_kept(trainer, first, turn, kept);
            first += Size;
        };
        (train(Batch<Sizes>{}), ...);
    }
    return kept;
}

std::size_t differing(const Mask& left, const Mask& right) {
    std::size_t count = 0;
    for (std::size_t index = 0; index < left.size(); ++index) count += left[index] != right[index];
    return count;
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(a_mask_is_the_same_as_rewritten_and_in_any_batches, Net, Nets) {
    const Mask whole = kept_in_batches<Net, AsWritten, examples>();
    BOOST_TEST(differing(kept_in_batches<Net, Rewritten, examples>(), whole) == 0);
    BOOST_TEST(differing(kept_in_batches<Net, Rewritten, 5, 3>(), whole) == 0);
}

BOOST_AUTO_TEST_CASE(halves_and_single_examples_have_the_mask_of_the_whole) {
    const Mask whole = kept_in_batches<Plain, AsWritten, examples>();
    BOOST_TEST(differing(kept_in_batches<Plain, AsWritten, 4, 4>(), whole) == 0);
    BOOST_TEST(differing(kept_in_batches<Plain, AsWritten, 1, 1, 1, 1, 1, 1, 1, 1>(), whole) == 0);
}

BOOST_AUTO_TEST_CASE(the_share_is_kept_that_should_be_and_examples_differ) {
    const Mask whole = kept_in_batches<Plain, AsWritten, examples>();
    const auto kept = static_cast<double>(std::ranges::count(whole, true)) / static_cast<double>(whole.size());
    BOOST_TEST(std::abs(kept - (1 - dropped / 100.0)) < 0.06); // 3 deviations
    for (std::size_t example = 1; example < examples; ++example) {
        const auto begin = whole.begin() + static_cast<std::ptrdiff_t>(example * features);
        BOOST_TEST(!std::equal(whole.begin(), whole.begin() + features, begin));
    }
}
