// SPDX-License-Identifier: BSL-1.0
//
// A team that ends with the line.
//
// says: a Trainer refers to its team but gets a temporary, which ends with this line: give the team a name
// says clang 16: Refused<tenon::TeamThatEndsHere, tenon::Threads>
#include "tenon/tenon.hpp"
#include "tenon/threads.hpp"

using namespace tenon;

void share(Trainer<Model<Linear<3>, Shape<4>>, Batch<2>>& trainer) {
#ifdef CORRECTED
    static Threads threads{2};
    trainer.use(threads);
#else
    trainer.use(Threads{2});
#endif
}
