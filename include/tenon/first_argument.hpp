// SPDX-License-Identifier: BSL-1.0
//
// What functions and classes say that work on a mode and are given something else first.
#pragma once

#include "tenon/dsl/judge.hpp"
#include "tenon/dsl/text.hpp"
#include "tenon/evaluator.hpp"
#include "tenon/trainer.hpp"

#include <string_view>

namespace tenon::detail {

template <class Type>
inline constexpr bool is_trainer = false;
template <class ModelType, class... Options>
inline constexpr bool is_trainer<Trainer<ModelType, Options...>> = true;
template <class Type>
inline constexpr bool is_evaluator = false;
template <class ModelType, class... Options>
inline constexpr bool is_evaluator<Evaluator<ModelType, Options...>> = true;

/// `Function::name` takes something else first.
template <class Function>
struct NotATrainer {};
template <class Function>
struct NotAnEvaluator {};
template <class Function, class Type>
constexpr void say(Draft& draft, Word<Refused<NotATrainer<Function>, Type>>) {
    draft << Function::name << " takes a Trainer<Model, Batch<n>> first but gets " << spelling<Type>().view();
}
template <class Function, class Type>
constexpr void say(Draft& draft, Word<Refused<NotAnEvaluator<Function>, Type>>) {
    draft << Function::name << " takes an Evaluator<Model, Batch<n>> first but gets " << spelling<Type>().view();
}

/// A Trainer's type; in the place of what is none that of one that does nothing, so that one mistake stays one error.
template <class Type>
using TrainerOr = std::conditional_t<is_trainer<Type>, Type, Trainer<Model<Nothing, Shape<1>>, Batch<1>>>;

} // namespace tenon::detail
