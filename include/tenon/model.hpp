// SPDX-License-Identifier: BSL-1.0
//
// A net with its numbers.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/arguments.hpp"
#include "tenon/lowered.hpp"
#include "tenon/misuse.hpp"
#include "tenon/other_arguments.hpp"
#include "tenon/random/generator.hpp"
#include "tenon/require.hpp"
#include "tenon/storage.hpp"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

/// An owner of numbers, and the tensor of it that is asked for.
template <class Owner, QualifiedName TensorName>
struct Named : Owner {};

template <class Real>
inline constexpr bool is_real = std::is_same_v<Real, float> || std::is_same_v<Real, double>;

/// The verdict on a model: on its net first.
template <class Net, class In, class Real, class Storage>
constexpr auto judge_model() {
    if constexpr (!fits<Net, In>)
        return Verdict<Net, In>{};
    else if constexpr (!is_real<Real>)
        return Refused<NumbersOfAnotherType, Real>{};
    else
        return StorageVerdict<Storage, Real>{};
}
template <class Net, class In, class Real, class Storage>
using ModelVerdict = decltype(judge_model<Net, In, Real, Storage>());

/// The verdict on the name of a tensor.
template <class Joint, bool Learned, QualifiedName Asked>
constexpr auto judge_name() {
    if constexpr (has_tensor(tensors_of<Joint, Learned>, Asked.view()))
        return Fits{};
    else
        return Refused<NoSuchTensor<Joint, Learned, Asked>>{};
}
template <class Joint, bool Learned, QualifiedName Asked>
using NameVerdict = decltype(judge_name<Joint, Learned, Asked>());
/// The tensor of a name; one of nothing where there is none.
template <class Joint, bool Learned, QualifiedName Asked>
consteval TensorSpec named_tensor() {
    if constexpr (has_tensor(tensors_of<Joint, Learned>, Asked.view()))
        return find_tensor(tensors_of<Joint, Learned>, Asked);
    else
        return {};
}

} // namespace detail

/// The numbers of `Net` on inputs `In`, in one block: parameters, then buffers. Copying copies the numbers. A model
/// that was moved from has none until it is assigned to: asked for them, it throws std::logic_error.
template <class NetType, class In, class RealType = float, class Storage = Heap>
class Model {
    using Judged = detail::ModelVerdict<NetType, In, RealType, Storage>;
    static_assert(judge<Judged>());

  public:
    /// The net itself; where it does not fit, a net that does nothing, so that one mistake stays one error.
    using Net = std::conditional_t<fits<NetType, In>, std::remove_const_t<NetType>, detail::Nothing>;
    using Input = std::conditional_t<detail::can_flow<In>(), In, Shape<1>>;
    using Real = std::conditional_t<detail::is_real<RealType>, RealType, float>;
    static constexpr std::string_view kind = "a Model";
    using Joint = typename Net::template Joint<Input>;
    using Output = typename Joint::Output;
    /// The verdict on the name of a parameter or, where not `Learned`, of a buffer.
    template <bool Learned, QualifiedName TensorName>
    using NameVerdict =
        std::conditional_t<std::is_same_v<Net, detail::Nothing>, Fits, detail::NameVerdict<Joint, Learned, TensorName>>;

    /// Reals that the block holds, and where it lies: `Place` is nothing, or for Borrowed a span of that many.
    static constexpr std::size_t memory_size = block_size(Joint::parameters) + block_size(Joint::buffers);
    using Block = typename std::conditional_t<Judged::fits, Storage, Heap>::template Block<Real, memory_size>;
    using Place = typename Block::Place;

    /// Parameters with a random start are 0, waiting to be loaded.
    Model()
        requires std::is_default_constructible_v<Place>
        : block_(Place{}) {
        start(nullptr);
    }
    /// Made from a Generator, of which random starts are drawn in the order of the layers, and for Borrowed from its
    /// memory, in any order.
    template <class First, class... Rest>
        requires(!std::derived_from<std::remove_cvref_t<First>, Model>)
    explicit Model(First&& first, Rest&&... rest)
        : block_(Arguments::template in<detail::PlaceSlot<Place>>(std::forward<First>(first),
                                                                  std::forward<Rest>(rest)...)) {
        static_assert(judge<typename Arguments::template Verdict<First, Rest...>>());
        start(Arguments::template in<detail::ReferenceSlot<Generator>>(first, rest...));
    }

    /// The numbers of another model of this net, wherever they lie, for inputs of any length that leaves the tensors
    /// as they are.
    template <class OtherNet, class OtherIn, class OtherReal, class OtherStorage>
    Model& operator=(const Model<OtherNet, OtherIn, OtherReal, OtherStorage>& other) {
        using Other = Model<OtherNet, OtherIn, OtherReal, OtherStorage>;
        if constexpr (!std::is_same_v<typename Other::Net, Net>) {
            static_assert(judge<Refused<NumbersOfAnotherNet, OtherNet>>());
        } else if constexpr (!detail::has_same_tensors<Joint, typename Other::Joint>) {
            static_assert(judge<Refused<NumbersForOtherInputs<OtherIn, Input>, Net>>());
        } else {
            if constexpr (std::is_default_constructible_v<Place>) {
                if (!block_.data()) block_ = Block(Place{});
            }
            std::ranges::copy(other.parameter_block(), parameter_block().begin());
            std::ranges::copy(other.buffer_block(), buffer_block().begin());
            examples_trained_ = other.examples_trained();
        }
        return *this;
    }

    /// The numbers of one tensor, row-major, by a name such as "2.weight" (`parameters<Net, In>` lists them).
    template <QualifiedName TensorName>
    [[nodiscard]] auto parameter() & {
        static_assert(judge<NameVerdict<true, TensorName>>());
        return fixed<detail::named_tensor<Joint, true, TensorName>()>(parameter_block());
    }
    template <QualifiedName TensorName>
    [[nodiscard]] auto parameter() const& {
        static_assert(judge<NameVerdict<true, TensorName>>());
        return fixed<detail::named_tensor<Joint, true, TensorName>()>(parameter_block());
    }
    template <QualifiedName TensorName>
    [[nodiscard]] auto buffer() & {
        static_assert(judge<NameVerdict<false, TensorName>>());
        return fixed<detail::named_tensor<Joint, false, TensorName>()>(buffer_block());
    }
    template <QualifiedName TensorName>
    [[nodiscard]] auto buffer() const& {
        static_assert(judge<NameVerdict<false, TensorName>>());
        return fixed<detail::named_tensor<Joint, false, TensorName>()>(buffer_block());
    }

    /// The whole of the parameters and of the buffers, padding included; the tables of `Joint` say what lies where.
    [[nodiscard]] std::span<Real> parameter_block() & { return {numbers(block_), parameter_size}; }
    [[nodiscard]] std::span<const Real> parameter_block() const& { return {numbers(block_), parameter_size}; }
    [[nodiscard]] std::span<Real> buffer_block() & { return {numbers(block_) + parameter_size, buffer_size}; }
    [[nodiscard]] std::span<const Real> buffer_block() const& {
        return {numbers(block_) + parameter_size, buffer_size};
    }

    /// Examples that the model was trained on so far. What is drawn at random in training follows from it, so that a
    /// model which is saved together with it goes on as if nothing had been.
    [[nodiscard]] std::uint64_t examples_trained() const { return examples_trained_; }
    void set_examples_trained(std::uint64_t examples) { examples_trained_ = examples; }

    /// A name that stands in parentheses.
    template <class Given>
    [[nodiscard]] std::span<Real> parameter(const Given&) const {
        static_assert(judge<Refused<detail::NameInParentheses, Given>>());
        return {};
    }
    template <class Given>
    [[nodiscard]] std::span<Real> buffer(const Given&) const {
        static_assert(judge<Refused<detail::NameInParentheses, Given>>());
        return {};
    }

    /// The numbers of a model that ends with the line are not lent.
    template <QualifiedName TensorName>
    [[nodiscard]] auto parameter() const&& {
        static_assert(judge<Refused<OwnerThatEndsHere, detail::Named<Model, TensorName>>>());
        return this->template parameter<TensorName>();
    }
    template <QualifiedName TensorName>
    [[nodiscard]] auto buffer() const&& {
        static_assert(judge<Refused<OwnerThatEndsHere, detail::Named<Model, TensorName>>>());
        return this->template buffer<TensorName>();
    }
    template <class Owner = Model>
    [[nodiscard]] std::span<const Real> parameter_block() const&& {
        static_assert(judge<Refused<OwnerThatEndsHere, Owner>>());
        return {};
    }
    template <class Owner = Model>
    [[nodiscard]] std::span<const Real> buffer_block() const&& {
        static_assert(judge<Refused<OwnerThatEndsHere, Owner>>());
        return {};
    }

  private:
    using Arguments = detail::ArgumentRules<detail::AModel, detail::ReferenceSlot<Generator>, detail::PlaceSlot<Place>>;
    static constexpr std::size_t parameter_size = block_size(Joint::parameters);
    static constexpr std::size_t buffer_size = block_size(Joint::buffers);

    static auto numbers(auto& block) {
        auto* const begin = block.data();
        if (memory_size > 0 && !begin) {
            detail::fail<std::logic_error>(
                [] { return "the Model was moved from and has no numbers: assign to it first"; });
        }
        return begin;
    }

    template <class Number>
    static std::span<Number> view(std::span<Number> block, const TensorSpec& spec) {
        return block.subspan(spec.offset, spec.shape.size());
    }
    template <TensorSpec Spec, class Number>
    static auto fixed(std::span<Number> block) {
        return std::span<Number, Spec.shape.size()>(view(block, Spec));
    }
    /// Fills the numbers that do not start as 0; those that are drawn, where there is a generator.
    void start(Generator* generator) {
        start(Joint::parameters, parameter_block(), generator);
        start(Joint::buffers, buffer_block(), generator);
    }
    template <class Table>
    static void start(const Table& table, std::span<Real> block, Generator* generator) {
        fill_constants(table, block);
        if (generator == nullptr) return;
        for (const TensorSpec& spec : table) {
            if (spec.init != Init::normal && spec.init != Init::normal_by_fan_in) continue;
            const auto values = view(block, spec);
            generator->randn(values);
            if (spec.init == Init::normal) continue;
            const std::size_t fan_in = spec.shape.size() / spec.shape.lengths[spec.shape.rank - 1];
            const Real deviation = std::sqrt(static_cast<Real>(fan_in));
            for (Real& value : values) value /= deviation;
        }
    }
    template <class Table>
    static void fill_constants(const Table& table, std::span<Real> block) {
        for (const TensorSpec& spec : table) {
            if (spec.init == Init::ones) std::ranges::fill(view(block, spec), Real{1});
            if (spec.init == Init::quarters) std::ranges::fill(view(block, spec), Real{1} / 4);
        }
    }

    Block block_;
    std::uint64_t examples_trained_ = 0;
};

namespace detail {

template <class Type>
inline constexpr bool is_model = false;
template <class Net, class In, class Real, class Storage>
inline constexpr bool is_model<Model<Net, In, Real, Storage>> = true;

/// A model's type; that of one without numbers in the place of what is none.
template <class Type>
using ModelOr =
    std::conditional_t<is_model<std::remove_cvref_t<Type>>, std::remove_cvref_t<Type>, Model<Nothing, Shape<1>>>;

/// Whether `Given` is a model that a Trainer or Evaluator of `Named` can refer to: one with a name of its own.
template <class Given, class Named>
constexpr auto judge_reference() {
    if constexpr (!std::is_same_v<std::remove_cvref_t<Given>, std::remove_const_t<Named>>)
        return Refused<ModelOfAnotherType, std::remove_cvref_t<Given>>{};
    else if constexpr (!std::is_lvalue_reference_v<Given>)
        return Refused<ModelThatEndsHere, Given>{};
    else if constexpr (!std::is_convertible_v<std::remove_reference_t<Given>*, Named*>)
        return Refused<TrainerOfConstModel, Given>{};
    else
        return Fits{};
}
template <class Given, class Named>
using ReferenceVerdict = decltype(judge_reference<Given, Named>());

/// The address of a model that can be referred to.
template <class Named, class Given>
Named* referred([[maybe_unused]] Given&& model) {
    if constexpr (ReferenceVerdict<Given, Named>::fits)
        return &model;
    else
        return nullptr;
}

} // namespace detail

} // namespace tenon
