// SPDX-License-Identifier: BSL-1.0
//
// What a layer keeps, seen by the compiler: the name, shape, initial value and place of each parameter and buffer.
#pragma once

#include "tenon/dsl/shape.hpp"
#include "tenon/dsl/text.hpp"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <string_view>

namespace tenon {

/// How a tensor is filled when a model is made.
enum class Init {
    zeros,
    ones,
    quarters,         ///< 0.25 each
    normal,           ///< standard normal
    normal_by_fan_in, ///< standard normal / sqrt(fan_in), fan_in being the product of all extents but the last
};

/// The lengths of a tensor's axes; at most 8 of them.
struct Extents {
    std::array<std::size_t, 8> lengths{};
    std::size_t rank = 0;

    constexpr Extents() = default;
    constexpr Extents(std::initializer_list<std::size_t> extents) {
        for (std::size_t extent : extents) lengths[rank++] = extent;
    }
    [[nodiscard]] constexpr std::size_t size() const {
        std::size_t product = 1;
        for (std::size_t axis = 0; axis < rank; ++axis) product = detail::saturated_product(product, lengths[axis]);
        return product;
    }
    friend constexpr bool operator==(const Extents&, const Extents&) = default;
};

namespace detail {

/// Where element number `at` of a tensor lies when its axes are in reverse order.
constexpr std::size_t reversed_index(const Extents& shape, std::size_t at) {
    std::size_t index = 0, scale = shape.size();
    for (std::size_t axis = shape.rank; axis > 0; --axis) {
        scale /= shape.lengths[axis - 1];
        index += at % shape.lengths[axis - 1] * scale;
        at /= shape.lengths[axis - 1];
    }
    return index;
}

} // namespace detail

/// One parameter or buffer.
struct TensorSpec {
    QualifiedName name;
    Extents shape;
    Init init = Init::zeros;
    bool transposed_in_files = false; ///< PyTorch, and with it files, has the axes in reverse
    bool frozen = false;              ///< of a layer that does not learn: a buffer that no training moves
    std::size_t offset = 0;           ///< reals from the start of the block it lives in
};

/// Tensors and the regions of layers start at multiples of this many reals: a cache line of floats.
inline constexpr std::size_t block_alignment = 16;

constexpr std::size_t aligned_size(std::size_t reals) {
    return (reals + block_alignment - 1) / block_alignment * block_alignment;
}

/// Lays the tensors of one layer behind one another in a block.
template <class... Specs>
constexpr std::array<TensorSpec, sizeof...(Specs)> tensors(Specs... specs) {
    std::array<TensorSpec, sizeof...(Specs)> laid{specs...};
    std::size_t offset = 0;
    for (TensorSpec& spec : laid) {
        spec.offset = offset;
        offset += aligned_size(spec.shape.size());
    }
    return laid;
}

/// Reals that a block of these tensors takes, padding included.
template <std::size_t Count>
constexpr std::size_t block_size(const std::array<TensorSpec, Count>& specs) {
    std::size_t reals = 0;
    for (const TensorSpec& spec : specs) reals += aligned_size(spec.shape.size());
    return reals;
}

/// Rows that are added up go to so many blocks, whose sums are added from first to last: short sums round less, and
/// blocks can be summed at the same time.
inline constexpr std::size_t sum_chains = 8;

/// Reals that hold the blocks' sums, where each of `columns` has `count` of them.
constexpr std::size_t sums_scratch(std::size_t count, std::size_t columns) {
    return aligned_size(sum_chains * count * columns);
}

/// From so many terms on, a sum over a batch is made in two halves, which are added: two threads each have half of the
/// batch at hand, and shorter sums round less.
inline constexpr std::size_t halved_from = 256;

/// Reals that hold the other half of a sum of `terms` tensors of `size`, or none.
constexpr std::size_t half_scratch(std::size_t terms, std::size_t size) {
    return terms < halved_from ? 0 : aligned_size(size);
}

/// Reals that hold the last `history` positions of a stream, and up to `frames` new ones, which can be read in a row
/// wherever they begin.
constexpr std::size_t ring_size(std::size_t features, std::size_t history, std::size_t frames) {
    return history == 0 ? 0 : block_alignment + aligned_size((history + 2 * frames - 1) * features);
}

/// Reals that these tensors hold, without padding.
template <std::size_t Count>
constexpr std::size_t element_count(const std::array<TensorSpec, Count>& specs) {
    std::size_t elements = 0;
    for (const TensorSpec& spec : specs) elements += spec.shape.size();
    return elements;
}

namespace detail {

/// Not a constant expression: where constant evaluation comes here, compilation stops and names it.
[[noreturn]] inline void no_tensor_has_this_name() { std::abort(); }

template <std::size_t Count>
constexpr bool has_tensor(const std::array<TensorSpec, Count>& specs, std::string_view name) {
    for (const TensorSpec& spec : specs) {
        if (spec.name == name) return true;
    }
    return false;
}

} // namespace detail

/// The tensor of that name. A name that is not there is a compile error.
template <std::size_t Count>
consteval TensorSpec find_tensor(const std::array<TensorSpec, Count>& specs, std::string_view name) {
    for (const TensorSpec& spec : specs) {
        if (spec.name == name) return spec;
    }
    detail::no_tensor_has_this_name();
}

namespace detail {

/// Whether two tables lay the same tensors out alike.
template <std::size_t Left, std::size_t Right>
constexpr bool same_tensors(const std::array<TensorSpec, Left>& left, const std::array<TensorSpec, Right>& right) {
    if (Left != Right) return false;
    for (std::size_t index = 0; index < Left; ++index) {
        if (left[index].name != right[index].name.view() || left[index].shape != right[index].shape ||
            left[index].offset != right[index].offset)
            return false;
    }
    return true;
}
template <class Left, class Right>
inline constexpr bool has_same_tensors =
    same_tensors(Left::parameters, Right::parameters) && same_tensors(Left::buffers, Right::buffers);

} // namespace detail

} // namespace tenon
