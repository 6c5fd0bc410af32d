// SPDX-License-Identifier: BSL-1.0
//
// Groups: each tensor moves as under its own optimizer alone.
#include "tenon/optim/parameter_groups.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <span>
#include <vector>

namespace {

using namespace tenon;

using Net = Sequential<Embedding<5>, Flatten, Linear<7, no_bias>, BatchNorm1d<>, Tanh, Linear<4>>;
using M = Model<Net, Tokens<6, 3>>;

const std::vector<Token> inputs{0, 1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 0};
const std::vector<Token> targets{0, 3, 1, 2};

/// The model after some steps.
template <class Optimizer>
M trained(const Optimizer& optimizer) {
    M model{Generator{7}};
    for (float& weight : model.parameter<"3.weight">()) weight = 0.7F;
    Trainer<M, Batch<4>, Optimizer> trainer{model, optimizer};
    trainer.step(inputs, targets, 0.1F);
    return model;
}

template <QualifiedName Name>
bool same(const M& left, const M& right) {
    return std::ranges::equal(left.parameter<Name>(), right.parameter<Name>());
}

bool is_last(const TensorSpec& tensor) { return tensor.name.view().starts_with("5."); }

} // namespace

BOOST_AUTO_TEST_CASE(weights_decay_and_biases_and_norms_do_not) {
    using Groups = ParameterGroups<AdamW, AdamW>;
    const AdamW decaying{.weight_decay = 2}, constant{.weight_decay = 0};
    const M grouped = trained(Groups{is_matrix, decaying, constant});
    const M decayed = trained(decaying), kept = trained(constant);
    BOOST_TEST((same<"0.weight">(grouped, decayed) && !same<"0.weight">(grouped, kept)));
    BOOST_TEST((same<"2.weight">(grouped, decayed) && !same<"2.weight">(grouped, kept)));
    BOOST_TEST((same<"5.weight">(grouped, decayed) && !same<"5.weight">(grouped, kept)));
    BOOST_TEST((same<"3.weight">(grouped, kept) && !same<"3.weight">(grouped, decayed)));
    BOOST_TEST((same<"3.bias">(grouped, kept) && same<"5.bias">(grouped, kept)));
}

BOOST_AUTO_TEST_CASE(groups_of_other_optimizers_and_of_three_are_possible) {
    using Groups = ParameterGroups<Sgd, ParameterGroups<AdamWAmsgrad, SgdMomentum>>;
    static_assert(Groups::state == 3 && OptimizerOf<Groups, float> && OptimizerOf<Groups, double>);
    const SgdMomentum momentum{.weight_decay = 0.3};
    const M grouped = trained(Groups{is_last, Sgd{}, {is_matrix, AdamWAmsgrad{}, momentum}});
    BOOST_TEST((same<"5.weight">(grouped, trained(Sgd{})) && same<"5.bias">(grouped, trained(Sgd{}))));
    BOOST_TEST((same<"0.weight">(grouped, trained(AdamWAmsgrad{}))));
    BOOST_TEST((same<"3.weight">(grouped, trained(momentum)) && same<"3.bias">(grouped, trained(momentum))));
}

BOOST_AUTO_TEST_CASE(a_matrix_is_what_has_several_axes) {
    static_assert(is_matrix(TensorSpec{"weight", {5, 7}}) && is_matrix(TensorSpec{"table", {5, 2, 7}}));
    static_assert(!is_matrix(TensorSpec{"bias", {5}}));
}
