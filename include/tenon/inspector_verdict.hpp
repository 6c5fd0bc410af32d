// SPDX-License-Identifier: BSL-1.0
//
// Whether a model can be inspected, which layers an Inspector shows, and where their numbers lie.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/dsl/summary.hpp"
#include "tenon/misuse.hpp"
#include "tenon/model.hpp"
#include "tenon/options.hpp"
#include "tenon/step_verdict.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon {

// Why something is refused.
struct InspectorDoesNotTrain {};
struct TokensHaveNoGradient {};

namespace detail {

constexpr void say(Draft& draft, Word<InspectorDoesNotTrain>) {
    draft << "an Inspector takes a model as it is and moves no parameter: train with a Trainer<Model, Batch<n>>";
}
constexpr void say(Draft& draft, Word<TokensHaveNoGradient>) {
    draft << "the inputs are tokens, which have no gradient: ask for the output_gradient of a layer";
}

/// A layer that is shown, and where its output lies behind the first one's, in reals.
struct LayerPlace {
    QualifiedName name;
    Text<256> layer;
    Extents shape;
    std::size_t offset = 0;
};

/// All layers of a net in the order of `lowered/inspected.hpp`, the net itself first, and whether each is shown. Lists
/// that a form makes of its layers are not: they have no name, or that of a layer in them.
template <std::size_t Count>
struct AllLayers {
    std::array<LayerPlace, Count> layers{};
    std::array<bool, Count> is_shown{};
};
template <class Net, class In>
constexpr auto all_layers(std::size_t batch) {
    constexpr std::size_t count = layer_count<Net, In>();
    AllLayers<count> all;
    std::array<bool, count> is_list{};
    std::size_t filled = 0, offset = 0;
    each_layer<Net, In>({}, [&](const LayerPath& place, const VisitedLayer& visited) {
        is_list[filled] = visited.is_list;
        all.layers[filled++] = {path_text(place), visited.row.layer, visited.shape, offset};
        offset += aligned_size(batch * visited.shape.size());
    });
    for (std::size_t index = 0; index < count; ++index) {
        const std::string_view name = all.layers[index].name.view();
        bool is_taken = index > 0 && name.empty();
        for (std::size_t other = 0; other < count; ++other)
            is_taken = is_taken || (other != index && !is_list[other] && all.layers[other].name == name);
        all.is_shown[index] = !is_list[index] || !is_taken;
    }
    return all;
}

/// The layers that are shown.
template <class Net, class In>
constexpr auto inspected_layers(std::size_t batch) {
    constexpr auto is_shown = all_layers<Net, In>(1).is_shown;
    constexpr auto count = static_cast<std::size_t>(std::ranges::count(is_shown, true));
    const auto all = all_layers<Net, In>(batch);
    std::array<LayerPlace, count> layers{};
    std::size_t filled = 0;
    for (std::size_t index = 0; index < is_shown.size(); ++index) {
        if (is_shown[index]) layers[filled++] = all.layers[index];
    }
    return layers;
}

/// Where a name is among them; their number if it is not.
template <std::size_t Count>
constexpr std::size_t layer_index(const std::array<LayerPlace, Count>& layers, std::string_view name) {
    std::size_t index = 0;
    while (index < Count && layers[index].name != name) ++index;
    return index;
}

/// The verdict on the name of a layer.
template <class Net, class In, QualifiedName Asked>
constexpr auto judge_layer_name() {
    constexpr auto layers = inspected_layers<Net, In>(1);
    if constexpr (layer_index(layers, Asked.view()) < layers.size())
        return Fits{};
    else
        return Refused<NoSuchLayer<Net, In, Asked>>{};
}
template <class Net, class In, QualifiedName Asked>
using LayerVerdict = decltype(judge_layer_name<Net, In, Asked>());

template <class Net, class In, QualifiedName Asked>
constexpr void say(Draft& draft, Word<NoSuchLayer<Net, In, Asked>>) {
    draft << "the net has no layer " << Asked.view() << ": it has ";
    std::size_t told = 0;
    for (const LayerPlace& layer : inspected_layers<Net, In>(1)) {
        if (layer.name.size() == 0) continue;
        if (told == 12) {
            draft << ", ...";
            return;
        }
        draft << (told++ > 0 ? ", " : "") << layer.name.view();
    }
    if (told == 0) draft << "none within it";
}

struct FrozenHasNoGradient {};
constexpr void say(Draft& draft, Word<FrozenHasNoGradient>) {
    draft
        << "an Inspector shows the gradients of all layers, and a Frozen one has none: inspect the net without Frozen, "
           "whose tensors have the same names";
}

using InspectorRules = OptionRules<AnInspector, BatchOption, LossOption, StorageOption>;

/// The verdict on a model that is to be inspected. It is as on one that is to be trained, but the model may be const.
template <class ModelType, class... Options>
constexpr auto judge_inspector() {
    using Inspected = ModelOr<ModelType>;
    using OfOptions = InspectorRules::VerdictOf<Options...>;
    if constexpr (!is_model<std::remove_cvref_t<ModelType>>)
        return Refused<NotAModel<AnInspector>, ModelType>{};
    else if constexpr (!OfOptions::fits)
        return OfOptions{};
    else if constexpr (std::is_same_v<typename Inspected::Net, Nothing>)
        return Fits{}; // its model has told what is wrong
    else if constexpr (Inspected::Joint::frozen)
        return Refused<FrozenHasNoGradient>{};
    else
        return judge_step<Inspected, Options...>();
}
template <class ModelType, class... Options>
using InspectorVerdict = decltype(judge_inspector<ModelType, Options...>());

} // namespace detail
} // namespace tenon
