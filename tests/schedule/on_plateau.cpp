// SPDX-License-Identifier: BSL-1.0
//
// A rate that falls where losses do not: ReduceLROnPlateau.
#include "tenon/schedule/on_plateau.hpp"

#include "support/schedule_rates.hpp"

#include "tenon/schedule/schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>

using namespace tenon;
using tenon::test::torch_rates;

static_assert(ScheduleOf<OnPlateau, float> && ScheduleOf<OnPlateau, double>);

BOOST_AUTO_TEST_CASE(rates_are_those_of_pytorch) {
    const nlohmann::json expected = torch_rates("OnPlateau");
    OnPlateau schedule{{.start = 0.5F, .factor = 0.5F, .patience = 2, .threshold = 1e-3, .least = 0.05F}};
    BOOST_TEST(std::isinf(schedule.best()));
    for (std::size_t index = 0; index < expected["losses"].size(); ++index) {
        schedule.observe(expected["losses"][index]);
        BOOST_TEST(schedule(index) == expected["rates"][index].get<float>(), "behind loss " << index);
    }
    BOOST_TEST(schedule.best() == 1.4);
}

BOOST_AUTO_TEST_CASE(a_loss_that_is_not_a_number_is_not_better) {
    OnPlateau schedule{{.start = 1, .factor = 0.5F, .patience = 0}};
    schedule.observe(std::nan(""));
    BOOST_TEST((schedule(0) == 0.5F && std::isinf(schedule.best())));
}
