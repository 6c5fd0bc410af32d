// SPDX-License-Identifier: BSL-1.0
//
// Threads that share a step's work: every part is done once, in any number of parts, and no bit of a model depends on
// them.
#include "tenon/threads.hpp"

#include "support/sizes.hpp"
#include "support/sliced.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <thread>
#include <vector>

using namespace tenon;

namespace {

/// How often each part of `threads` was done, in one go. Boost.Test's checks are for one thread only.
std::vector<int> parts_done(Threads& threads) {
    std::vector<std::atomic<int>> done(threads.parts());
    Team& team = threads;
    const auto body = [&](Part part) {
        if (part.count == threads.parts()) ++done[part.index];
    };
    team.run([](const void* it, Part part) { (*static_cast<const decltype(body)*>(it))(part); }, &body);
    return {done.begin(), done.end()};
}

/// A net of everything that shares its work: 74 million operations a step.
using Net = Sequential<Embedding<12>, FlattenConsecutive<2>, Linear<61>, BatchNorm1d<>, Tanh, //
                       FlattenConsecutive<2>, Linear<131>, BatchNorm1d<unbiased>, Gelu<>,     //
                       Flatten, Linear<27>>;
using In = Tokens<29, 8>;
constexpr std::size_t batch = 331;

template <class Real, class Work>
std::vector<Real> trained(Work with_trainer) {
    Model<Net, In, Real> model{Generator{42}};
    Trainer<Model<Net, In, Real>, Batch<batch>> trainer{model};
    static_assert(decltype(trainer)::shares);
    with_trainer(trainer);
    std::mt19937 engine(5);
    std::vector<Token> contexts(batch * In::size), targets(batch);
    for (int step = 0; step < 3; ++step) {
        for (Token& token : contexts) token = static_cast<Token>(engine() % 29);
        for (Token& token : targets) token = static_cast<Token>(engine() % 27);
        const Real loss = trainer.step(contexts, targets, Real{0.1F});
        BOOST_TEST((loss > 1 && loss < 5));
    }
    const auto numbers = model.parameter_block(), buffers = model.buffer_block();
    std::vector<Real> all(numbers.begin(), numbers.end());
    all.insert(all.end(), buffers.begin(), buffers.end());
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_part_is_done_once) {
    for (std::size_t parts = 0; parts < 6; ++parts) {
        Threads threads{parts};
        BOOST_TEST(threads.parts() == std::max<std::size_t>(parts, 1));
        for (int round = 0; round < 2000; ++round) {
            BOOST_REQUIRE(parts_done(threads) == std::vector<int>(threads.parts(), 1));
        }
    }
}

BOOST_AUTO_TEST_CASE(threads_that_sleep_wake_up) {
    Threads threads{2};
    for (int round = 0; round < 20; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        BOOST_REQUIRE(parts_done(threads) == std::vector<int>(2, 1));
    }
}

BOOST_AUTO_TEST_CASE(a_team_that_is_busy_leaves_others_to_work_alone) {
    Threads threads{2};
    std::array<bool, 3> right{};
    std::vector<std::thread> callers;
    for (bool& all : right) {
        callers.emplace_back([&] {
            all = true;
            for (int round = 0; round < 2000; ++round) all = all && parts_done(threads) == std::vector<int>(2, 1);
        });
    }
    for (std::thread& caller : callers) caller.join();
    for (bool all : right) BOOST_TEST(all);
}

BOOST_AUTO_TEST_CASE(numbers_too_small_are_flushed_by_everyone) {
    Threads threads{2};
    std::array<float, 2> products{1, 1};
    volatile float smallest = std::numeric_limits<float>::min();
    const auto body = [&](auto part) { products[part.index] = smallest * 0.5F; };
    {
        const kernels::ScopedFlushDenormals flush; // where it is in force, a number too small also compares as 0
        kernels::in_parts<kernels::worth_sharing>(static_cast<Team*>(&threads), body);
    }
    BOOST_TEST(products[0] == products[1]);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_step_has_the_same_bits_in_any_number_of_parts, Real, test::reals) {
    const auto alone = trained<Real>([](auto&) {});
    for (std::size_t parts : {1U, 2U, 3U, 4U, 7U}) {
        test::Sliced team{parts};
        BOOST_TEST((trained<Real>([&](auto& trainer) { trainer.use(team); }) == alone));
        BOOST_TEST(team.works > 30);
    }
    for (std::size_t parts : {2U, 3U}) {
        Threads threads{parts};
        BOOST_TEST((trained<Real>([&](auto& trainer) { trainer.use(threads); }) == alone));
    }
}

BOOST_AUTO_TEST_CASE(steps_of_little_work_are_not_shared) {
    Model<Net, In> model{Generator{42}};
    Trainer<Model<Net, In>, Batch<32>> trainer{model};
    static_assert(!decltype(trainer)::shares);
    test::Sliced team{2};
    trainer.use(team);
    trainer.step(std::vector<Token>(32 * In::size), std::vector<Token>(32), 0.1F);
    BOOST_TEST(team.works == 0);
}
