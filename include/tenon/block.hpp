// SPDX-License-Identifier: BSL-1.0
//
// A block of numbers on the heap, aligned for any vector.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace tenon {

/// `size` reals, zero at the start. Copying copies the numbers.
template <class Real>
class Block {
  public:
    explicit Block(std::size_t size) : reals_(allocate(size)), size_(size) { std::fill_n(data(), size_, Real{0}); }
    Block(const Block& other) : reals_(allocate(other.size_)), size_(other.size_) {
        std::copy_n(other.data(), size_, data());
    }
    Block(Block&& other) noexcept = default;
    Block& operator=(Block other) noexcept {
        std::swap(reals_, other.reals_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~Block() = default;

    [[nodiscard]] Real* data() { return reals_.get(); }
    [[nodiscard]] const Real* data() const { return reals_.get(); }
    [[nodiscard]] std::span<Real> span() { return {data(), size_}; }
    [[nodiscard]] std::span<const Real> span() const { return {data(), size_}; }

  private:
    static constexpr std::align_val_t alignment{64};
    struct Release {
        void operator()(Real* reals) const { ::operator delete[](reals, alignment); }
    };

    static Real* allocate(std::size_t size) {
        return static_cast<Real*>(::operator new[](size * sizeof(Real), alignment));
    }

    std::unique_ptr<Real[], Release> reals_;
    std::size_t size_;
};

} // namespace tenon
