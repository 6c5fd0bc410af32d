// SPDX-License-Identifier: BSL-1.0
//
// A loss against PyTorch's figures for it in `tests/reference/training.json`, and against differences.
#pragma once

#include "support/guarded.hpp"
#include "support/reference.hpp"

#include "tenon/dsl/shape.hpp"
#include "tenon/loss/loss.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace tenon::test {

/// Whether the case is one of `Batch` outputs `Out`; then its loss and gradient are PyTorch's, within 2e-6.
template <class Loss, class Out, std::size_t Batch, class Real>
bool check_loss(const nlohmann::json& expected, const Loss& judge = Loss()) {
    std::vector<std::size_t> shape{Batch};
    shape.insert(shape.end(), Out::extents.begin(), Out::extents.end());
    if (expected["shape"] != nlohmann::json(shape)) return false;
    const auto outputs = expected["outputs"].get<std::vector<Real>>();
    const auto targets = expected["targets"].get<std::vector<typename Loss::Target>>();
    constexpr std::size_t each = tenon::detail::targets_per_example<Loss, Out>();
    BOOST_REQUIRE(outputs.size() == Batch * Out::size);
    BOOST_REQUIRE(targets.size() == Batch * each);
    Guarded<Real> doutputs{outputs.size()}, scratch{tenon::detail::loss_scratch<Loss, Batch, Out>()};
    const Real loss = tenon::detail::loss_of_batch<Batch, Out>(judge, std::as_const(outputs).data(), targets.data(),
                                                               doutputs.data(), nullptr, scratch.data());
    BOOST_TEST(std::abs(loss - expected["loss"].get<Real>()) < Real(2e-6));
    for (std::size_t index = 0; index < outputs.size(); ++index)
        BOOST_TEST(std::abs(doutputs[index] - expected["doutputs"][index].get<Real>()) < Real(2e-6));
    BOOST_TEST((doutputs.intact() && scratch.intact()));
    double sum = 0, weights = 0;
    for (std::size_t example = 0; example < Batch; ++example) {
        const auto* wanted = targets.data() + example * each;
        const double weight = tenon::detail::example_weight<Out>(judge, wanted);
        sum += weight * double{judge.template forward<Out>(outputs.data() + example * Out::size, wanted)};
        weights += weight;
    }
    BOOST_TEST(std::abs(sum / weights - expected["loss"].get<double>()) < 2e-6);
    return true;
}

/// The gradient of outputs that are far from 0, in double, against differences.
template <class Loss, class Out, std::size_t Batch>
void check_slopes(const std::vector<typename Loss::Target>& targets, const Loss& judge = Loss()) {
    Guarded<double> outputs{Batch * Out::size}, doutputs{Batch * Out::size}, unused{Batch * Out::size};
    Guarded<double> scratch{tenon::detail::loss_scratch<Loss, Batch, Out>()};
    outputs.randomize(5);
    const auto loss = [&](Guarded<double>& gradient) {
        return tenon::detail::loss_of_batch<Batch, Out>(judge, std::as_const(outputs).data(), targets.data(),
                                                        gradient.data(), nullptr, scratch.data());
    };
    loss(doutputs);
    constexpr double step = 1e-5;
    for (std::size_t index = 0; index < outputs.size(); ++index) {
        const double before = outputs[index];
        outputs[index] = before + step;
        const double above = loss(unused);
        outputs[index] = before - step;
        const double below = loss(unused);
        outputs[index] = before;
        BOOST_TEST(std::abs(doutputs[index] - (above - below) / (2 * step)) < 1e-9);
    }
}

} // namespace tenon::test
