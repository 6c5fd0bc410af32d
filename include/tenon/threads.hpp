// SPDX-License-Identifier: BSL-1.0
//
// Threads that share the work of a training step.
#pragma once

#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/kernels/team.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif

namespace tenon {

/// A team of threads: the one that calls, and others that wait for work until the object ends. Several trainers may
/// use one; while it works for one of them, another does its work alone.
///
/// Work is cut into several parts for each thread. Each does its own parts first, which are neighbours and the same as
/// the time before, and then those that others have not begun: a processor that is slower for a while does not hold up
/// the rest. There are never more threads than the processor has for this process, whatever is asked for. A thread that
/// waits spins for some microseconds, and then sleeps.
class Threads final : public Team {
  public:
    /// As many threads as the process may run at once: on Linux the processors that it is allowed (taskset,
    /// containers).
    static std::size_t available() {
#if defined(__linux__)
        cpu_set_t allowed;
        if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return static_cast<std::size_t>(CPU_COUNT(&allowed));
#endif
        return std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
    }

    explicit Threads(std::size_t threads = available()) : shares_(std::clamp<std::size_t>(threads, 1, available())) {
        workers_.reserve(shares_.size());
        start_workers();
        parts_ = parts_each * (1 + workers_.size());
    }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;
    ~Threads() {
        ends_ = true;
        call();
        for (std::thread& worker : workers_) worker.join();
    }

    /// Parts that a work is cut into.
    [[nodiscard]] std::size_t parts() const { return parts_; }

    void run(Work work, const void* body) override {
        const std::unique_lock alone(busy_, std::try_to_lock);
        if (!alone || workers_.empty()) {
            for (std::size_t index = 0; index < parts_; ++index) work(body, {index, parts_});
            return;
        }
        work_ = work;
        body_ = body;
        left_.store(static_cast<std::uint32_t>(parts_), std::memory_order_relaxed);
        for (Share& share : shares_) share.begun.store(0, std::memory_order_release);
        call();
        do_parts(0);
        for (std::uint32_t left = left_.load(std::memory_order_acquire); left > 0;
             left = left_.load(std::memory_order_acquire)) {
            wait(left_, left);
        }
    }

  private:
    /// Starts a worker for each share but the first. Where the system gives no more threads, it goes on with those
    /// there are.
    void start_workers() {
#if defined(__cpp_exceptions)
        try {
#endif
            while (workers_.size() + 1 < shares_.size()) {
                workers_.emplace_back([this, index = workers_.size() + 1] { serve(index); });
            }
#if defined(__cpp_exceptions)
        } catch (const std::system_error&) { // NOLINT(bugprone-empty-catch)
        }
#endif
    }

    static constexpr int spins = 1000; // of 45 ns on recent processors of Intel

    void call() {
        round_.fetch_add(1, std::memory_order_release);
        round_.notify_all();
    }

    /// Until `value` is not `old` any more.
    static void wait(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
        for (int spin = 0; spin < spins; ++spin) {
            if (value.load(std::memory_order_acquire) != old) return;
#if defined(__x86_64__)
            __builtin_ia32_pause();
#elif defined(__aarch64__)
            asm volatile("yield");
#endif
        }
        value.wait(old, std::memory_order_acquire);
    }

    /// Parts that nobody has begun, first of the thread's own share. What there is to do is known only to one who has
    /// begun a part: nobody changes it until that part is done.
    void do_parts(std::size_t own) {
        std::uint32_t done = 0;
        const std::size_t shares = parts_ / parts_each;
        for (std::size_t turn = 0; turn < shares; ++turn) {
            const std::size_t share = (own + turn) % shares;
            for (;;) {
                const std::size_t index = shares_[share].begun.fetch_add(1, std::memory_order_acquire);
                if (index >= parts_each) break;
                work_(body_, {share * parts_each + index, parts_});
                ++done;
            }
        }
        if (done > 0 && left_.fetch_sub(done, std::memory_order_acq_rel) == done) left_.notify_one();
    }

    void serve(std::size_t index) {
        const kernels::ScopedFlushDenormals flush;
        for (std::uint32_t round = 0;; ++round) {
            wait(round_, round);
            if (ends_) return;
            do_parts(index);
        }
    }

    // In sixty runs in turns one part each gained 1.82 times one thread in the median, and two each 1.80; but in some
    // runs one part gained nothing, and in the mean a step took 743 and 733 µs. Four each took 4 % more: every part of
    // a product by a transposed matrix turns that matrix.
    static constexpr std::size_t parts_each = 2;

    /// The parts of one thread.
    struct alignas(64) Share {
        std::atomic<std::uint32_t> begun = parts_each;
    };

    std::vector<Share> shares_;
    std::size_t parts_ = 0;
    std::mutex busy_;
    std::atomic<bool> ends_ = false;
    Work work_ = nullptr;
    const void* body_ = nullptr;
    alignas(64) std::atomic<std::uint32_t> round_ = 0; ///< how often there was work
    alignas(64) std::atomic<std::uint32_t> left_ = 0;  ///< parts that are not done
    std::vector<std::thread> workers_;
};

} // namespace tenon
