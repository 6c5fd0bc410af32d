// SPDX-License-Identifier: BSL-1.0
//
// Shapes followed through a list of layers up to the first joint that does not fit. The walk gathers a verdict and
// judges nothing: whoever uses the net judges it, once, next to the user's line.
#pragma once

#include "tenon/dsl/contract.hpp"
#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/verdict.hpp"

#include <boost/hana/fold_left.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <cstddef>
#include <type_traits>

namespace tenon::detail {

namespace hana = boost::hana;

/// A layer's place in a form: what flows into it, and the layer (or NetInput) that it comes from.
template <std::size_t Index, class LayerType, class In, class Giver>
struct Spot {
    static constexpr std::size_t index = Index;
    using Type = LayerType;
    using Input = In;
    using From = Giver;
};
/// A layer that fits there.
template <std::size_t Index, class LayerType, class In, class Giver>
struct Stage : Spot<Index, LayerType, In, Giver> {
    using Joint = typename LayerType::template Joint<In>;
};

/// How far a walk came: what flows, who gave it, and the stages behind it.
template <class In, class From, class... Stages>
struct Walk {
    using Verdict = Fits;
    using Output = In;
    using List = hana::tuple<hana::type<Stages>...>;
};
template <class Misfit>
struct Stopped {
    using Verdict = Misfit;
};

/// The giver within a form, seen from the form that holds it at `Index`, behind `Before`.
template <std::size_t Index, class Before>
Before giver(NetInput);
template <std::size_t Index, class Before>
EachPosition giver(EachPosition);
template <std::size_t Index, class Before>
ItsStream giver(ItsStream);
template <std::size_t Index, class Before>
ItsLastLayer giver(ItsLastLayer);
template <std::size_t Index, class Before, std::size_t... Position, class Type>
PlacedLayer<At<Index, Position...>, Type> giver(PlacedLayer<At<Position...>, Type>);

/// What the layer of a stage answered, seen from the form that holds it.
template <class Here>
constexpr Fits located(Fits) {
    return {};
}
template <class Here, class Takes, class... Better>
constexpr auto located(Unfit<Takes, Better...>) {
    using Where = PlacedLayer<At<Here::index>, typename Here::Type>;
    return Misfit<Where, Takes, Gets<typename Here::Input, typename Here::From>, Instead<Better...>>{};
}
template <class Here, std::size_t... Position, class Inner, class Takes, class Given, class Giver, class Better>
constexpr auto located(Misfit<PlacedLayer<At<Position...>, Inner>, Takes, Gets<Given, Giver>, Better>) {
    using Where = PlacedLayer<At<Here::index, Position...>, Inner>;
    using Seen = decltype(giver<Here::index, typename Here::From>(Giver{}));
    return Misfit<Where, Takes, Gets<Given, Seen>, Better>{};
}

/// One more layer, if all before it fitted.
struct Step {
    template <class In, class From, class... Stages, class Type>
    constexpr auto operator()(hana::basic_type<Walk<In, From, Stages...>>, hana::basic_type<Type>) const {
        using Verdict = decltype(located<Spot<sizeof...(Stages), Type, In, From>>(check_layer<Type, In>()));
        if constexpr (Verdict::fits) {
            using Here = Stage<sizeof...(Stages), Type, In, From>;
            return hana::type_c<
                Walk<typename Here::Joint::Output, PlacedLayer<At<Here::index>, Type>, Stages..., Here>>;
        } else {
            return hana::type_c<Stopped<Verdict>>;
        }
    }
    template <class Misfit, class Type>
    constexpr auto operator()(hana::basic_type<Stopped<Misfit>> stopped, hana::basic_type<Type>) const {
        return stopped;
    }
};

/// The same for the question whether a layer can train on batches of this size.
template <std::size_t Examples>
struct TrainingStep {
    template <class Here>
    constexpr auto operator()(Fits, hana::basic_type<Here>) const {
        return located<Here>(Here::Joint::template check_training<Examples>());
    }
    template <class Misfit, class Here>
    constexpr auto operator()(Misfit misfit, hana::basic_type<Here>) const {
        return misfit;
    }
};

/// The walk of `In` through `Layers`.
template <class In, class... Layers>
using Walked = typename std::decay_t<decltype(hana::fold_left(hana::tuple_t<Layers...>,
                                                              hana::type_c<Walk<In, NetInput>>, Step{}))>::type;

/// A verdict on a whole net: a lone layer's answer has no position in a form.
template <class Type, class In, class From = NetInput>
constexpr Fits final_verdict(Fits) {
    return {};
}
template <class Type, class In, class From = NetInput, class Takes, class... Better>
constexpr auto final_verdict(Unfit<Takes, Better...>) {
    return Misfit<PlacedLayer<At<>, Type>, Takes, Gets<In, From>, Instead<Better...>>{};
}
template <class Type, class In, class From = NetInput, class... Words>
constexpr auto final_verdict(Misfit<Words...> misfit) {
    return misfit;
}
template <class Type, class In, class From = NetInput, class... Words>
constexpr auto final_verdict(Refused<Words...> refused) {
    return refused;
}

/// The verdict on a net and its input.
template <class Net, class In>
constexpr auto verdict_of() {
    if constexpr (!is_input<In>)
        return NotAnInput<In>{};
    else if constexpr (!is_countable<In>)
        return InputTooLarge<In>{};
    else
        return final_verdict<Net, In>(check_layer<Net, In>());
}

/// Stands in for a net that does not fit, so that its one error stays the only one.
struct Nothing {
    template <class In>
    static constexpr Fits check() {
        return {};
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = Shape<1>;
    };
};

template <class Net, class In, std::size_t Examples, class Loss>
struct TrainingVerdictOf {
    using Joint = typename Net::template Joint<In>;
    using OfNet = decltype(final_verdict<Net, In>(Joint::template check_training<Examples>()));
    using Out = typename Joint::Output;
    using OfLoss = decltype(final_verdict<Loss, Out, NetOutput>(Loss::template check<Out>()));
    using type = std::conditional_t<OfNet::fits, OfLoss, OfNet>;
};

} // namespace tenon::detail

namespace tenon {

/// Fits, or the first Misfit of a net on this input. The net may be a const type, as `decltype` gives it.
template <class Net, class In>
using Verdict = decltype(detail::verdict_of<std::remove_const_t<Net>, In>());

/// Whether every joint of the net fits.
template <class Net, class In>
inline constexpr bool fits = Verdict<Net, In>::fits;

/// Fits, or why a net cannot train on batches of this size with this loss.
template <class Net, class In, std::size_t Examples, class Loss>
using TrainingVerdict = typename detail::TrainingVerdictOf<Net, In, Examples, Loss>::type;

} // namespace tenon
