// SPDX-License-Identifier: BSL-1.0
//
// The messages for calls of a Trainer's members with the wrong arguments.
#pragma once

#include "tenon/divergence.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/misuse.hpp"
#include "tenon/other_arguments.hpp"

#include <string_view>
#include <type_traits>

namespace tenon::detail {

struct StepOfTrainer {
    static constexpr std::string_view name = "step", arguments = "the inputs of a batch, its targets and a rate";
};
struct BackwardOfTrainer {
    static constexpr std::string_view name = "backward", arguments = "the inputs of a batch and its targets";
};
struct UpdateOfTrainer {
    static constexpr std::string_view name = "update", arguments = "a rate";
};
struct UseOfTrainer {
    static constexpr std::string_view name = "use",
                                      arguments = "a team that outlives the Trainer, such as Threads team{2}";
};
struct WhenDiverged {
    static constexpr std::string_view name = "when_diverged",
                                      arguments = "what is done then, such as Divergence::skips";
};

/// Overloads for the wrong arguments.
class TrainerMisuse {
  public:
    template <class... Given>
        requires(sizeof...(Given) != 3)
    float step(Given&&...) {
        static_assert(judge<Refused<OtherArguments<StepOfTrainer>, Given...>>());
        return 0;
    }
    template <class... Given>
        requires(sizeof...(Given) != 2)
    float backward(Given&&...) {
        static_assert(judge<Refused<OtherArguments<BackwardOfTrainer>, Given...>>());
        return 0;
    }
    template <class... Given>
        requires(sizeof...(Given) != 1)
    void update(Given&&...) {
        static_assert(judge<Refused<OtherArguments<UpdateOfTrainer>, Given...>>());
    }
    template <class Given>
        requires(!std::is_same_v<std::remove_cvref_t<Given>, Divergence>)
    void when_diverged(Given&&) {
        static_assert(judge<Refused<OtherArguments<WhenDiverged>, Given>>());
    }
    template <class Given>
        requires std::is_base_of_v<Team, std::remove_cvref_t<Given>> && (!std::is_lvalue_reference_v<Given>)
    void use(Given&&) {
        static_assert(judge<Refused<TeamThatEndsHere, Given>>());
    }
    template <class Given>
        requires(!std::is_base_of_v<Team, std::remove_cvref_t<Given>>)
    void use(Given&&) {
        static_assert(judge<Refused<OtherArguments<UseOfTrainer>, Given>>());
    }
};

} // namespace tenon::detail
