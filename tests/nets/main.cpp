// SPDX-License-Identifier: BSL-1.0
//
// Puts random nets through the laws of law.hpp, and prints digests that any other compilation of the program has to
// print too.
#include "nets/findings.hpp"

int main() {
    tenon::test::Findings findings;
    tenon::test::run_all_nets(findings);
    return findings.all_hold() ? 0 : 1;
}
