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

/// A form's layers follow it, so that a long one needs its name alone.
template <class Type>
constexpr Text<256> short_spelling() {
    constexpr std::size_t longest = 40;
    const auto written = spelling<Type>();
    if (written.size() <= longest) return written;
    return Text<256>(written.view().substr(0, written.view().find('<'))) << "<...>";
}

template <class Type, class Joint>
constexpr LayerSummary row_of() {
    return {{},
            short_spelling<Type>(),
            spelling<typename Joint::Output>(),
            element_count(Joint::parameters),
            Joint::forward_flops,
            Joint::backward_flops};
}

template <class Type>
inline constexpr bool is_list = false;
template <class... Layers>
inline constexpr bool is_list<Sequential<Layers...>> = true;

template <class Type, class In, class Body>
constexpr void each_row(Body body);

/// Calls `body(place, row)` for what is within a form.
template <class Type, class In, class Body>
constexpr void each_inner_row(Body body) {
    if constexpr (requires { typename Type::Expansion; }) {
        each_inner_row<typename Type::Expansion, In>(
            [&](Path place, const LayerSummary& row) { body(Type::shown(place), row); });
    } else if constexpr (requires { typename Type::template Joint<In>::List; }) {
        hana::for_each(typename Type::template Joint<In>::List{}, [&]<class Stage>(hana::basic_type<Stage>) {
            each_row<typename Stage::Type, typename Stage::Input>(
                [&](Path place, const LayerSummary& row) { body(place.below(Stage::index), row); });
        });
    }
}
/// Calls `body(place, row)` for a layer and what is within it.
template <class Type, class In, class Body>
constexpr void each_row(Body body) {
    if constexpr (!is_list<Type>) body(Path{}, row_of<Type, typename Type::template Joint<In>>());
    each_inner_row<Type, In>(body);
}

template <class Net, class In>
constexpr std::size_t row_count() {
    std::size_t rows = 0;
    each_row<Net, In>([&](Path, const LayerSummary&) { ++rows; });
    return rows;
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
    detail::each_row<Shown, In>([&](Path place, const LayerSummary& row) {
        LayerSummary& next = result.layers[filled++];
        next = row;
        for (std::size_t index = 0; index < place.depth; ++index) {
            if (index > 0) next.place << '.';
            next.place << place.steps[index];
        }
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
