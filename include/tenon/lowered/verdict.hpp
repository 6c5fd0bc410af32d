// SPDX-License-Identifier: BSL-1.0
//
// Whether a net can run here: every layer and form of it needs its header of the machine. The first one that is missing
// is told by its place.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/compose/stands_for.hpp"
#include "tenon/lowered.hpp"
#include "tenon/misuse.hpp"
#include "tenon/simd/vector.hpp"

#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>

namespace tenon::detail {

template <class Type, class In>
concept is_lowered = requires { sizeof(Lowered<Type, In>); };

template <class Memory, class Type, class In>
constexpr auto lowered_verdict();

/// A number for each lane, as the function of a pointwise layer is called with.
template <class Real>
using Lanes = simd::Vector<Real>;

/// The first function that the machine half of a layer of one's own lacks, called as a mode calls it.
template <class Machine, class In, class Real>
constexpr auto judge_forward(Evaluation<Real>) {
    if constexpr (!requires(const Element<In, Real>* x, Real* y, Evaluation<Real> memory) {
                      Machine::template forward<2>(x, y, memory);
                  })
        return Unfit<TakesForward<Evaluation<Real>>>{};
    else
        return Fits{};
}
template <class Machine, class In, class Real>
constexpr auto judge_forward(Training<Real>) {
    using Pointer = std::conditional_t<is_tokens<In>, std::nullptr_t, Real*>;
    if constexpr (!requires(const Element<In, Real>* x, Real* y, Training<Real> memory) {
                      Machine::template forward<2>(x, y, memory);
                  })
        return Unfit<TakesForward<Training<Real>>>{};
    else if constexpr (!requires(const Element<In, Real>* x, const Real* y, const Real* dy, Pointer dx,
                                 Training<Real> memory) { Machine::template backward<2>(x, y, dy, dx, memory); })
        return Unfit<TakesBackward<Real>>{};
    else
        return Fits{};
}
template <class Real>
constexpr Real number_of(Evaluation<Real>);
template <class Real>
constexpr Real number_of(Training<Real>);

/// The same of a pointwise function.
template <class Memory, class Function, class Real>
constexpr auto judge_function() {
    if constexpr (!requires(Lanes<Real> x) { Function::value(x); })
        return Unfit<TakesValue>{};
    else if constexpr (std::is_same_v<Memory, Training<Real>> &&
                       !requires(Lanes<Real> x) { Function::gradient(x, x, x); })
        return Unfit<TakesGradient>{};
    else
        return Fits{};
}

/// The same of any layer. tenon's own, which name their headers, are whole.
template <class Memory, class Type, class In>
constexpr auto judge_machine() {
    using Machine = Lowered<Type, In>;
    if constexpr (requires { Type::header; })
        return Fits{};
    else if constexpr (requires { typename Machine::PointwiseFunction; })
        return judge_function<Memory, typename Machine::PointwiseFunction, decltype(number_of(Memory{}))>();
    else
        return judge_forward<Machine, In>(Memory{});
}

/// The first stage of a list that does not run.
template <class Memory>
constexpr Fits stages_verdict() {
    return {};
}
template <class Memory, class First, class... Rest>
constexpr auto stages_verdict(First, Rest... rest) {
    using Stage = typename First::type;
    using Verdict = decltype(located<Stage>(lowered_verdict<Memory, typename Stage::Type, typename Stage::Input>()));
    if constexpr (Verdict::fits)
        return stages_verdict<Memory>(rest...);
    else
        return Verdict{};
}
template <class Memory, class... Stages>
constexpr auto list_verdict(hana::tuple<Stages...>) {
    return stages_verdict<Memory>(Stages{}...);
}

/// A form is asked before its layers: its header brings that of what it stands for.
template <class Memory, class Type, class In>
constexpr auto lowered_verdict() {
    if constexpr (!is_lowered<Type, In>) {
        return Unfit<TakesLowered>{};
    } else if constexpr (requires { typename Type::Expansion; }) {
        using Expansion = typename Type::Expansion;
        if constexpr (Type::fused) // does without the list that it stands for
            return shown<&Type::shown>(list_verdict<Memory>(typename Expansion::template Joint<In>::List{}));
        else
            return shown<&Type::shown>(final_verdict<Expansion, In>(lowered_verdict<Memory, Expansion, In>()));
    } else if constexpr (requires { typename Type::template Joint<In>::List; }) {
        return list_verdict<Memory>(typename Type::template Joint<In>::List{});
    } else {
        return judge_machine<Memory, Type, In>();
    }
}

/// The verdict on a net that fits its input, in the mode that has this memory.
template <class Net, class In, class Memory>
using LoweredVerdict = decltype(final_verdict<Net, In>(lowered_verdict<Memory, Net, In>()));

} // namespace tenon::detail
