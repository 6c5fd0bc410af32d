// SPDX-License-Identifier: BSL-1.0
//
// A net as a table: each layer, the shape behind it, what it learns and what it costs.
#pragma once

#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/plan.hpp"
#include "tenon/dsl/text.hpp"

#include <boost/hana/unpack.hpp>

#include <array>
#include <cstddef>

namespace tenon {

/// A row of the table.
struct LayerSummary {
    Text<256> layer;            ///< as written: `Linear<128, no_bias>`
    Text<256> output;           ///< of one example: `Shape<4, 128>`
    std::size_t parameters;     ///< learned numbers
    std::size_t forward_flops;  ///< of the matrix products for one example, a multiply-add counting as 2
    std::size_t backward_flops; ///< the same for its gradients
};

namespace detail {

template <class Layer, class Joint>
constexpr LayerSummary summary_of() {
    return {spelling<Layer>(), spelling<typename Joint::Output>(), element_count(Joint::parameters),
            Joint::forward_flops, Joint::backward_flops};
}

template <class Net, class In>
struct Summary {
    static constexpr auto rows() { return std::array{summary_of<Net, JointOf<Net, In>>()}; }
};
template <class... Layers, class In>
struct Summary<Sequential<Layers...>, In> {
    static constexpr auto rows() {
        return hana::unpack(typename JointOf<Sequential<Layers...>, In>::List{},
                            []<class... Stages>(hana::basic_type<Stages>...) {
                                return std::array<LayerSummary, sizeof...(Layers)>{
                                    summary_of<typename Stages::Type, typename Stages::Joint>()...};
                            });
    }
};

} // namespace detail

/// The rows of a net's table: one for each layer of a Sequential, one for any other net.
template <class Net, class In>
constexpr auto summary() {
    return detail::Summary<Net, In>::rows();
}

} // namespace tenon
