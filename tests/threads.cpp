// SPDX-License-Identifier: BSL-1.0
//
// Threads that share a step's work: every part is done once, in any number of parts, and no bit of a model depends on
// them.
#include "tenon/threads.hpp"

#include "support/sizes.hpp"
#include "support/sliced.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/mman.h>
#include <sys/resource.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <thread>
#include <vector>

using namespace tenon;

namespace {

template <class Body>
void run(Team& team, const Body& body) {
    team.run([](const void* it, kernels::Part part) { (*static_cast<const Body*>(it))(part); }, &body);
}

/// How often each part of `threads` was done, in one go. Boost.Test's checks are for one thread only.
std::vector<int> parts_done(Threads& threads) {
    std::vector<std::atomic<int>> done(threads.parts());
    run(threads, [&](kernels::Part part) {
        if (part.count == threads.parts()) ++done[part.index];
    });
    return {done.begin(), done.end()};
}
std::vector<int> all_once(const Threads& threads) { return std::vector<int>(threads.parts(), 1); }

/// Waits until `condition` holds, or tells that it did not within some seconds.
template <class Condition>
bool comes_true(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
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

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // these need memory of their own
namespace {

/// As if the system had no more threads to give: there is no memory for another stack.
class NoMoreThreads {
  public:
    NoMoreThreads() {
        ::getrlimit(RLIMIT_AS, &before_);
        rlimit tight = before_;
        tight.rlim_cur = 1;
        ::setrlimit(RLIMIT_AS, &tight);
    }
    NoMoreThreads(const NoMoreThreads&) = delete;
    NoMoreThreads& operator=(const NoMoreThreads&) = delete;
    ~NoMoreThreads() { ::setrlimit(RLIMIT_AS, &before_); }

    /// Whether the limit holds: the emulator of another processor knows none.
    [[nodiscard]] static bool holds() {
        constexpr std::size_t size = 1 << 20U;
        void* const memory = ::mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) return true;
        ::munmap(memory, size);
        return false;
    }

  private:
    rlimit before_{};
};

} // namespace

// First, while no stack of an earlier thread lies ready.
BOOST_AUTO_TEST_CASE(where_no_thread_can_be_made_one_does_all_the_work) {
    std::array<int, 64> done{};
    const auto body = [&](kernels::Part part) {
        for (std::size_t index = part.begin(done.size()); index < part.end(done.size()); ++index) ++done[index];
    };
    std::optional<Threads> team;
    bool limited = false;
    {
        std::vector<char> memory(1 << 20U); // for what a Threads itself needs
        memory = {};
        const NoMoreThreads scope;
        limited = NoMoreThreads::holds();
        team.emplace(2);
    }
    run(*team, body);
    BOOST_TEST(team->parts() == (limited ? 2 : 2 * std::min<std::size_t>(2, Threads::available())));
    for (const int times : done) BOOST_TEST(times == 1);
}
#endif

BOOST_AUTO_TEST_CASE(every_part_is_done_once) {
    for (std::size_t count = 0; count < 6; ++count) {
        Threads threads{count};
        BOOST_TEST(threads.parts() == 2 * std::clamp<std::size_t>(count, 1, Threads::available()));
        for (int round = 0; round < 2000; ++round) BOOST_REQUIRE(parts_done(threads) == all_once(threads));
    }
}

BOOST_AUTO_TEST_CASE(threads_that_sleep_wake_up) {
    if (Threads::available() < 2) return;
    Threads threads{2};
    for (int round = 0; round < 20; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        std::atomic<int> begun = 0, met = 0;
        run(threads, [&](kernels::Part) {
            ++begun;
            met += comes_true([&] { return begun > 1; });
        });
        BOOST_REQUIRE(met == 4);
    }
}

BOOST_AUTO_TEST_CASE(parts_of_a_thread_that_is_held_up_are_done_by_others) {
    if (Threads::available() < 2) return;
    Threads threads{2};
    for (std::size_t slow : {0U, 3U}) {
        std::atomic<int> done = 0;
        bool others_went_on = false;
        run(threads, [&](kernels::Part part) {
            if (part.index == slow) others_went_on = comes_true([&] { return done == 3; });
            ++done;
        });
        BOOST_TEST(others_went_on);
        BOOST_TEST(done == 4);
    }
}

BOOST_AUTO_TEST_CASE(a_team_that_is_busy_leaves_others_to_work_alone) {
    Threads threads{2};
    std::atomic<bool> begun = false, finished = false;
    bool right = false, waited = false;
    std::thread other([&] {
        comes_true([&] { return begun.load(); });
        right = parts_done(threads) == all_once(threads);
        finished = true;
    });
    std::vector<std::atomic<int>> done(threads.parts());
    run(threads, [&](kernels::Part part) {
        begun = true;
        if (part.index == 0) waited = comes_true([&] { return finished.load(); });
        ++done[part.index];
    });
    other.join();
    BOOST_TEST((right && waited));
    BOOST_TEST(std::vector<int>(done.begin(), done.end()) == all_once(threads));
}

BOOST_AUTO_TEST_CASE(many_may_call_at_once) {
    Threads threads{2};
    std::array<bool, 3> right{};
    std::vector<std::thread> callers;
    callers.reserve(right.size());
    for (bool& all : right) {
        callers.emplace_back([&] {
            all = true;
            for (int round = 0; round < 2000; ++round) all = all && parts_done(threads) == all_once(threads);
        });
    }
    for (std::thread& caller : callers) caller.join();
    for (bool all : right) BOOST_TEST(all);
}

BOOST_AUTO_TEST_CASE(numbers_too_small_are_flushed_by_everyone) {
    Threads threads{2};
    std::vector<float> products(threads.parts(), 1);
    volatile float smallest = std::numeric_limits<float>::min();
    std::atomic<int> begun = 0;
    const auto body = [&](auto part) {
        ++begun;
        comes_true([&] { return begun > 1 || Threads::available() < 2; }); // so that each thread does a part
        products[part.index] = smallest * 0.5F;
    };
    {
        const kernels::ScopedFlushDenormals flush; // where it is in force, a number too small also compares as 0
        kernels::parallel_for<kernels::worth_sharing>(static_cast<Team*>(&threads), body);
    }
    BOOST_TEST(products == std::vector<float>(threads.parts(), products[0]));
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
