// SPDX-License-Identifier: BSL-1.0
//
// Parallel: branches that all get the same input, and one output made of theirs.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/compose/form.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

/// How the outputs of branches become one.
struct Sum {};      ///< element by element; all have one shape
struct Multiply {}; ///< the same
struct Concat {};   ///< behind one another on the last axis; the other axes are equal

namespace detail {

template <class Combine>
inline constexpr bool is_combination =
    std::is_same_v<Combine, Sum> || std::is_same_v<Combine, Multiply> || std::is_same_v<Combine, Concat>;

/// Whether two branches' outputs can become one.
template <class Combine, class First, class Second>
constexpr bool combine() {
    if constexpr (std::is_same_v<Combine, Concat> && First::rank == Second::rank)
        return std::is_same_v<First, WithFeatures<Second, First::features>>;
    else
        return std::is_same_v<First, Second>;
}

/// What a branch has to give, beside one that gives `First`.
template <class Combine, class First>
using FromEachBranch =
    std::conditional_t<std::is_same_v<Combine, Concat>, TakesAxesFromBranches<First>, TakesFromBranches<First>>;

/// The verdict on the output of a branch that fits by itself, `Asker` being the form.
template <class Asker, class Combine, class First, class Here>
constexpr auto check_output() {
    using Out = typename Here::Joint::Output;
    using Giver = Gets<Out, PlacedLayer<At<Here::index>, typename Here::Type>>;
    if constexpr (!is_shape<Out>)
        return Misfit<PlacedLayer<At<>, Asker>, TakesReals, Giver, Instead<>>{};
    else if constexpr (!combine<Combine, First, Out>())
        return Misfit<PlacedLayer<At<>, Asker>, FromEachBranch<Combine, First>, Giver, Instead<>>{};
    else
        return Fits{};
}

/// The verdict on a branch: does it fit the input, and its output those of the others? `First` is what the first one
/// gives, or void for that one itself.
template <class Asker, class Combine, class First, std::size_t Index, class Branch, class In>
constexpr auto check_branch() {
    using Verdict = decltype(located<Spot<Index, Branch, In, NetInput>>(check_layer<Branch, In>()));
    if constexpr (!Verdict::fits) {
        return Verdict{};
    } else {
        using Here = Stage<Index, Branch, In, NetInput>;
        using Expected = std::conditional_t<std::is_void_v<First>, typename Here::Joint::Output, First>;
        return check_output<Asker, Combine, Expected, Here>();
    }
}

/// The first of these verdicts that does not fit.
template <class First, class... Rest>
constexpr auto first_misfit(First first, Rest... rest) {
    if constexpr (!First::fits || sizeof...(Rest) == 0)
        return first;
    else
        return first_misfit(rest...);
}

template <class First, class... Rest>
struct Head {
    using type = First;
};

/// Branches on one input, with their places. The first one's output says what is expected of the others.
template <class Combine, class In, class Indices, class... Branches>
struct BranchesOf;
template <class Combine, class In, std::size_t... Index, class... Branches>
struct BranchesOf<Combine, In, std::index_sequence<Index...>, Branches...> {
    template <class Asker>
    static constexpr auto check() {
        using First = typename Head<Branches...>::type;
        using OfFirst = decltype(check_branch<Asker, Combine, void, 0, First, In>());
        if constexpr (!OfFirst::fits) {
            return OfFirst{};
        } else {
            using Out = typename First::template Joint<In>::Output;
            return first_misfit(check_branch<Asker, Combine, Out, Index, Branches, In>()...);
        }
    }
    template <template <class...> class Joint>
    using Apply = Joint<Combine, In, Stage<Index, Branches, In, NetInput>...>;
};
template <class Combine, class In, class... Branches>
using BranchList = BranchesOf<Combine, In, std::index_sequence_for<Branches...>, Branches...>;

template <class Combine, class In, class First, class... Rest>
struct ParallelJoint : FormJoint<First, Rest...> {
    using Base = FormJoint<First, Rest...>;
    using PerStage = typename Base::template PerStage<std::size_t>;
    using FirstOut = typename First::Joint::Output;
    static constexpr PerStage features{First::Joint::Output::features, Rest::Joint::Output::features...};
    static constexpr bool concatenates = std::is_same_v<Combine, Concat>;
    using Output = WithFeatures<FirstOut, concatenates ? (FirstOut::features + ... + Rest::Joint::Output::features)
                                                       : FirstOut::features>;

    /// Elements of each branch's output that live in this form's memory; a view's are the input itself.
    static constexpr PerStage inner{First::Joint::view ? 0 : FirstOut::size,
                                    (Rest::Joint::view ? 0 : Rest::Joint::Output::size)...};

    /// Between forward and backward each branch's region is what it saves, followed by its output.
    static constexpr PerStage outputs_saved_behind(std::size_t batch) {
        return {aligned_size(First::Joint::saved(batch)), aligned_size(Rest::Joint::saved(batch))...};
    }
    static constexpr PerStage region_sizes(std::size_t batch) {
        PerStage sizes = outputs_saved_behind(batch);
        for (std::size_t index = 0; index < sizes.size(); ++index) sizes[index] += output_sizes(batch)[index];
        return sizes;
    }
    static constexpr PerStage saved_starts(std::size_t batch) { return starts(region_sizes(batch)); }
    static constexpr std::size_t saved(std::size_t batch) { return total(region_sizes(batch)); }

    /// In evaluation the outputs lie behind one another in the scratch.
    static constexpr PerStage output_starts(std::size_t batch) { return starts(output_sizes(batch)); }
    static constexpr std::size_t outputs(std::size_t batch) { return total(output_sizes(batch)); }
    static constexpr std::size_t evaluation_scratch(std::size_t batch) {
        return outputs(batch) + Base::largest_evaluation_scratch(batch);
    }

    /// The gradient of one branch's output, where it is not that of the whole, and one branch's gradient of the input.
    static constexpr std::size_t output_gradient(std::size_t batch) {
        return std::is_same_v<Combine, Sum> ? 0 : aligned_size(batch * Output::size);
    }
    static constexpr std::size_t input_gradient(std::size_t batch) { return aligned_size(batch * In::size); }
    static constexpr std::size_t training_scratch(std::size_t batch) {
        return output_gradient(batch) + input_gradient(batch) + Base::largest_training_scratch(batch);
    }

    static constexpr std::size_t window = std::max({First::Joint::window, Rest::Joint::window...});
    static constexpr std::size_t stride = First::Joint::stride;
    static constexpr std::size_t reach(std::size_t outputs)
        requires Base::upsamples
    {
        return std::max({reach_of<typename First::Joint>(outputs), reach_of<typename Rest::Joint>(outputs)...});
    }

  private:
    static constexpr PerStage output_sizes(std::size_t batch) {
        PerStage sizes = inner;
        for (std::size_t& size : sizes) size = aligned_size(batch * size);
        return sizes;
    }
    static constexpr std::size_t total(const PerStage& sizes) {
        std::size_t sum = 0;
        for (std::size_t size : sizes) sum += size;
        return sum;
    }
};

} // namespace detail

/// `Parallel<Sum, A, B, …>`, `Parallel<Multiply, …>` or `Parallel<Concat, …>`. `Sequential<>` is the branch that passes
/// the input on. A branch's tensors are named by its position: `0.weight`, `1.2.bias`.
template <class Combine, class... Branches>
struct Parallel {
    static constexpr std::string_view header = "tenon/compose/parallel.hpp";
    static constexpr std::string_view text =
        "Parallel<Sum, ...>, Parallel<Multiply, ...> or Parallel<Concat, ...> with 1 branch or more";

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::is_combination<Combine> || sizeof...(Branches) == 0)
            return Unfit<TakesSpelling<Parallel>>{};
        else
            return detail::BranchList<Combine, In, Branches...>::template check<Parallel>();
    }

    template <class In>
    struct Joint : detail::BranchList<Combine, In, Branches...>::template Apply<detail::ParallelJoint> {};
};

} // namespace tenon
