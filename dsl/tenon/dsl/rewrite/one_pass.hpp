// SPDX-License-Identifier: BSL-1.0
//
// Layers that work on each element by itself, one behind another, as one layer: training and evaluation run them so.
#pragma once

#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/compose/stands_for.hpp"
#include "tenon/dsl/joint.hpp"

#include <type_traits>

namespace tenon {

/// `OnePass<Relu, Tanh>`: each element goes through all of them while it is at hand. What is between them is stored
/// nowhere; backward computes it again.
template <class... Functions>
struct OnePass : StandsFor<Sequential<Functions...>> {
    template <class In>
    using Joint = PointwiseJoint<In>;
};

namespace detail {

/// Without a joint of its own, which might have parameters.
template <class Type>
concept is_pointwise = std::is_base_of_v<Pointwise, Type> &&
                       std::is_same_v<typename Type::template Joint<Shape<1>>, PointwiseJoint<Shape<1>>>;

} // namespace detail

} // namespace tenon
