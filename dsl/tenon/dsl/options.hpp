// SPDX-License-Identifier: BSL-1.0
//
// Reading what stands between a layer's angle brackets: sizes first, then options, as in `Linear<48, 128, no_bias>`.
#pragma once

#include "tenon/dsl/shape.hpp"
#include "tenon/dsl/verdict.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

/// Whole numbers, but neither truth values nor characters.
template <class Type>
inline constexpr bool is_size = std::integral<Type> && sizeof(Type) > 1 && !std::same_as<Type, wchar_t> &&
                                !std::same_as<Type, char16_t> && !std::same_as<Type, char32_t>;

} // namespace detail

enum LinearOption {
    no_bias,
    aligned_rows, ///< rows of the weight start at cache lines, and are padded for that
};
enum BatchNormOption {
    unbiased,     ///< normalise with the unbiased variance, as in the lecture
    per_position, ///< statistics for each position, over the batch alone
};
enum Conv1dOption {
    causal,      ///< zeros in front, so that a position depends on none behind it
    same_length, ///< zeros at both ends, as many positions as before
};
/// Positions between neighbouring weights of a convolution, from one output to the next, and groups of features that
/// are convolved apart.
struct Dilation {
    int value;
    friend constexpr bool operator==(Dilation, Dilation) = default;
};
struct Stride {
    int value;
    friend constexpr bool operator==(Stride, Stride) = default;
};
struct Groups {
    int value;
    friend constexpr bool operator==(Groups, Groups) = default;
};
enum GeluOption {
    tanh_form, ///< the approximation by tanh, as in GPT-2
};
/// A part of a whole, or of a slope of 1: `Dropout<Percent{20}>`.
struct Percent {
    int value;

    /// A number that is no int is less than any share.
    template <class Number>
        requires detail::is_size<Number>
    constexpr explicit Percent(Number percent) : value(std::in_range<int>(percent) ? static_cast<int>(percent) : -1) {}
    /// A share such as 0.2 would be cut to 0. It becomes one that every layer takes, so that the mistake is one error.
    template <class Number>
        requires(std::is_arithmetic_v<Number> && !detail::is_size<Number>)
    constexpr explicit Percent(Number) : value(1) {
        static_assert(judge<Refused<PercentOfFraction, Number>>());
    }
    friend constexpr bool operator==(Percent, Percent) = default;
};

namespace detail {

/// digits / 10^decimals.
constexpr double decimal(int digits, int decimals) {
    double scale = 1;
    for (int count = 0; count < decimals; ++count) scale *= 10;
    return digits / scale;
}
/// A number as digits / 10^decimals, which all compilers take between a layer's brackets and print alike. One that
/// needs more than nine digits becomes -1, which no layer takes.
struct Decimal {
    int digits = -1, decimals = 0;

    constexpr explicit Decimal(double number) {
        double scale = 1;
        for (int count = 0; count <= 18 && number >= 0; ++count, scale *= 10) {
            const double scaled = number * scale + 0.5;
            if (scaled >= 1e9) return;
            if (static_cast<double>(static_cast<int>(scaled)) / scale != number) continue;
            digits = static_cast<int>(scaled);
            decimals = count;
            return;
        }
    }
};

} // namespace detail

/// Added to a norm's variance under the root: `LayerNorm<NormEpsilon{1e-6}>`. It is above 0 and has at most nine
/// digits. Compilers print it as `NormEpsilon{1, 6}`.
struct NormEpsilon {
    int digits, decimals;

    constexpr explicit NormEpsilon(double number)
        : digits(detail::Decimal(number).digits), decimals(detail::Decimal(number).decimals) {}
    constexpr NormEpsilon(int all_digits, int after_point) : digits(all_digits), decimals(after_point) {}
    [[nodiscard]] constexpr double value() const { return detail::decimal(digits, decimals); }
    friend constexpr bool operator==(NormEpsilon, NormEpsilon) = default;
};
/// The share of a batch's statistics in the running ones: `BatchNorm1d<NormMomentum{0.01}>`. From 0 to 1, of at most
/// nine digits.
struct NormMomentum {
    int digits, decimals;

    constexpr explicit NormMomentum(double number)
        : digits(detail::Decimal(number).digits), decimals(detail::Decimal(number).decimals) {}
    constexpr NormMomentum(int all_digits, int after_point) : digits(all_digits), decimals(after_point) {}
    [[nodiscard]] constexpr double value() const { return detail::decimal(digits, decimals); }
    friend constexpr bool operator==(NormMomentum, NormMomentum) = default;
};

namespace detail {

/// The sizes in a layer's brackets, in order; 0 where there are fewer.
template <auto... Spec>
constexpr std::array<std::size_t, 3> sizes_in() {
    std::array<std::size_t, 3> sizes{};
    [[maybe_unused]] std::size_t count = 0;
    (
        [&] {
            if constexpr (is_size<decltype(Spec)>) {
                if (count < 3) sizes[count] = Spec > 0 ? static_cast<std::size_t>(Spec) : 0;
                ++count;
            }
        }(),
        ...);
    return sizes;
}

template <auto... Spec>
inline constexpr std::size_t count_of_sizes = (static_cast<std::size_t>(is_size<decltype(Spec)>) + ... + 0);

/// Whether the brackets hold this option.
template <auto Option, auto... Spec>
constexpr bool has_option() {
    bool found = false;
    (
        [&] {
            if constexpr (std::is_same_v<decltype(Spec), decltype(Option)>) found = found || Spec == Option;
        }(),
        ...);
    return found;
}

/// Options of which there is one at the most, whatever their numbers.
template <class Option>
inline constexpr bool is_number = requires(Option option) { option.digits; };
template <>
inline constexpr bool is_number<Dilation> = true;
template <>
inline constexpr bool is_number<Stride> = true;
template <>
inline constexpr bool is_number<Groups> = true;
/// How often an option stands in the brackets, or for numbers any option of its type.
template <class Option, auto... Spec>
constexpr std::size_t count_of(Option option) {
    std::size_t count = 0;
    (
        [&] {
            if constexpr (std::is_same_v<std::remove_cv_t<decltype(Spec)>, Option>)
                count += is_number<Option> || Spec == option;
        }(),
        ...);
    return count;
}

/// Options of several types, for layers that have them.
template <class... Types>
struct OptionsOf {};
template <class Option, class Type>
inline constexpr bool is_option = std::is_same_v<Option, Type>;
template <class... Types, class Type>
inline constexpr bool is_option<OptionsOf<Types...>, Type> = (std::is_same_v<Types, Type> || ...);

/// Whether the number in an option is one that it allows.
template <class Type>
constexpr bool is_in_range(const Type&) {
    return true;
}
constexpr bool is_in_range(NormEpsilon epsilon) { return epsilon.digits > 0; }
constexpr bool is_in_range(NormMomentum momentum) { return momentum.digits >= 0 && momentum.value() <= 1; }

constexpr bool is_in_range(Dilation dilation) { return dilation.value > 0; }
constexpr bool is_in_range(Stride stride) { return stride.value > 0; }
constexpr bool is_in_range(Groups groups) { return groups.value > 0; }

/// Whether the brackets hold `Least` to `Most` sizes of at least 1, then options of type `Option`, none of them twice,
/// and nothing else.
template <std::size_t Least, std::size_t Most, class Option, auto... Spec>
constexpr bool well_spelled() {
    constexpr std::size_t count = count_of_sizes<Spec...>;
    bool good = count >= Least && count <= Most;
    [[maybe_unused]] std::size_t index = 0;
    (
        [&] {
            if constexpr (is_size<decltype(Spec)>)
                good = good && Spec > 0 && index < count;
            else
                good = good && is_option<Option, std::remove_cv_t<decltype(Spec)>> && index >= count &&
                       is_in_range(Spec) && count_of<std::remove_cv_t<decltype(Spec)>, Spec...>(Spec) == 1;
            ++index;
        }(),
        ...);
    return good;
}

/// The number of this type that stands in the brackets, or `otherwise` where there is none.
template <class Number, auto... Spec>
constexpr double number_in(double otherwise) {
    (
        [&] {
            if constexpr (std::is_same_v<std::remove_cv_t<decltype(Spec)>, Number>) otherwise = Spec.value();
        }(),
        ...);
    return otherwise;
}

/// The whole number that stands so in the brackets, or 1.
template <class Number, auto... Spec>
constexpr std::size_t count_in() {
    std::size_t count = 1;
    (
        [&] {
            if constexpr (std::is_same_v<std::remove_cv_t<decltype(Spec)>, Number>)
                count = Spec.value > 0 ? static_cast<std::size_t>(Spec.value) : 1;
        }(),
        ...);
    return count;
}

/// The share that stands in the brackets, or `otherwise` where there is none.
template <auto... Spec>
constexpr Percent percent_in(Percent otherwise) {
    (
        [&] {
            if constexpr (std::is_same_v<std::remove_cv_t<decltype(Spec)>, Percent>) otherwise = Spec;
        }(),
        ...);
    return otherwise;
}
/// Whether the brackets hold one share from `Least` to `Most`, or, if that `may_be_missing`, nothing.
template <int Least, int Most, bool MayBeMissing, auto... Spec>
constexpr bool holds_percent() {
    constexpr int share = percent_in<Spec...>(Percent{-1}).value;
    if (sizeof...(Spec) == 0) return MayBeMissing;
    return sizeof...(Spec) == 1 && well_spelled<0, 0, Percent, Spec...>() && share >= Least && share <= Most;
}

/// A layer template that has no options.
enum class NoOption {};

/// A size the way a user writes it.
template <std::size_t Size>
consteval auto written() {
    if constexpr (Size <= 0x7fffffff)
        return static_cast<int>(Size);
    else
        return static_cast<long long>(Size);
}

template <template <auto...> class Layer, class In, auto Features, auto... Options>
constexpr auto with_other_features() {
    return Unfit<TakesFeatures<static_cast<std::size_t>(Features)>, Layer<written<In::features>(), Options...>,
                 Layer<Options...>>{};
}

/// The check of a layer with brackets `Spec`: real numbers on any axes, and, where a size is written, that many
/// features.
template <template <auto...> class Layer, class Option, class In, auto... Spec>
constexpr auto check_features() {
    if constexpr (!well_spelled<0, 1, Option, Spec...>())
        return Unfit<TakesSpelling<Layer<Spec...>>>{};
    else if constexpr (!is_shape<In>)
        return Unfit<TakesReals>{};
    else if constexpr (count_of_sizes<Spec...> == 1 && sizes_in<Spec...>()[0] != In::features)
        return with_other_features<Layer, In, Spec...>();
    else
        return Fits{};
}

} // namespace detail
} // namespace tenon
