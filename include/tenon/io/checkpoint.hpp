// SPDX-License-Identifier: BSL-1.0
//
// A training in a file, from which another process goes on as if nothing had been:
//
//     Safetensors content = checkpoint(trainer);
//     add_generator(content, "batches", generator);
//     OutputFile file{path};
//     write_safetensors(file, content);
//     file.commit();
//
//     const Safetensors content = read_safetensors(path);
//     restore(trainer, content, path);
//     restore_generator(generator, "batches", content, path);
//
// The next steps are the same, bit for bit, if the same batches follow. A schedule asks the Trainer how many updates
// there were. A program adds its own data to `content.metadata` and `content.tensors`.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/dsl/judge.hpp"
#include "tenon/io/model_file.hpp"
#include "tenon/io/stored_tensor.hpp"
#include "tenon/trainer.hpp"

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

template <class Type>
inline constexpr bool is_trainer = false;
template <class ModelType, class... Options>
inline constexpr bool is_trainer<Trainer<ModelType, Options...>> = true;

struct Checkpoint {
    static constexpr std::string_view name = "checkpoint";
};
struct Restore {
    static constexpr std::string_view name = "restore";
};
/// What is given in the place of a Trainer.
template <class Function>
struct NotATrainer {};
template <class Function, class Type>
constexpr void say(Draft& draft, Word<Refused<NotATrainer<Function>, Type>>) {
    draft << Function::name << " takes a Trainer<Model, Batch<n>> first but gets " << spelling<Type>().view();
}

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

/// The state of a Generator or a PythonRandom, as a tensor `generator.<name>`.
template <class GeneratorType>
void add_generator(Safetensors& content, const std::string& name, const GeneratorType& generator) {
    const auto state = generator.state();
    content.tensors.push_back({.name = "generator." + name,
                               .type = "U32",
                               .shape = {state.size()},
                               .bytes = {reinterpret_cast<const char*>(state.data()), sizeof state}});
}

/// Puts a generator where that of the checkpoint was. Throws std::runtime_error where there is none of that name and
/// kind, and std::invalid_argument where it is none that this one could have been in.
template <class GeneratorType>
void restore_generator(GeneratorType& generator, const std::string& name, const Safetensors& content,
                       const std::string& source) {
    typename GeneratorType::State state;
    for (const StoredTensor& tensor : detail::behind(content, "generator.")) {
        if (tensor.name != name) continue;
        if (tensor.type != "U32" || tensor.bytes.size() != sizeof state) {
            throw std::runtime_error(printable(source, detail::longest_source) + ": has the generator " +
                                     detail::in_quotes(name) + " as " + detail::described(tensor.type, tensor.shape) +
                                     " instead of " + detail::described("U32", {state.size()}));
        }
        std::memcpy(state.data(), tensor.bytes.data(), sizeof state);
        return generator.set_state(state);
    }
    throw std::runtime_error(printable(source, detail::longest_source) + ": has no generator " +
                             detail::in_quotes(name));
}

} // namespace tenon
