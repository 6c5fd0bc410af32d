// SPDX-License-Identifier: BSL-1.0
//
// A net as a table: its rows, also those within forms, its totals, and the text that is printed.
#include "tenon/dsl/summary.hpp"

#include "tenon/dsl.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace tenon;

namespace {

using Net = Sequential<Embedding<6>, FlattenConsecutive<2>, Linear<9, no_bias>>;

/// The places of a table's rows, one after another.
template <std::size_t Rows>
std::string places(const NetSummary<Rows>& net) {
    std::string all;
    for (const LayerSummary& row : net.layers) all += std::string(row.place) + ' ';
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_row_for_each_layer) {
    constexpr auto rows = summary<Net, Tokens<11, 4>>().layers;
    static_assert(rows.size() == 3);
    static_assert(rows[1].place == "1" && rows[1].layer == "FlattenConsecutive<2>" && rows[1].output == "Shape<2, 12>");
    static_assert(rows[0].parameters == 66 && rows[1].parameters == 0 && rows[2].parameters == 108);
    static_assert(rows[2].forward_flops == 2 * 2 * 12 * 9 && rows[2].backward_flops == 2 * rows[2].forward_flops);
}

BOOST_AUTO_TEST_CASE(one_row_for_a_lone_layer) {
    constexpr auto rows = summary<Linear<7>, Shape<3>>().layers;
    static_assert(rows.size() == 1 && rows[0].place == "" && rows[0].layer == "Linear<7>" && rows[0].parameters == 28);
}

BOOST_AUTO_TEST_CASE(totals_are_those_of_the_plan) {
    constexpr auto net = summary<Net, Tokens<11, 4>, Batch<5>>();
    static_assert(net.parameters == 174 && net.receptive_field == 2 && net.batch == 5);
    static_assert(net.model_bytes == model_bytes<Net, Tokens<11, 4>>);
    static_assert(net.training_bytes == training_bytes<Net, Tokens<11, 4>, Batch<5>>);
    static_assert(net.evaluation_bytes == evaluation_bytes<Net, Tokens<11, 4>, Batch<5>>);
    static_assert(net.forward_flops == 5 * 432 && net.step_flops == 3 * 5 * 432);
}

BOOST_AUTO_TEST_CASE(layers_of_forms_follow_at_their_places) {
    using Deep = Sequential<Linear<5>, Sequential<Tanh, Relu>, Residual<Gated<Linear<5>, Sequential<Tanh, Linear<5>>>>,
                            Repeat<2, Linear<5>, Tanh>, Repeat<2, Linear<5>>>;
    BOOST_TEST(places(summary<Deep, Shape<5>>()) ==
               "0 1.0 1.1 2 2.0 2.0.0 2.0.2 2.0.1.0 2.0.1.1 2.0.3 3 3.0.0 3.0.1 3.1.0 3.1.1 4 4.0 4.1 ");
    using Projected = Residual<Projection<Linear<7>>, Tanh, Linear<7>>;
    BOOST_TEST(places(summary<Projected, Shape<5>>()) == " 0 1 2 ");
    BOOST_TEST(places(summary<TimeDistributed<Flatten, Linear<7>>, Shape<3, 4, 5>>()) == " 0 1 ");
    BOOST_TEST(places(summary<CollectSkips<Linear<8>, Linear<3>>, Shape<5>>()) == " 0 1 ");
}

BOOST_AUTO_TEST_CASE(a_long_form_has_its_name_alone) {
    using Long = Parallel<Sum, Linear<100, no_bias>, Linear<100, no_bias>, Linear<100, no_bias>>;
    BOOST_TEST((summary<Long, Shape<5>>().layers[0].layer.view()) == "Parallel<...>");
}

BOOST_AUTO_TEST_CASE(the_table_is_printed_in_columns) {
    std::ostringstream text;
    text << summary<Net, Tokens<11, 4>, Batch<5>>();
    BOOST_TEST(text.str() == "   layer                  gives           parameters   forward FLOPs\n"
                             "0  Embedding<6>           Shape<4, 6>             66               0\n"
                             "1  FlattenConsecutive<2>  Shape<2, 12>             0               0\n"
                             "2  Linear<9, no_bias>     Shape<2, 9>            108             432\n"
                             "174 parameters, 768 bytes with buffers, receptive field 2\n"
                             "batch 5: 2160 FLOPs forward, 6480 a step; 3072 bytes to train, 1536 to evaluate\n");
}
