// SPDX-License-Identifier: BSL-1.0
//
// Where the numbers of a model, a trainer or an evaluator live. Each of these is one block, whose size is a constant.
// The contract of a storage: a class whose
//
//     template <class Real, std::size_t Size>
//     class Block {
//         struct Place {};                              // what it is made from: nothing, or what a caller gives
//         explicit Block(Place);                        // `Size` reals, zero at the start, aligned as their type
//         Real* data();                                 // where they lie, for as long as the block lives
//         const Real* data() const;
//     };
#pragma once

#include "tenon/checked_span.hpp"
#include "tenon/misuse.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

/// Bytes that a block is aligned to: a cache line, which is the widest vector.
inline constexpr std::size_t block_bytes = 64;

/// On the heap, taken once: the default. Copying copies the numbers.
struct Heap {
    /// `Size` reals, zero at the start.
    template <class Real, std::size_t Size>
    class Block {
      public:
        struct Place {};
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
    template <class Real, std::size_t Size>
    class Block {
      public:
        struct Place {};
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
        using Place = CheckedSpan<detail::Memory, Real, detail::AtLeast<Size>>;

        explicit Block(Place memory) : reals_(memory.data()) {
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

struct AStorage {
    static constexpr std::string_view text = "a storage";
};
struct BlockOfNumbers {
    static constexpr std::string_view text = "template <class Real, std::size_t Size> class Block";
};
struct PlaceOfBlock {
    static constexpr std::string_view text = "Block::Place, from which its Block<Real, Size> is made";
};
struct DataOfBlock {
    static constexpr std::string_view text = "Real* data() and const Real* data() const in its Block<Real, Size>";
};

/// The first part of a storage that a type lacks.
template <class Type, class Real>
constexpr auto judge_storage() {
    if constexpr (!requires { sizeof(typename Type::template Block<Real, 8>); }) {
        return Refused<Lacks<AStorage, BlockOfNumbers>, Type>{};
    } else {
        using Block = typename Type::template Block<Real, 8>;
        if constexpr (!requires { typename Block::Place; })
            return Refused<Lacks<AStorage, PlaceOfBlock>, Type>{};
        else if constexpr (!std::is_constructible_v<Block, typename Block::Place>)
            return Refused<Lacks<AStorage, PlaceOfBlock>, Type>{};
        else if constexpr (!requires(Block block, const Block constant) {
                               { block.data() } -> std::same_as<Real*>;
                               { constant.data() } -> std::same_as<const Real*>;
                           })
            return Refused<Lacks<AStorage, DataOfBlock>, Type>{};
        else
            return Fits{};
    }
}
template <class Type, class Real>
using StorageVerdict = decltype(judge_storage<std::remove_cvref_t<Type>, Real>());

} // namespace detail

/// Holds numbers of type `Real`.
template <class Type, class Real>
concept StorageOf = detail::StorageVerdict<Type, Real>::fits;

} // namespace tenon
