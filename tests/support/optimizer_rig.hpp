// SPDX-License-Identifier: BSL-1.0
//
// What holds for every optimizer: PyTorch's way over 1,000 steps, and the same bits wherever a parameter stands.
#pragma once

#include "support/guarded.hpp"
#include "support/reference.hpp"
#include "support/sizes.hpp"

#include "tenon/optim/optimizer.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace tenon::test {

/// The gradient of parameter `index` at step `step`, as `make_reference.py` has it.
template <class Real>
Real shaking_gradient(std::size_t index, std::size_t step, Real parameter) {
    const auto i = static_cast<double>(index), t = static_cast<double>(step);
    return static_cast<Real>((0.1 + 0.05 * i) * (double{parameter} - i / 10) + 0.3 * std::sin(0.1 * t * (i + 1)));
}

/// The parameters of each of PyTorch's trajectories of this name, within 1e-5 from the first step to the last.
/// `made(numbers)` is the optimizer of a case.
template <class Real, class Made>
void check_trajectories(const std::string& name, Made made) {
    const nlohmann::json cases = reference("training")["trajectories"][0][name];
    BOOST_REQUIRE(cases.size() > 1);
    for (const nlohmann::json& expected : cases) {
        const auto optimizer = made(expected["numbers"]);
        constexpr std::size_t state = decltype(optimizer)::state;
        auto parameters = expected["start"].get<std::vector<Real>>();
        std::vector<Real> gradients(parameters.size());
        std::array<std::vector<Real>, state> kept;
        ParameterSlice<Real, state> slice{parameters, gradients, {}};
        for (std::size_t number = 0; number < state; ++number) {
            kept[number].resize(parameters.size());
            slice.state[number] = kept[number];
        }
        double worst = 0;
        for (std::size_t step = 1; step <= 1000; ++step) {
            for (std::size_t index = 0; index < parameters.size(); ++index)
                gradients[index] = shaking_gradient(index, step, parameters[index]);
            optimizer.update(slice, expected["rate"].get<Real>(), step);
            const auto shown = expected["moved"].find(std::to_string(step));
            if (shown == expected["moved"].end()) continue;
            for (std::size_t index = 0; index < parameters.size(); ++index)
                worst = std::max(worst, std::abs(double{parameters[index]} - (*shown)[index].get<double>()));
        }
        BOOST_TEST(worst < 1e-5, name << " " << expected["numbers"] << ": differs by " << worst);
    }
}

/// A parameter has the same bits alone and in a slice of any length, and nothing beyond the slice is touched.
template <class Real, class Optimizer>
void check_slices(const Optimizer& optimizer) {
    constexpr std::size_t state = Optimizer::state;
    around_lanes<Real>([&]<std::size_t Size>() {
        for (std::size_t offset : offsets) {
            std::deque<Guarded<Real>> numbers; // parameters, gradients, and the state
            for (std::size_t number = 0; number < 2 + state; ++number) {
                numbers.emplace_back(Size, offset + number);
                numbers.back().randomize(static_cast<std::uint32_t>(number + 1));
                if (number < 2) continue;
                for (Real& kept : numbers.back().span()) kept = std::abs(kept);
            }
            std::vector<std::vector<Real>> expected(2 + state);
            for (std::size_t index = 0; index < Size; ++index) {
                std::array<Real, 2 + state> lone{};
                ParameterSlice<Real, state> slice{{lone.data(), 1}, {&lone[1], 1}, {}};
                for (std::size_t number = 0; number < lone.size(); ++number) {
                    lone[number] = numbers[number][index];
                    if (number > 1) slice.state[number - 2] = {&lone[number], 1};
                }
                optimizer.update(slice, Real(0.1), 3);
                for (std::size_t number = 0; number < lone.size(); ++number) expected[number].push_back(lone[number]);
            }
            ParameterSlice<Real, state> slice{numbers[0].span(), numbers[1].span(), {}};
            for (std::size_t number = 0; number < state; ++number) slice.state[number] = numbers[2 + number].span();
            optimizer.update(slice, Real(0.1), 3);
            for (std::size_t number = 0; number < numbers.size(); ++number) {
                BOOST_TEST(differing<Real>(numbers[number].span(), expected[number]) == 0);
                BOOST_TEST(numbers[number].intact());
            }
        }
    });
}

} // namespace tenon::test
