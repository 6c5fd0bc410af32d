// SPDX-License-Identifier: BSL-1.0
//
// Where the numbers of a model, a trainer or an evaluator live. Each of these is one block, whose size is a constant.
#pragma once

#include "tenon/given.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace tenon {

/// Bytes that a block is aligned to: a cache line, which is the widest vector.
inline constexpr std::size_t block_bytes = 64;

/// On the heap, taken once: the default. Copying copies the numbers.
struct Heap {
    struct Place {};

    /// `Size` reals, zero at the start.
    template <class Real, std::size_t Size>
    class Block {
      public:
        explicit Block(Place) : reals_(allocate()) { std::fill_n(data(), Size, Real{0}); }
        Block(const Block& other) : reals_(other.reals_ ? allocate() : nullptr) {
            if (reals_) std::copy_n(other.data(), Size, data());
        }
        Block(Block&& other) noexcept = default;
        Block& operator=(const Block& other) {
            if (this != &other) *this = Block(other);
            return *this;
        }
        Block& operator=(Block&& other) noexcept = default;
        ~Block() = default;

        /// nullptr once the block was moved from.
        [[nodiscard]] Real* data() { return reals_.get(); }
        [[nodiscard]] const Real* data() const { return reals_.get(); }

      private:
        static constexpr std::align_val_t alignment{block_bytes};
        struct Release {
            void operator()(Real* reals) const { ::operator delete[](reals, alignment); }
        };
        static Real* allocate() { return static_cast<Real*>(::operator new[](Size * sizeof(Real), alignment)); }

        std::unique_ptr<Real[], Release> reals_;
    };
};

/// Within the object itself, which is as large as its numbers: for objects of static storage, where there is no heap.
struct Inline {
    struct Place {};

    template <class Real, std::size_t Size>
    class Block {
      public:
        explicit constexpr Block(Place) {}
        [[nodiscard]] Real* data() { return reals_.data(); }
        [[nodiscard]] const Real* data() const { return reals_.data(); }

      private:
        alignas(block_bytes) std::array<Real, Size> reals_{};
    };
};

/// In memory that the caller gives, and keeps for as long as the object lives. It is set to zero at the start.
/// Assigning copies the numbers from memory to memory. Throws std::invalid_argument for memory that is not aligned as
/// its numbers.
struct Borrowed {
    template <class Real, std::size_t Size>
    class Block {
      public:
        explicit Block(Given<detail::Memory, Real, detail::AtLeast<Size>> memory) : reals_(memory.data()) {
            if (reinterpret_cast<std::uintptr_t>(reals_) % alignof(Real) != 0) {
                detail::fail<std::invalid_argument>([] {
                    return "memory begins at an address that is no multiple of " + std::to_string(alignof(Real)) +
                           ", expected one where its numbers can lie";
                });
            }
            std::fill_n(reals_, Size, Real{0});
        }
        Block(const Block&) = delete;
        Block(Block&& other) noexcept : reals_(std::exchange(other.reals_, nullptr)) {}
        Block& operator=(const Block& other) {
            if (!reals_ || !other.reals_) {
                detail::fail<std::logic_error>([] { return "memory that was moved from holds no numbers to assign"; });
            }
            if (this != &other && reals_ != other.reals_) std::copy_n(other.reals_, Size, reals_);
            return *this;
        }
        Block& operator=(Block&& other) { return *this = std::as_const(other); } // NOLINT(performance-noexcept-*)
        ~Block() = default;

        [[nodiscard]] Real* data() { return reals_; }
        [[nodiscard]] const Real* data() const { return reals_; }

      private:
        Real* reals_;
    };
};

namespace detail {

/// What a constructor takes to place `Size` numbers: nothing, or the caller's memory.
template <class Storage, class Real, std::size_t Size>
struct PlaceOf {
    using type = typename Storage::Place;
};
template <class Real, std::size_t Size>
struct PlaceOf<Borrowed, Real, Size> {
    using type = Given<detail::Memory, Real, detail::AtLeast<Size>>;
};
template <class Storage, class Real, std::size_t Size>
using Place = typename PlaceOf<Storage, Real, Size>::type;

} // namespace detail
} // namespace tenon
