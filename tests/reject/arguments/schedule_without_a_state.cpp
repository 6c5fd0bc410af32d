// SPDX-License-Identifier: BSL-1.0
//
// A schedule, which only depends on the step, among the states of a checkpoint.
//
// says: add_state takes what has a state, such as a Generator or Batches, but gets CosineWithWarmup
// says clang 16: Refused<tenon::detail::HasNoState<tenon::detail::AddState>, tenon::CosineWithWarmup>
#include "tenon/io/checkpoint.hpp"
#include "tenon/schedule/cosine_with_warmup.hpp"
#include "tenon/schedule/on_plateau.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Schedule = OnPlateau;
#else
using Schedule = CosineWithWarmup;
#endif

void use(Safetensors& content, const Schedule& rate) { add_state(content, "rate", rate); }
