// SPDX-License-Identifier: BSL-1.0
//
// Two spellings of one net.
#pragma once

#include "support/laws.hpp"
#include "support/rig.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon::test {

/// Whether the tensors of two blocks are equal to the bit, one after another, wherever they lie.
template <std::size_t Count>
bool same_tensors(const std::array<TensorSpec, Count>& left_specs, const Fenced<float>& left,
                  const std::array<TensorSpec, Count>& right_specs, const Fenced<float>& right) {
    bool same = true;
    for (std::size_t index = 0; index < Count; ++index) {
        const TensorSpec &one = left_specs[index], &other = right_specs[index];
        same = same && same_bits<float>(left.span().subspan(one.offset, one.shape.size()),
                                        right.span().subspan(other.offset, other.shape.size()));
    }
    return same;
}

/// Two nets with the same tensors in the same order, whatever they are called, compute the same on the same numbers:
/// in both modes, forward and backward, to the bit.
template <class Left, class Right, class In, std::size_t Batch>
void are_one_net() {
    using LeftJoint = JointOf<Left, In>;
    using RightJoint = JointOf<Right, In>;
    static_assert(std::is_same_v<typename LeftJoint::Output, typename RightJoint::Output>);
    Rig<Left, In, Batch, float> left; // both draw their numbers tensor by tensor
    Rig<Right, In, Batch, float> right;
    BOOST_TEST_CONTEXT(spelling<Left>().view() << " and " << spelling<Right>().view()) {
        BOOST_TEST(same_tensors(LeftJoint::parameters, left.parameters, RightJoint::parameters, right.parameters));
        left.evaluate();
        right.evaluate();
        BOOST_TEST(same_bits<float>(left.y.span(), right.y.span()));
        left.forward();
        right.forward();
        BOOST_TEST(same_bits<float>(left.y.span(), right.y.span()));
        BOOST_TEST(same_tensors(LeftJoint::buffers, left.buffers, RightJoint::buffers, right.buffers));
        left.backward();
        right.backward();
        BOOST_TEST(same_bits<float>(left.dx.span(), right.dx.span()));
        BOOST_TEST(same_tensors(LeftJoint::parameters, left.gradients, RightJoint::parameters, right.gradients));
    }
}

} // namespace tenon::test
