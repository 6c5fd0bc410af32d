// SPDX-License-Identifier: BSL-1.0
//
// The length of a sequence as an argument.
//
// says: for_sequence takes a Model, and the positions in angle brackets, as in for_sequence<64>(model), but gets Model<Sequential<Conv1d<4, 3, causal>, Tanh>, Shape<9, 1>>, int
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::SequenceOfModel>, tenon::Model<
#include "tenon/dsl.hpp"
#include "tenon/rewrite/for_sequence.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Sequential<Conv1d<4, 3, causal>, Tanh>, Shape<9, 1>>;

void use(const M& model) {
#ifdef CORRECTED
    const auto longer = for_sequence<4800>(model);
    static_cast<void>(longer);
#else
    for_sequence(model, 4800);
#endif
}
