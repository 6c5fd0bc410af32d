// SPDX-License-Identifier: BSL-1.0
//
// The numbers of a file that is mapped for one line.
//
// says: a span of its numbers is asked of a MappedNpy that is a temporary, which ends with this line: give it a name
// says clang 16: Refused<tenon::OwnerThatEndsHere, tenon::MappedNpy<float>>
#include "tenon/io/npy.hpp"

using namespace tenon;

float first(const char* path) {
#ifdef CORRECTED
    const MappedNpy<float> mapped{path};
    return mapped.numbers()[0];
#else
    return MappedNpy<float>{path}.numbers()[0];
#endif
}
