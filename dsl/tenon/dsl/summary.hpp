// SPDX-License-Identifier: BSL-1.0
//
// A net as a table: each layer, the shape behind it, what it learns and what it costs.
#pragma once

#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/compose/stands_for.hpp"
#include "tenon/dsl/plan.hpp"
#include "tenon/dsl/text.hpp"

#include <boost/hana/for_each.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon {

/// A row of the table. A form other than a list has a row, and its layers follow it.
struct LayerSummary {
    Text<128> place;            ///< position, and positions within forms: `3.0`; empty for a net that is one layer
    Text<256> layer;            ///< as written: `Linear<128, no_bias>`; a long one as `Residual<...>`
    Text<256> output;           ///< of one example: `Shape<4, 128>`
    std::size_t parameters;     ///< learned numbers
    std::size_t forward_flops;  ///< of the matrix products for one example, a multiply-add counting as 2
    std::size_t backward_flops; ///< the same for its gradients
};

/// The table, and below it what there is to know of the whole net in batches of `batch`.
template <std::size_t Rows>
struct NetSummary {
    std::array<LayerSummary, Rows> layers;
    std::size_t batch;
    std::size_t parameters, receptive_field;
    std::size_t model_bytes, training_bytes, evaluation_bytes;
    std::size_t forward_flops, step_flops; ///< of a batch
};

namespace detail {

// Each spelling is a constant of its own: compilers bound the work for one constant.
template <class Type>
inline constexpr Text<256> full_spelling = spelling<Type>();

/// A form's layers follow it, so that a long one needs its name alone.
template <class Type>
inline constexpr Text<256> short_spelling = [] {
    constexpr std::size_t longest = 40;
    const Text<256>& written = full_spelling<Type>;
    if (written.size() <= longest) return written;
    return Text<256>(without_arguments(written)) << "<...>";
}();

template <class Type, class Joint>
constexpr LayerSummary row_of() {
    return {{},
            short_spelling<Type>,
            full_spelling<typename Joint::Output>,
            element_count(Joint::parameters),
            Joint::forward_flops,
            Joint::backward_flops};
}

template <class Type>
inline constexpr bool is_list = false;
template <class... Layers>
inline constexpr bool is_list<Sequential<Layers...>> = true;

/// A layer, and the shape of its output for one example of the net.
struct VisitedLayer {
    LayerSummary row;
    Extents shape;
    bool is_list; ///< a Sequential has no row of its own
};

/// The axes of an output behind those of the forms around it; none where tokens are passed on.
template <class Out>
constexpr Extents behind([[maybe_unused]] Extents axes) {
    if constexpr (is_shape<Out>) {
        for (std::size_t extent : Out::extents) axes.lengths[axes.rank++] = extent;
        return axes;
    } else {
        return {0};
    }
}

template <class Type, class In, class Body>
constexpr void each_layer(const Extents& around, Body body);

/// Calls `body(place, layer)` for what is within a form, `around` being the axes that its layers do not see.
template <class Type, class In, class Body>
constexpr void each_inner_layer(const Extents& around, Body body) {
    if constexpr (requires { typename Type::Expansion; }) {
        each_inner_layer<typename Type::Expansion, In>(
            around, [&](const LayerPath& place, const VisitedLayer& layer) { body(Type::shown(place), layer); });
    } else if constexpr (requires { typename Type::template Joint<In>::List; }) {
        using Joint = typename Type::template Joint<In>;
        Extents inner = around;
        if constexpr (requires { Joint::inner_examples; }) inner.lengths[inner.rank++] = Joint::inner_examples;
        hana::for_each(typename Joint::List{}, [&]<class Stage>(hana::basic_type<Stage>) {
            each_layer<typename Stage::Type, typename Stage::Input>(
                inner,
                [&](const LayerPath& place, const VisitedLayer& layer) { body(place.below(Stage::index), layer); });
        });
    }
}
/// Calls `body(place, layer)` for a layer and then for what is within it.
template <class Type, class In, class Body>
constexpr void each_layer(const Extents& around, Body body) {
    using Joint = typename Type::template Joint<In>;
    body(LayerPath{}, VisitedLayer{row_of<Type, Joint>(), behind<typename Joint::Output>(around), is_list<Type>});
    each_inner_layer<Type, In>(around, body);
}

/// All layers of a net, itself among them, and those that have a row.
template <class Net, class In>
constexpr std::size_t layer_count() {
    std::size_t layers = 0;
    each_layer<Net, In>({}, [&](const LayerPath&, const VisitedLayer&) { ++layers; });
    return layers;
}
template <class Net, class In>
constexpr std::size_t row_count() {
    std::size_t rows = 0;
    each_layer<Net, In>({}, [&](const LayerPath&, const VisitedLayer& layer) { rows += layer.is_list ? 0 : 1; });
    return rows;
}

/// A place as text: `3.0`.
constexpr QualifiedName path_text(const LayerPath& place) {
    QualifiedName text;
    for (std::size_t index = 0; index < place.depth; ++index) {
        if (index > 0) text << '.';
        text << place.steps[index];
    }
    return text;
}

/// Columns of text, `width` characters each, to the left or to the right.
template <class Stream>
void pad(Stream& stream, std::size_t length, std::size_t width) {
    for (; length < width; ++length) stream << ' ';
}
template <class Stream>
void left(Stream& stream, std::string_view text, std::size_t width) {
    stream << text;
    pad(stream, text.size(), width);
}
template <class Stream>
void right(Stream& stream, std::string_view text, std::size_t width) {
    pad(stream, text.size(), width);
    stream << text;
}
constexpr Text<24> digits(std::size_t number) { return Text<24>{} << number; }

} // namespace detail

/// The table of a net, with the memory and work of batches of that size.
template <class Net, class In, class BatchType = Batch<1>>
constexpr auto summary() {
    using Shown = std::conditional_t<fits<Net, In>, Net, detail::Nothing>;
    using Joint = typename detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint;
    NetSummary<detail::row_count<Shown, In>()> result{
        .layers = {},
        .batch = BatchType::size,
        .parameters = parameter_count<Net, In>,
        .receptive_field = Joint::window,
        .model_bytes = model_bytes<Net, In>,
        .training_bytes = training_bytes<Net, In, BatchType>,
        .evaluation_bytes = evaluation_bytes<Net, In, BatchType>,
        .forward_flops = forward_flops<Net, In, BatchType>,
        .step_flops = step_flops<Net, In, BatchType>,
    };
    std::size_t filled = 0;
    detail::each_layer<Shown, In>({}, [&](const LayerPath& place, const detail::VisitedLayer& layer) {
        if (layer.is_list) return;
        LayerSummary& next = result.layers[filled++];
        next = layer.row;
        next.place = detail::path_text(place);
    });
    return result;
}

/// Writes the table as text to a std::ostream, or to anything that takes characters and views of them.
template <class Stream, std::size_t Rows>
Stream& operator<<(Stream& stream, const NetSummary<Rows>& net) {
    std::size_t places = 0, layers = 5, outputs = 5;
    for (const LayerSummary& row : net.layers) {
        places = std::max(places, row.place.size());
        layers = std::max(layers, row.layer.size());
        outputs = std::max(outputs, row.output.size());
    }
    const auto line = [&](std::string_view place, std::string_view layer, std::string_view output,
                          std::string_view parameters, std::string_view flops) {
        detail::left(stream, place, places + 2);
        detail::left(stream, layer, layers + 2);
        detail::left(stream, output, outputs + 2);
        detail::right(stream, parameters, 12);
        detail::right(stream, flops, 16);
        stream << '\n';
    };
    line("", "layer", "gives", "parameters", "forward FLOPs");
    for (const LayerSummary& row : net.layers) {
        line(row.place, row.layer, row.output, detail::digits(row.parameters), detail::digits(row.forward_flops));
    }
    const auto fact = [&](std::string_view before, std::size_t number, std::string_view behind) {
        stream << before << detail::digits(number).view() << behind;
    };
    fact("", net.parameters, " parameters, ");
    fact("", net.model_bytes, " bytes with buffers, ");
    fact("receptive field ", net.receptive_field, "\n");
    fact("batch ", net.batch, ": ");
    fact("", net.forward_flops, " FLOPs forward, ");
    fact("", net.step_flops, " a step; ");
    fact("", net.training_bytes, " bytes to train, ");
    fact("", net.evaluation_bytes, " to evaluate\n");
    return stream;
}

} // namespace tenon
