// SPDX-License-Identifier: BSL-1.0
//
// Where numbers live: on the heap, in the object, in the caller's memory; it makes no difference to what is computed.
#include "tenon/storage.hpp"

#include "support/allocations.hpp"
#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

using namespace tenon;

namespace {

using Net = Sequential<Embedding<6>, FlattenConsecutive<4>, Linear<9, no_bias>, BatchNorm1d<>, Tanh, Linear<5>>;
using In = Tokens<11, 4>;
using OnHeap = Model<Net, In>;

const std::vector<Token> contexts{1, 2, 3, 4, 5, 6, 7, 8}, targets{3, 4};

/// The outputs after three steps of training in this storage.
template <class Storage, class... Places>
std::vector<float> trained(Model<Net, In, float, Storage>& model, Places... places) {
    Trainer<Model<Net, In, float, Storage>, Batch<2>, Sgd, CrossEntropy, Storage> trainer{model, places...};
    for (int step = 0; step < 3; ++step) trainer.step(contexts, targets, 0.1F);
    Evaluator<Model<Net, In, float, Storage>, Batch<2>, Storage> evaluator{model, places...};
    const auto outputs = evaluator(contexts);
    return {outputs.begin(), outputs.end()};
}

std::vector<float> trained_on_heap() {
    OnHeap model{Generator{3}};
    return trained<Heap>(model);
}

} // namespace

BOOST_AUTO_TEST_CASE(static_storage_takes_nothing_from_the_heap) {
    static Model<Net, In, float, Inline> model{Generator{3}};
    static Trainer<decltype(model), Batch<2>, Sgd, CrossEntropy, Inline> trainer{model};
    static Evaluator<decltype(model), Batch<2>, Inline> evaluator{model};
    static_assert(sizeof(model) == model_bytes<Net, In> + block_bytes); // the number of examples it was trained on
    static_assert(sizeof(evaluator) == evaluation_bytes<Net, In, Batch<2>> + block_bytes);
    const std::size_t before = test::allocations;
    for (int step = 0; step < 3; ++step) trainer.step(contexts, targets, 0.1F);
    const auto outputs = evaluator(contexts);
    BOOST_TEST(test::allocations == before);
    BOOST_TEST(std::ranges::equal(outputs, trained_on_heap()));
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(model.parameter_block().data()) % block_bytes == 0);
}

BOOST_AUTO_TEST_CASE(borrowed_memory_is_used_and_nothing_else) {
    using Lent = Model<Net, In, float, Borrowed>;
    std::vector<float> numbers(Lent::memory_size, -1), rest(100'000, -1);
    const std::size_t before = test::allocations;
    Lent model{Generator{3}, numbers};
    BOOST_TEST(test::allocations == before);
    BOOST_TEST(std::ranges::count(numbers, -1.0F) == 0);
    BOOST_TEST(model.parameter_block().data() == numbers.data());
    BOOST_TEST(std::ranges::equal(trained<Borrowed>(model, std::span(rest)), trained_on_heap()));
    constexpr std::size_t used = Trainer<Lent, Batch<2>, Sgd, CrossEntropy, Borrowed>::memory_size;
    BOOST_TEST(std::ranges::count(std::span(rest).subspan(used), -1.0F) == 100'000 - used);
}

BOOST_AUTO_TEST_CASE(memory_that_is_too_small_is_refused) {
    using Lent = Model<Net, In, float, Borrowed>;
    std::vector<float> numbers(Lent::memory_size - 1);
    BOOST_TEST(test::thrown<std::invalid_argument>([&] { Lent model{numbers}; }) ==
               "memory holds " + std::to_string(numbers.size()) + " numbers, expected " +
                   std::to_string(Lent::memory_size));
    std::array<float, Lent::memory_size> enough;
    const Lent model{enough};
    BOOST_TEST(enough[0] == 0);
}

BOOST_AUTO_TEST_CASE(memory_where_no_number_can_lie_is_refused) {
    using Lent = Model<Net, In, float, Borrowed>;
    std::vector<std::byte> bytes((Lent::memory_size + 1) * sizeof(float) + 1);
    auto* crooked = reinterpret_cast<float*>(bytes.data() + 1);
    BOOST_TEST(test::thrown<std::invalid_argument>([&] { Lent model{std::span<float>(crooked, Lent::memory_size)}; }) ==
               "memory begins at an address that is no multiple of 4, expected one where its numbers can lie");
}

BOOST_AUTO_TEST_CASE(models_in_memory_are_assigned_number_by_number) {
    using Lent = Model<Net, In, float, Borrowed>;
    std::vector<float> first(Lent::memory_size), second(Lent::memory_size);
    Lent one{Generator{1}, first}, other{Generator{2}, second};
    BOOST_TEST(first != second);
    one = other;
    BOOST_TEST(first == second);
    BOOST_TEST(one.parameter_block().data() == first.data());
    second[0] += 1;
    BOOST_TEST(first[0] != second[0]);
    one = std::move(other);
    BOOST_TEST(first == second);
    BOOST_TEST(one.parameter_block().data() == first.data());
    Lent& same = one;
    one = same;
    BOOST_TEST(first == second);
}

BOOST_AUTO_TEST_CASE(numbers_move_between_storages) {
    const OnHeap source{Generator{3}};
    static Model<Net, In, float, Inline> fixed;
    fixed = source;
    BOOST_TEST(std::ranges::equal(fixed.parameter_block(), source.parameter_block()));
    BOOST_TEST(std::ranges::equal(fixed.buffer_block(), source.buffer_block()));
    Model<Net, In, double> exact;
    exact = fixed;
    BOOST_TEST(exact.parameter<"2.weight">()[7] == double{source.parameter<"2.weight">()[7]});
}

BOOST_AUTO_TEST_CASE(the_constants_of_the_plan_are_what_is_allocated) {
    static_assert(OnHeap::memory_size * sizeof(float) == model_bytes<Net, In>);
    static_assert(Trainer<OnHeap, Batch<7>>::memory_size * sizeof(float) == training_bytes<Net, In, Batch<7>>);
    static_assert(Evaluator<OnHeap, Batch<7>>::memory_size * sizeof(float) == evaluation_bytes<Net, In, Batch<7>>);
}

BOOST_AUTO_TEST_CASE(a_net_of_200_megabytes_is_a_local_variable) {
    using Large = Sequential<Linear<5000>, Linear<5000>>;
    Model<Large, Shape<5000>> model;
    static_assert(model_bytes<Large, Shape<5000>> > 200'000'000);
    Evaluator<decltype(model), Batch<1>> evaluator{model};
    BOOST_TEST(evaluator(std::vector<float>(5000, 1)).size() == 5000);
}
