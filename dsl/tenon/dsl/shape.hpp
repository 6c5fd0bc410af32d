// SPDX-License-Identifier: BSL-1.0
//
// What flows between layers, seen by the compiler: the shape of one example. The batch is not part of a net.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace tenon {

/// Numbers that one example and one tensor may have, and examples that a batch may have: what is made of them can be
/// counted in 64 bits.
inline constexpr std::size_t largest_size = 0xffffffff;
inline constexpr std::size_t largest_batch = std::size_t{1} << 20U;
/// And layers that a net may have, each with the largest output.
inline constexpr std::size_t most_layers = 512;
/// Tokens are numbers of 32 bits.
inline constexpr std::size_t largest_vocabulary = 0x7fffffff;

namespace detail {

/// left · right, or the largest number there is.
constexpr std::size_t saturated_product(std::size_t left, std::size_t right) {
    constexpr auto most = static_cast<std::size_t>(-1);
    return right > 0 && left > most / right ? most : left * right;
}

} // namespace detail

/// Real numbers in row-major order: `Shape<8, 24>` is 8 positions of 24 features. A net takes no axis of 0, nor none.
template <std::size_t... Extents>
struct Shape {
    static constexpr std::size_t rank = sizeof...(Extents);
    static constexpr std::array<std::size_t, rank> extents{Extents...};
    static constexpr std::size_t size = [] {
        std::size_t product = 1;
        for (std::size_t extent : extents) product = detail::saturated_product(product, extent);
        return product;
    }(); ///< elements of one example
    static constexpr std::size_t features = [] {
        if constexpr (rank == 0)
            return std::size_t{0};
        else
            return extents[rank - 1];
    }(); ///< elements on the last axis
    static constexpr std::size_t positions = features == 0 ? 0 : size / features; ///< on all the other axes together
};

/// `Length` whole numbers below `Vocabulary`, such as the characters of a context.
template <std::size_t Vocabulary, std::size_t Length>
struct Tokens {
    static constexpr std::size_t vocabulary = Vocabulary;
    static constexpr std::size_t size = Length;
    // A layer for real numbers may ask its input for these; tokens have no axes and no features.
    static constexpr std::size_t rank = 0;
    static constexpr std::size_t features = 0;
};

/// The number of examples that pass through a net at once.
template <std::size_t Examples>
struct Batch {
    static_assert(Examples > 0 && Examples <= largest_batch, "a Batch has 1 to 1,048,576 examples");
    static constexpr std::size_t size = Examples;
};

/// How many positions of a stream are processed at a time, at most.
template <std::size_t Count>
struct Frames {
    static constexpr std::size_t size = Count;
};

namespace detail {

template <class In>
inline constexpr bool is_shape = false;
template <std::size_t... Extents>
inline constexpr bool is_shape<Shape<Extents...>> = true;

template <class In>
inline constexpr bool is_tokens = false;
template <std::size_t Vocabulary, std::size_t Length>
inline constexpr bool is_tokens<Tokens<Vocabulary, Length>> = true;

template <class In, std::size_t Features, std::size_t... Axes>
auto with_features(std::index_sequence<Axes...>) -> Shape<In::extents[Axes]..., Features>;

} // namespace detail

/// The same axes with another number of features on the last one.
template <class In, std::size_t Features>
using WithFeatures = decltype(detail::with_features<In, Features>(std::make_index_sequence<In::rank - 1>{}));

} // namespace tenon
