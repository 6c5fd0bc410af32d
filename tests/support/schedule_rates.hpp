// SPDX-License-Identifier: BSL-1.0
//
// A schedule against the rates of PyTorch's scheduler in `tests/reference/training.json`.
#pragma once

#include "support/reference.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <string>

namespace tenon::test {

inline nlohmann::json torch_rates(const std::string& schedule) {
    return reference("training")["schedules"][0][schedule];
}

/// The rates of the first steps, within a millionth of the largest one.
template <class Schedule>
void check_rates(const Schedule& schedule, const nlohmann::json& expected) {
    BOOST_REQUIRE(expected.size() > 5);
    double largest = 0;
    for (const nlohmann::json& rate : expected) largest = std::max(largest, rate.get<double>());
    for (std::size_t step = 0; step < expected.size(); ++step)
        BOOST_TEST(std::abs(double{schedule(step)} - expected[step].get<double>()) < 1e-6 * largest,
                   "at step " << step);
}

} // namespace tenon::test
