// SPDX-License-Identifier: BSL-1.0
//
// Batches refer to their data, which has to outlive them.
//
// says: inputs take a range that outlives the call but gets a temporary, which ends with this line: give it a name
// says clang 16: Misuse<tenon::detail::KeptInputs, tenon::TakesLastingRange, tenon::GivesTemporary<std::vector<float, std::allocator<float>>>>
#include "tenon/data/batches.hpp"
#include "tenon/tenon.hpp"

#include <vector>

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;

bool trained(Trainer<M, Batch<2>>& trainer, const std::vector<Token>& targets) {
#ifdef CORRECTED
    const std::vector<float> inputs(20);
    Batches batches{trainer, inputs, targets};
#else
    Batches batches{trainer, std::vector<float>(20), targets};
#endif
    return batches.next();
}
