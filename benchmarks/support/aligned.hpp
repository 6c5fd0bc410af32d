// SPDX-License-Identifier: BSL-1.0
//
// Numbers that start at a cache line, as those of a Model and a Trainer do: what crosses lines takes longer.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace tenon::bench {

template <class Number>
struct LineAllocator {
    using value_type = Number;
    static constexpr std::align_val_t line{64};

    LineAllocator() = default;
    template <class Other>
    LineAllocator(const LineAllocator<Other>&) {}
    Number* allocate(std::size_t count) { return static_cast<Number*>(::operator new(count * sizeof(Number), line)); }
    void deallocate(Number* numbers, std::size_t) { ::operator delete(numbers, line); }
    friend bool operator==(const LineAllocator&, const LineAllocator&) { return true; }
};

template <class Number>
using Aligned = std::vector<Number, LineAllocator<Number>>;
using Floats = Aligned<float>;

} // namespace tenon::bench
