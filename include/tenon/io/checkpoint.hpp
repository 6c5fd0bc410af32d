// SPDX-License-Identifier: BSL-1.0
//
// A training in a file, from which another process goes on as if nothing had been:
//
//     Safetensors content = checkpoint(trainer);
//     add_state(content, "generator", generator);
//     OutputFile file{path};
//     write_safetensors(file, content);
//     file.commit();
//
//     const Safetensors content = read_safetensors(path);
//     restore(trainer, content, path);
//     restore_state(generator, "generator", content, path);
//
// The next steps are the same, bit for bit, if the same batches follow. A schedule asks the Trainer how many updates
// there were. A program adds its own data to `content.metadata` and `content.tensors`.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/first_argument.hpp"
#include "tenon/io/model_file.hpp"
#include "tenon/io/stored_tensor.hpp"
#include "tenon/optim/moving_average.hpp"
#include "tenon/other_arguments.hpp"
#include "tenon/trainer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace tenon {

namespace detail {

struct Checkpoint {
    static constexpr std::string_view name = "checkpoint";
};
struct Restore {
    static constexpr std::string_view name = "restore", arguments = "a Trainer, the content of a file and its name";
};
struct AddState {
    static constexpr std::string_view name = "add_state", arguments = "a checkpoint, a name and what has a state";
};
struct RestoreState {
    static constexpr std::string_view name = "restore_state",
                                      arguments = "what has a state, its name, the content of a file and its name";
};
/// Something without a state.
template <class Function>
struct HasNoState {};
template <class Function, class Type>
constexpr void say(Draft& draft, Word<Refused<HasNoState<Function>, Type>>) {
    draft << Function::name << " takes what has a state, such as a Generator or Batches, but gets "
          << spelling<Type>().view();
}
template <class Type>
concept HasState = requires(Type kept) { kept.set_state(kept.state()); };
/// Whether these are a checkpoint and a name.
template <class First, class Second>
inline constexpr bool are_checkpoint_and_name =
    std::is_same_v<First, Safetensors> && std::is_convertible_v<const Second&, std::string>;
template <class Function, class Type>
using StateVerdict = std::conditional_t<HasState<Type>, Fits, Refused<HasNoState<Function>, Type>>;
struct AddModel {
    static constexpr std::string_view name = "add_model";
};
struct RestoreModel {
    static constexpr std::string_view name = "restore_model";
};
/// One of the numbers that an optimizer keeps for each parameter, seen as a model's tensors.
template <class ModelType>
struct OptimizerNumber {
    using Real = typename ModelType::Real;
    struct Joint {
        static constexpr auto parameters = ModelType::Joint::parameters;
        static constexpr std::array<TensorSpec, 0> buffers{};
    };
    std::span<Real> numbers;
    [[nodiscard]] std::span<Real> parameter_block() const { return numbers; }
    [[nodiscard]] static std::span<Real> buffer_block() { return {}; }
};
template <class TrainerType>
auto optimizer_number(TrainerType& trainer, std::size_t number) {
    using ModelType = std::remove_cvref_t<decltype(trainer.model())>;
    return OptimizerNumber<ModelType>{trainer.optimizer_state(number)};
}

inline std::string optimizer_prefix(std::size_t number) { return "optimizer." + std::to_string(number) + "."; }
inline constexpr std::string_view model_prefix = "model.";
inline constexpr std::string_view state_prefix = "state.";

/// The tensors whose names begin with a prefix, without it.
inline std::vector<StoredTensor> behind(const Safetensors& content, std::string_view prefix) {
    std::vector<StoredTensor> tensors;
    for (const StoredTensor& tensor : content.tensors) {
        if (!tensor.name.starts_with(prefix)) continue;
        tensors.push_back(tensor);
        tensors.back().name.erase(0, prefix.size());
    }
    return tensors;
}

inline const std::string& metadata_of(const Safetensors& content, const std::string& key, const std::string& source) {
    const auto found = content.metadata.find(key);
    if (found != content.metadata.end()) return found->second;
    throw std::runtime_error(printable(source, longest_source) + ": is no checkpoint: has no metadata '" + key + "'");
}
inline std::uint64_t whole_number(const Safetensors& content, const std::string& key, const std::string& source) {
    const std::string& text = metadata_of(content, key, source);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) return number;
    throw std::runtime_error(printable(source, longest_source) + ": has the metadata '" + key + "' " +
                             in_quotes(printable(text, 40)) + ", expected a whole number");
}

/// Fails where a file has no model of that name.
inline void require_model(const Safetensors& content, const std::string& name, const char* key, const char* what,
                          const std::string& source) {
    if (content.metadata.contains(name + key)) return;
    throw std::runtime_error(printable(source, longest_source) + ": has no " + what + " " + in_quotes(name));
}

} // namespace detail

/// All that a Trainer goes on from: its model's tensors as `model.0.weight` and so on, what its optimizer keeps for
/// each parameter as `optimizer.0.0.weight`, and in the metadata the optimizer's type, updates, examples and seed.
template <class ModelType, class... Options>
Safetensors checkpoint(Trainer<ModelType, Options...>& trainer) {
    using Optimizer = typename Trainer<ModelType, Options...>::Optimizer;
    Safetensors content;
    detail::append_tensors(content.tensors, trainer.model(), std::string(detail::model_prefix));
    for (std::size_t number = 0; number < Optimizer::state; ++number) {
        detail::append_tensors(content.tensors, detail::optimizer_number(trainer, number),
                               detail::optimizer_prefix(number));
    }
    content.metadata = {{"trainer.optimizer", std::string(spelling<Optimizer>().view())},
                        {"trainer.updates", std::to_string(trainer.updates())},
                        {"trainer.examples", std::to_string(trainer.model().examples_trained())},
                        {"trainer.seed", std::to_string(trainer.seed())}};
    return content;
}

/// Puts a Trainer and its model where those of the checkpoint were. Its batch size, its loss and the optimizer's own
/// numbers (momentum and the like) are those that it was made with. Throws std::runtime_error where `content` is no
/// checkpoint of such a Trainer, and nothing has changed then.
template <class ModelType, class... Options>
void restore(Trainer<ModelType, Options...>& trainer, const Safetensors& content, const std::string& source) {
    using Optimizer = typename Trainer<ModelType, Options...>::Optimizer;
    const std::string& optimizer = detail::metadata_of(content, "trainer.optimizer", source);
    if (const auto own = spelling<Optimizer>(); optimizer != own.view()) {
        throw std::runtime_error(printable(source, detail::longest_source) + ": is a checkpoint of the optimizer " +
                                 printable(optimizer, 80) + ", expected " + std::string(own.view()));
    }
    const auto updates = detail::whole_number(content, "trainer.updates", source);
    const auto examples = detail::whole_number(content, "trainer.examples", source);
    const auto seed = detail::whole_number(content, "trainer.seed", source);
    const auto of_model = detail::behind(content, detail::model_prefix);
    const auto found = detail::found_for(trainer.model(), of_model, source, Conversion::none);

    std::array<std::vector<StoredTensor>, Optimizer::state> kept;
    std::array<detail::FoundTensors, Optimizer::state> found_kept;
    for (std::size_t number = 0; number < Optimizer::state; ++number) {
        kept[number] = detail::behind(content, detail::optimizer_prefix(number));
        auto numbers = detail::optimizer_number(trainer, number);
        found_kept[number] = detail::found_for(numbers, kept[number], source, Conversion::none);
    }
    detail::take_over(trainer.model(), found);
    for (std::size_t number = 0; number < Optimizer::state; ++number) {
        auto numbers = detail::optimizer_number(trainer, number);
        detail::take_over(numbers, found_kept[number]);
    }
    trainer.set_updates(updates);
    trainer.model().set_examples_trained(examples);
    trainer.set_seed(seed);
}

/// What is no Trainer has no checkpoint.
template <class Type>
    requires(!detail::is_trainer<Type>)
Safetensors checkpoint(const Type&) {
    static_assert(judge<Refused<detail::NotATrainer<detail::Checkpoint>, Type>>());
    return {};
}
template <class Type, class... Rest>
    requires(!detail::is_trainer<Type>)
void restore(const Type&, const Rest&...) {
    static_assert(judge<Refused<detail::NotATrainer<detail::Restore>, Type>>());
}
template <class Type, class... Rest>
    requires(detail::is_trainer<Type> && sizeof...(Rest) != 2)
void restore(Type&, const Rest&...) {
    static_assert(judge<Refused<OtherArguments<detail::Restore>, Type, Rest...>>());
}

/// The state of a Generator, a PythonRandom, Batches or an OnPlateau, as a tensor `state.<name>`. Throws
/// std::invalid_argument where there is one of that name.
template <class Type>
void add_state(Safetensors& content, const std::string& name, const Type& kept) {
    static_assert(judge<detail::StateVerdict<detail::AddState, Type>>());
    if constexpr (detail::HasState<Type>) {
        const auto state = kept.state();
        static_assert(std::is_same_v<std::remove_cvref_t<decltype(state[0])>, std::uint32_t>);
        const std::string stored = std::string(detail::state_prefix) + name;
        if (std::ranges::find(content.tensors, stored, &StoredTensor::name) != content.tensors.end())
            throw std::invalid_argument("the checkpoint has a state " + detail::in_quotes(name) + " already");
        content.tensors.push_back(
            {.name = stored,
             .type = "U32",
             .shape = {state.size()},
             .bytes = {reinterpret_cast<const char*>(state.data()), state.size() * sizeof state[0]}});
    }
}

/// Puts one where that of the checkpoint was. Throws std::runtime_error where there is no state of
/// that name and size, and std::invalid_argument where it is none that this could have been in.
template <class Type>
void restore_state(Type& kept, const std::string& name, const Safetensors& content, const std::string& source) {
    static_assert(judge<detail::StateVerdict<detail::RestoreState, Type>>());
    if constexpr (detail::HasState<Type>) {
        auto state = kept.state();
        const std::size_t bytes = state.size() * sizeof state[0];
        for (const StoredTensor& tensor : detail::behind(content, detail::state_prefix)) {
            if (tensor.name != name) continue;
            if (tensor.type != "U32" || tensor.bytes.size() != bytes) {
                throw std::runtime_error(printable(source, detail::longest_source) + ": has the state " +
                                         detail::in_quotes(name) + " as " +
                                         detail::described(tensor.type, tensor.shape) + " instead of " +
                                         detail::described("U32", {state.size()}));
            }
            std::memcpy(state.data(), tensor.bytes.data(), bytes);
            return kept.set_state(state);
        }
        throw std::runtime_error(printable(source, detail::longest_source) + ": has no state " +
                                 detail::in_quotes(name));
    }
}

// Other arguments, or another order of them.
template <class First, class Second, class... Rest>
    requires(!detail::are_checkpoint_and_name<First, Second> || sizeof...(Rest) != 1)
void add_state(const First&, const Second&, const Rest&...) {
    static_assert(judge<Refused<OtherArguments<detail::AddState>, First&, Second&, Rest&...>>());
}
template <class First, class Second, class... Rest>
    requires(!std::is_convertible_v<const Second&, std::string> || sizeof...(Rest) != 2)
void restore_state(const First&, const Second&, const Rest&...) {
    static_assert(judge<Refused<OtherArguments<detail::RestoreState>, First&, Second&, Rest&...>>());
}

/// Another model, or a MovingAverage, as tensors `<name>.0.weight` and so on.
template <class ModelType>
void add_model(Safetensors& content, const std::string& name, const ModelType& model) {
    using Verdict = detail::FileVerdict<detail::AddModel, ModelType>;
    static_assert(judge<Verdict>());
    if constexpr (Verdict::fits) {
        detail::append_tensors(content.tensors, model, name + ".");
        content.metadata[name + ".examples"] = std::to_string(model.examples_trained());
    }
}
/// Throws std::runtime_error where there is no such model of that name, and nothing has changed then.
template <class ModelType>
void restore_model(ModelType& model, const std::string& name, const Safetensors& content, const std::string& source) {
    using Verdict = detail::FileVerdict<detail::RestoreModel, ModelType>;
    static_assert(judge<Verdict>());
    if constexpr (Verdict::fits) {
        detail::require_model(content, name, ".examples", "model", source);
        const auto examples = detail::whole_number(content, name + ".examples", source);
        const auto tensors = detail::behind(content, name + ".");
        detail::take_over(model, detail::found_for(model, tensors, source, Conversion::none));
        model.set_examples_trained(examples);
    }
}
template <class ModelType>
void add_model(Safetensors& content, const std::string& name, const MovingAverage<ModelType>& average) {
    add_model(content, name, average.model());
    content.metadata[name + ".updates"] = std::to_string(average.updates());
}
template <class ModelType>
void restore_model(MovingAverage<ModelType>& average, const std::string& name, const Safetensors& content,
                   const std::string& source) {
    detail::require_model(content, name, ".updates", "moving average", source);
    const auto updates = detail::whole_number(content, name + ".updates", source);
    auto model = average.model();
    restore_model(model, name, content, source);
    average.set(model, updates);
}

} // namespace tenon
