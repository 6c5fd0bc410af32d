// SPDX-License-Identifier: BSL-1.0
//
// Muon: PyTorch's way, whatever the layout in memory, steps that are orthogonal, and the same bits for any team.
#include "tenon/optim/muon.hpp"

#include "support/optimizer_rig.hpp"
#include "support/sliced.hpp"
#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(OptimizerOf<Muon, float> && OptimizerOf<Muon, double>);

/// A matrix of PyTorch's (rows, columns) in memory, with its own numbers of state.
template <class Real>
struct Matrix {
    TensorSpec tensor;
    std::vector<Real> parameters, gradients;
    std::array<std::vector<Real>, Muon::state> state;

    Matrix(std::size_t rows, std::size_t columns, bool transposed)
        : tensor{.name = "0.weight",
                 .shape = transposed ? Extents{columns, rows} : Extents{rows, columns},
                 .transposed_in_files = transposed},
          parameters(rows * columns), gradients(rows * columns) {
        for (auto& numbers : state) numbers.resize(rows * columns);
    }
    /// Where PyTorch's number `index` lies.
    [[nodiscard]] std::size_t place(std::size_t index) const {
        if (!tensor.transposed_in_files) return index;
        const std::size_t columns = tensor.shape.lengths[0], rows = tensor.shape.lengths[1];
        return index % columns * rows + index / columns;
    }
    void update(const Muon& optimizer, Real rate, std::size_t step) {
        ParameterSlice<Real, Muon::state> slice{parameters, gradients, {}, &tensor};
        for (std::size_t number = 0; number < Muon::state; ++number) slice.state[number] = state[number];
        optimizer.update(slice, rate, step);
    }
};

/// How far a trajectory is from PyTorch's in its first steps.
template <class Real>
double distance(const nlohmann::json& expected, bool transposed, std::size_t steps) {
    const auto& numbers = expected["numbers"];
    const Muon optimizer{.momentum = numbers["momentum"],
                         .weight_decay = numbers["weight_decay"],
                         .steps = numbers["steps"],
                         .nesterov = numbers["nesterov"]};
    Matrix<Real> matrix(expected["rows"], expected["columns"], transposed);
    const std::size_t size = matrix.parameters.size();
    for (std::size_t index = 0; index < size; ++index)
        matrix.parameters[matrix.place(index)] = expected["start"][index].get<Real>();
    double worst = 0;
    for (std::size_t step = 1; step <= steps; ++step) {
        for (std::size_t index = 0; index < size; ++index) {
            const std::size_t at = matrix.place(index);
            matrix.gradients[at] = shaking_gradient(index, step, matrix.parameters[at]);
        }
        matrix.update(optimizer, expected["rate"].get<Real>(), step);
        const auto shown = expected["moved"].find(std::to_string(step));
        if (shown == expected["moved"].end()) continue;
        for (std::size_t index = 0; index < size; ++index) {
            const auto is = static_cast<double>(matrix.parameters[matrix.place(index)]);
            worst = std::max(worst, std::abs(is - (*shown)[index].get<double>()));
        }
    }
    return worst;
}

} // namespace

BOOST_AUTO_TEST_CASE(matrices_go_the_way_of_those_of_pytorch) {
    const auto all = reference("training");
    BOOST_REQUIRE(all["muon"].size() == 3U);
    for (const auto& expected : all["muon"]) {
        for (const bool transposed : {false, true}) {
            BOOST_TEST_CONTEXT(expected["rows"] << " by " << expected["columns"] << ", transposed " << transposed) {
                BOOST_TEST(distance<double>(expected, transposed, 1000) < 1e-5);
                BOOST_TEST(distance<float>(expected, transposed, 1000) < 1e-2);
                BOOST_TEST(distance<float>(expected, transposed, 10) < 1e-5);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_step_has_singular_values_near_one) {
    Matrix<double> matrix(9, 14, true);
    for (std::size_t at = 0; at < matrix.gradients.size(); ++at)
        matrix.gradients[at] = std::sin(static_cast<double>(at * at)) + (at % 7 == 0 ? 5 : 0);
    matrix.update(Muon{.momentum = 0, .weight_decay = 0, .steps = 12}, 1, 1);
    double squares = 0; // the sum of the squares of nine singular values
    for (const double moved : matrix.parameters) squares += moved * moved;
    BOOST_TEST(squares > 9 * 0.5);
    BOOST_TEST(squares < 9 * 1.5);
}

BOOST_AUTO_TEST_CASE(whoever_does_the_work_the_bits_are_the_same) {
    using M = Model<Sequential<Linear<300>, Tanh, Linear<200>, Tanh, Linear<3>>, Shape<40>>;
    using Groups = ParameterGroups<Muon, AdamW>;
    std::vector<float> inputs(256 * 40);
    Generator{2}.randn(std::span(inputs));
    std::vector<Token> targets(256);
    for (std::size_t at = 0; at < 256; ++at) targets[at] = static_cast<Token>(at % 3);
    const auto trained = [&](Team* team) {
        M model{Generator{1}};
        Trainer<M, Batch<256>, Groups> trainer{model};
        static_assert(decltype(trainer)::shares);
        if (team != nullptr) trainer.use(*team);
        float first = 0, last = 0;
        for (int step = 0; step < 4; ++step) {
            last = trainer.step(inputs, targets, 0.01F);
            if (step == 0) first = last;
        }
        BOOST_TEST(last < first);
        return std::vector<float>(model.parameter_block().begin(), model.parameter_block().end());
    };
    Sliced sliced{3};
    BOOST_TEST(trained(nullptr) == trained(&sliced), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_vector_is_refused) {
    Model<Linear<2>, Shape<3>> model{Generator{1}};
    Trainer<decltype(model), Batch<1>, Muon> trainer{model};
    BOOST_TEST(thrown<std::invalid_argument>([&] {
                   trainer.step(std::vector<float>{1, 2, 3}, std::vector<Token>{1}, 0.1F);
               }) == "Muon moves matrices, and bias has one axis: give such tensors to another optimizer, as "
                     "ParameterGroups<Muon, AdamW> does");
}
