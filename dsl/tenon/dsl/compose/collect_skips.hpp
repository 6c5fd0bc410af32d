// SPDX-License-Identifier: BSL-1.0
//
// CollectSkips: layers one behind another on a residual stream, each of which also adds to the output, as in WaveNet.
#pragma once

#include "tenon/dsl/compose/form.hpp"
#include "tenon/dsl/compose/parallel.hpp"
#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/compose/stands_for.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon {

namespace detail {

/// A block is its Body and behind it, side by side, what is number 2 and what is number 1 in its brackets.
constexpr LayerPath in_skip_block(LayerPath path) {
    if (path.depth < 2 || path.steps[0] == 0) return path;
    LayerPath inside = path.without(0);
    inside.steps[0] = 2 - inside.steps[0];
    return inside;
}

/// What a block does to what flows on.
template <class... Next>
struct NextOfBlock {
    using type = Sequential<>;
};
template <class Next, class... Rest>
struct NextOfBlock<Next, Rest...> {
    using type = Next;
};
template <class... Next>
using NextOf = typename NextOfBlock<Next...>::type;

/// Of the Body and the Next behind it, the latter is number 2 in a block's brackets.
constexpr LayerPath next_is_2(LayerPath path) {
    if (path.depth > 0) path.steps[0] *= 2;
    return path;
}

/// The stream as far as it is known to fit: `In` flows, each layer gives `Skips` features (0: not known yet) to the
/// sum.
template <class In, std::size_t Skips, class... Stages>
struct Stream {
    using Verdict = Fits;
    using Flows = In;
    static constexpr std::size_t skips = Skips;
    template <template <class, std::size_t, class...> class Joint>
    using Apply = Joint<In, Skips, Stages...>;
};

/// What the layer `Here` of the form `Asker` does to the stream.
template <class Asker, bool Last, class In, std::size_t Skips, class Here, class... Stages>
constexpr auto onward() {
    using Out = typename Here::Joint::Output;
    using Given = Gets<Out, PlacedLayer<At<Here::index>, typename Here::Type>>;
    constexpr std::size_t flowing = Last ? 0 : In::features;
    if constexpr (Skips == 0 && (!combine<Concat, In, Out>() || Out::features <= flowing))
        return Stopped<Misfit<PlacedLayer<At<>, Asker>, TakesLayersThatGiveAtLeast<WithFeatures<In, flowing + 1>>,
                              Given, Instead<>>>{};
    else if constexpr (Skips != 0 && !std::is_same_v<Out, WithFeatures<In, flowing + Skips>>)
        return Stopped<Misfit<PlacedLayer<At<>, Asker>, TakesLayersThatGive<WithFeatures<In, flowing + Skips>>, Given,
                              Instead<>>>{};
    else
        return Stream<In, Out::features - flowing, Stages..., Here>{};
}

/// One layer after another.
template <class Asker, std::size_t Count>
struct StreamStep {
    template <class In, std::size_t Skips, class... Stages, class Type>
    constexpr auto operator()(Stream<In, Skips, Stages...>, hana::basic_type<Type>) const {
        constexpr std::size_t index = sizeof...(Stages);
        using From = std::conditional_t<index == 0, NetInput, ItsStream>;
        using Verdict = decltype(located<Spot<index, Type, In, From>>(check_layer<Type, In>()));
        if constexpr (!Verdict::fits)
            return Stopped<Verdict>{};
        else
            return onward<Asker, index + 1 == Count, In, Skips, Stage<index, Type, In, From>, Stages...>();
    }
    template <class Misfit, class Type>
    constexpr auto operator()(Stopped<Misfit> stopped, hana::basic_type<Type>) const {
        return stopped;
    }
};
template <class Asker, class In, class... Layers>
using Streamed = std::decay_t<decltype(hana::fold_left(hana::tuple_t<Layers...>, Stream<In, 0>{},
                                                       StreamStep<Asker, sizeof...(Layers)>{}))>;

template <class In, std::size_t Skips, class... Stages>
struct CollectSkipsJoint : FormJoint<Stages...> {
    using Base = FormJoint<Stages...>;
    using PerStage = typename Base::template PerStage<std::size_t>;
    using Output = WithFeatures<In, Skips>;
    static constexpr std::size_t count = sizeof...(Stages);

    /// Elements of each layer's output; a view's are its input itself.
    static constexpr PerStage inner{(Stages::Joint::view ? 0 : Stages::Joint::Output::size)...};

    /// Between forward and backward each layer's region is what it saves, its output, and the stream behind it.
    static constexpr PerStage outputs_saved_behind(std::size_t batch) {
        return {aligned_size(Stages::Joint::saved(batch))...};
    }
    static constexpr PerStage streams_saved_behind(std::size_t batch) {
        PerStage behind = outputs_saved_behind(batch);
        for (std::size_t index = 0; index < count; ++index) behind[index] += aligned_size(batch * inner[index]);
        return behind;
    }
    static constexpr PerStage region_sizes(std::size_t batch) {
        PerStage sizes = streams_saved_behind(batch);
        for (std::size_t index = 0; index + 1 < count; ++index) sizes[index] += aligned_size(batch * In::size);
        return sizes;
    }
    static constexpr PerStage saved_starts(std::size_t batch) { return starts(region_sizes(batch)); }
    static constexpr std::size_t saved(std::size_t batch) {
        return saved_starts(batch)[count - 1] + region_sizes(batch)[count - 1];
    }

    /// The largest output of a layer: its value in evaluation, its gradient in backward.
    static constexpr std::size_t largest_output(std::size_t batch) {
        return aligned_size(batch * std::max({Stages::Joint::Output::size...}));
    }
    /// The stream in evaluation; in backward its gradient, and a layer's part of it.
    static constexpr std::size_t stream(std::size_t batch) { return aligned_size(batch * In::size); }
    static constexpr std::size_t evaluation_scratch(std::size_t batch) {
        return stream(batch) + largest_output(batch) + Base::largest_evaluation_scratch(batch);
    }
    static constexpr std::size_t training_scratch(std::size_t batch) {
        return 2 * stream(batch) + largest_output(batch) + Base::largest_training_scratch(batch);
    }

    static constexpr std::size_t window = Base::reach_in_line().window;
    static constexpr std::size_t stride = Base::reach_in_line().stride;
    static constexpr std::size_t reach(std::size_t outputs)
        requires Base::upsamples
    {
        return Base::reach_in_line(outputs);
    }
};

} // namespace detail

/// A stream h starts as the input. Each layer but the last gives h's features, which are added to h, and behind them
/// others, which go to the output; the last layer gives only those. The output (…, skips) is the sum of what went
/// there. Tensors are named by position. Source: van den Oord et al., "WaveNet", 2016, figure 4.
template <class... Layers>
struct CollectSkips {
    static constexpr std::string_view header = "tenon/compose/collect_skips.hpp";
    static constexpr std::string_view text = "CollectSkips<layers...> with 1 layer or more";

    template <class In>
    static constexpr auto check() {
        if constexpr (sizeof...(Layers) == 0)
            return Unfit<TakesSpelling<CollectSkips>>{};
        else if constexpr (!detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else
            return typename detail::Streamed<CollectSkips, In, Layers...>::Verdict{};
    }

    template <class In>
    struct Joint : detail::Streamed<CollectSkips, In, Layers...>::template Apply<detail::CollectSkipsJoint> {};
};

/// A layer for CollectSkips: z = Body(x); Next(z), or z itself for `SkipBlock<Body, Skip>`, flows on and Skip(z) goes
/// to the output. Tensors are named `0.…` in Body, `1.…` in Skip and `2.…` in Next. The last layer of a CollectSkips
/// has nobody to flow to: `Sequential<Body, Skip>`.
template <class Body, class Skip, class... Next>
struct SkipBlock : StandsFor<Sequential<Body, Parallel<Concat, detail::NextOf<Next...>, Skip>>, detail::in_skip_block> {
    static constexpr std::string_view header = "tenon/compose/collect_skips.hpp";
    static constexpr std::string_view text = "SkipBlock<Body, Skip> or SkipBlock<Body, Skip, Next>";

    template <class In>
    static constexpr auto check() {
        if constexpr (sizeof...(Next) > 1)
            return Unfit<TakesSpelling<SkipBlock>>{};
        else
            return check_body<In>();
    }

  private:
    using NextLayer = detail::NextOf<Next...>;

    /// What flows on has the shape of what flows in.
    template <class In>
    static constexpr auto check_body() {
        using OfBody = decltype(Sequential<Body, NextLayer>::template check<In>());
        if constexpr (!OfBody::fits)
            return detail::shown<detail::next_is_2>(OfBody{});
        else
            return check_next<In, typename Sequential<Body, NextLayer>::template Joint<In>::Output>();
    }
    template <class In, class Out>
    static constexpr auto check_next() {
        if constexpr (!std::is_same_v<In, Out>)
            return Misfit<PlacedLayer<At<>, SkipBlock>, TakesNextThatGives<In>,
                          Gets<Out, PlacedLayer<At<2>, NextLayer>>, Instead<>>{};
        else
            return own(SkipBlock::StandsFor::template check<In>());
    }
    /// Shapes that differ are said of the block, not of what it stands for.
    template <class Verdict>
    static constexpr auto own(Verdict verdict) {
        return verdict;
    }
    template <class... Branches, class Takes, class What, class Better>
    static constexpr auto own(Misfit<PlacedLayer<At<1>, Parallel<Concat, Branches...>>, Takes, What, Better>) {
        return Misfit<PlacedLayer<At<>, SkipBlock>, Takes, What, Better>{};
    }
};

} // namespace tenon
