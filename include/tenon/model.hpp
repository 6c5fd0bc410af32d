// SPDX-License-Identifier: BSL-1.0
//
// A net with its numbers: one block of parameters and one of buffers.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/block.hpp"
#include "tenon/lowered.hpp"
#include "tenon/random/generator.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>

namespace tenon {

/// The numbers of `Net` on inputs `In`, both blocks on the heap. Copying copies the numbers.
template <class NetType, class In, class RealType = float>
class Model {
    static_assert(judge<Verdict<NetType, In>>());

  public:
    /// The net itself; where it does not fit, a net that does nothing, so that one mistake stays one error.
    using Net = std::conditional_t<fits<NetType, In>, NetType, detail::Nothing>;
    using Input = In;
    using Real = RealType;
    using Joint = typename Net::template Joint<In>;
    using Output = typename Joint::Output;

    /// Parameters with a random start are 0, waiting to be loaded.
    Model() : parameters_(block_size(Joint::parameters)), buffers_(block_size(Joint::buffers)) {
        fill_ones(Joint::parameters, parameters_);
        fill_ones(Joint::buffers, buffers_);
    }
    /// Random starts are drawn in the order of the layers.
    explicit Model(Generator& generator) : Model() {
        for (const TensorSpec& spec : Joint::parameters) {
            if (spec.init != Init::normal && spec.init != Init::normal_by_fan_in) continue;
            const auto values = view(parameters_, spec);
            generator.randn(values);
            if (spec.init == Init::normal) continue;
            const Real deviation = std::sqrt(static_cast<Real>(spec.shape.lengths[0]));
            for (Real& value : values) value /= deviation;
        }
    }
    explicit Model(Generator&& generator) : Model(generator) {}

    /// The numbers of one tensor, row-major, by a name such as "2.weight" (`parameters<Net, In>` lists them).
    template <Name TensorName>
    [[nodiscard]] auto parameter() {
        constexpr TensorSpec spec = find(Joint::parameters, TensorName);
        return std::span<Real, spec.shape.size()>(view(parameters_, spec));
    }
    template <Name TensorName>
    [[nodiscard]] auto parameter() const {
        constexpr TensorSpec spec = find(Joint::parameters, TensorName);
        return std::span<const Real, spec.shape.size()>(view(parameters_, spec));
    }
    template <Name TensorName>
    [[nodiscard]] auto buffer() {
        constexpr TensorSpec spec = find(Joint::buffers, TensorName);
        return std::span<Real, spec.shape.size()>(view(buffers_, spec));
    }
    template <Name TensorName>
    [[nodiscard]] auto buffer() const {
        constexpr TensorSpec spec = find(Joint::buffers, TensorName);
        return std::span<const Real, spec.shape.size()>(view(buffers_, spec));
    }

    /// The whole blocks, padding included; the tables of `Joint` say what lies where.
    [[nodiscard]] std::span<Real> parameter_block() { return parameters_.span(); }
    [[nodiscard]] std::span<const Real> parameter_block() const { return parameters_.span(); }
    [[nodiscard]] std::span<Real> buffer_block() { return buffers_.span(); }
    [[nodiscard]] std::span<const Real> buffer_block() const { return buffers_.span(); }

  private:
    template <class BlockType>
    static auto view(BlockType& block, const TensorSpec& spec) {
        return block.span().subspan(spec.offset, spec.shape.size());
    }
    template <class Table>
    static void fill_ones(const Table& table, Block<Real>& block) {
        for (const TensorSpec& spec : table) {
            if (spec.init == Init::ones) std::ranges::fill(view(block, spec), Real{1});
        }
    }

    Block<Real> parameters_;
    Block<Real> buffers_;
};

} // namespace tenon
