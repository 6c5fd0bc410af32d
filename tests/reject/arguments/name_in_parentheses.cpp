// SPDX-License-Identifier: BSL-1.0
//
// The name of a parameter as an argument.
//
// says: the name of a tensor stands in angle brackets, as in parameter<name>(), but is given in parentheses
// says clang 16: Refused<tenon::detail::NameInParentheses, char[7]>
#include "tenon/dsl.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;

void look(M& model) {
#ifdef CORRECTED
    auto weight = model.parameter<"weight">();
#else
    auto weight = model.parameter("weight");
#endif
    static_cast<void>(weight);
}
