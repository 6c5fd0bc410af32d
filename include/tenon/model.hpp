// SPDX-License-Identifier: BSL-1.0
//
// A net with its numbers.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/lowered.hpp"
#include "tenon/random/generator.hpp"
#include "tenon/storage.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>

namespace tenon {

/// The numbers of `Net` on inputs `In`, in one block: parameters, then buffers. Copying copies the numbers.
template <class NetType, class In, class RealType = float, class Storage = Heap>
class Model {
    static_assert(judge<Verdict<NetType, In>>());

  public:
    /// The net itself; where it does not fit, a net that does nothing, so that one mistake stays one error.
    using Net = std::conditional_t<fits<NetType, In>, NetType, detail::Nothing>;
    using Input = std::conditional_t<detail::is_input<In>, In, Shape<1>>;
    using Real = RealType;
    using Joint = typename Net::template Joint<Input>;
    using Output = typename Joint::Output;

    /// Reals that the block holds, and where it lies: `Place` is nothing, or for Borrowed a span of that many.
    static constexpr std::size_t memory_size = block_size(Joint::parameters) + block_size(Joint::buffers);
    using Place = detail::Place<Storage, Real, memory_size>;

    Model()
        requires std::is_default_constructible_v<Place>
        : Model(Place{}) {}
    /// Parameters with a random start are 0, waiting to be loaded.
    explicit Model(Place place) : block_(place) {
        fill_ones(Joint::parameters, parameter_block());
        fill_ones(Joint::buffers, buffer_block());
    }
    explicit Model(Generator& generator)
        requires std::is_default_constructible_v<Place>
        : Model(generator, Place{}) {}
    explicit Model(Generator&& generator)
        requires std::is_default_constructible_v<Place>
        : Model(generator, Place{}) {}
    /// Random starts are drawn in the order of the layers.
    Model(Generator& generator, Place place) : Model(place) {
        for (const TensorSpec& spec : Joint::parameters) {
            if (spec.init != Init::normal && spec.init != Init::normal_by_fan_in) continue;
            const auto values = view(parameter_block(), spec);
            generator.randn(values);
            if (spec.init == Init::normal) continue;
            const Real deviation = std::sqrt(static_cast<Real>(spec.shape.lengths[0]));
            for (Real& value : values) value /= deviation;
        }
    }
    Model(Generator&& generator, Place place) : Model(generator, place) {}

    /// The numbers of another model of this net, wherever they lie.
    template <class OtherNet, class OtherReal, class OtherStorage>
    Model& operator=(const Model<OtherNet, In, OtherReal, OtherStorage>& other) {
        if constexpr (!std::is_same_v<typename Model<OtherNet, In, OtherReal, OtherStorage>::Net, Net>) {
            static_assert(judge<Refused<NumbersOfAnotherNet, OtherNet>>());
        } else {
            std::ranges::copy(other.parameter_block(), parameter_block().begin());
            std::ranges::copy(other.buffer_block(), buffer_block().begin());
        }
        return *this;
    }

    /// The numbers of one tensor, row-major, by a name such as "2.weight" (`parameters<Net, In>` lists them).
    template <Name TensorName>
    [[nodiscard]] auto parameter() {
        return fixed<find(Joint::parameters, TensorName)>(parameter_block());
    }
    template <Name TensorName>
    [[nodiscard]] auto parameter() const {
        return fixed<find(Joint::parameters, TensorName)>(parameter_block());
    }
    template <Name TensorName>
    [[nodiscard]] auto buffer() {
        return fixed<find(Joint::buffers, TensorName)>(buffer_block());
    }
    template <Name TensorName>
    [[nodiscard]] auto buffer() const {
        return fixed<find(Joint::buffers, TensorName)>(buffer_block());
    }

    /// The whole of the parameters and of the buffers, padding included; the tables of `Joint` say what lies where.
    [[nodiscard]] std::span<Real> parameter_block() { return {block_.data(), parameter_size}; }
    [[nodiscard]] std::span<const Real> parameter_block() const { return {block_.data(), parameter_size}; }
    [[nodiscard]] std::span<Real> buffer_block() { return {block_.data() + parameter_size, buffer_size}; }
    [[nodiscard]] std::span<const Real> buffer_block() const { return {block_.data() + parameter_size, buffer_size}; }

  private:
    static constexpr std::size_t parameter_size = block_size(Joint::parameters);
    static constexpr std::size_t buffer_size = block_size(Joint::buffers);

    template <class Number>
    static std::span<Number> view(std::span<Number> block, const TensorSpec& spec) {
        return block.subspan(spec.offset, spec.shape.size());
    }
    template <TensorSpec Spec, class Number>
    static auto fixed(std::span<Number> block) {
        return std::span<Number, Spec.shape.size()>(view(block, Spec));
    }
    template <class Table>
    static void fill_ones(const Table& table, std::span<Real> block) {
        for (const TensorSpec& spec : table) {
            if (spec.init == Init::ones) std::ranges::fill(view(block, spec), Real{1});
        }
    }

    typename Storage::template Block<Real, memory_size> block_;
};

namespace detail {

template <class Type>
inline constexpr bool is_model = false;
template <class Net, class In, class Real, class Storage>
inline constexpr bool is_model<Model<Net, In, Real, Storage>> = true;

/// Whether `Given` is a model that a Trainer or Evaluator of `Named` can refer to: one with a name of its own.
template <class Given, class Named>
constexpr auto judge_model() {
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
using ModelVerdict = decltype(judge_model<Given, Named>());

/// The address of a model that can be referred to.
template <class Named, class Given>
Named* referred([[maybe_unused]] Given&& model) {
    if constexpr (ModelVerdict<Given, Named>::fits)
        return &model;
    else
        return nullptr;
}

} // namespace detail

} // namespace tenon
