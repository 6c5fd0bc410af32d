// SPDX-License-Identifier: BSL-1.0
//
// The main function of every test program.
#define BOOST_TEST_MODULE tenon
#include <boost/test/unit_test.hpp>
