// SPDX-License-Identifier: BSL-1.0
//
// The main function of all tests, and with it Boost.Test itself: there is no library of it for the other processor.
#define BOOST_TEST_MODULE tenon
#include <boost/test/included/unit_test.hpp>
