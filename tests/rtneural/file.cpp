// SPDX-License-Identifier: BSL-1.0
//
// Files of RTNeural: what is read, how the net is spelled, and every sentence about what is not read.
#include "tenon/rtneural/file.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include "tenon/dsl.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace tenon;
using nlohmann::json;
using tenon::test::thrown;

/// Lists in one another with the numbers `first`, `first` + 1, …
json filled(const std::vector<std::size_t>& axes, int& next, std::size_t axis) {
    json list = json::array();
    for (std::size_t index = 0; index < axes[axis]; ++index) {
        if (axis + 1 == axes.size())
            list.push_back(next++);
        else
            list.push_back(filled(axes, next, axis + 1));
    }
    return list;
}
json numbers(const std::vector<std::size_t>& axes, int first = 0) { return filled(axes, first, 0); }

json layer(const std::string& type, const std::string& activation, json shape, json weights) {
    return {{"type", type}, {"activation", activation}, {"shape", std::move(shape)}, {"weights", std::move(weights)}};
}

json dense() {
    return {{"in_shape", {nullptr, 3}},
            {"layers",
             {layer("dense", "tanh", {nullptr, 4}, {numbers({3, 4}), numbers({4}, 100)}),
              layer("activation", "elu", {nullptr, 4}, json::array()),
              layer("dense", "", {nullptr, 2}, json::array({numbers({4, 2})}))}}};
}
/// With every type of layer, on sequences of any length.
json sequence() {
    json convolution = layer("conv1d", "relu", {nullptr, nullptr, 6}, {numbers({3, 2, 6}), numbers({6}, 100)});
    convolution.update({{"kernel_size", {3}}, {"dilation", {5}}, {"groups", 2}});
    json norm = layer("batchnorm", "", {nullptr, nullptr, 6},
                      {numbers({6}), numbers({6}, 10), numbers({6}, 20), numbers({6}, 30)});
    norm["epsilon"] = 0.0010000000474974513; // what Python makes of a float
    return {{"in_shape", {nullptr, nullptr, 2}},
            {"layers",
             {layer("time-distributed-dense", "sigmoid", {nullptr, nullptr, 4}, {numbers({2, 4}), numbers({4}, 100)}),
              std::move(convolution), std::move(norm),
              layer("prelu", "", {nullptr, nullptr, 6}, json::array({numbers({1, 6}, 7)})),
              layer("dense", "softmax", {nullptr, nullptr, 3}, {numbers({6, 3}), numbers({3}, 100)})}}};
}
/// A convolution that gives as many positions as whole windows.
json windows() {
    json convolution = layer("conv1d", "", {nullptr, 12, 2}, {numbers({5, 1, 2}), numbers({2})});
    convolution.update({{"kernel_size", 5}, {"dilation", 2}});
    return {{"in_shape", {nullptr, 20, 1}}, {"layers", json::array({std::move(convolution)})}};
}

/// The model with another value at a place such as `/layers/0/type`.
json with(json model, const std::string& place, json value) {
    model[json::json_pointer(place)] = std::move(value);
    return model;
}
json without(json model, const std::string& place, const std::string& key) {
    model[json::json_pointer(place)].erase(key);
    return model;
}

rtneural::File parsed(const json& model) { return rtneural::parse(model.dump(), "it"); }
std::string type_of(const json& model) { return rtneural::type_of(parsed(model)); }
std::string refused_text(const std::string& text) {
    return thrown<std::runtime_error>([&] { rtneural::parse(text, "it"); });
}
std::string refused(const json& model) { return refused_text(model.dump()); }
std::string refused(const json& model, const std::string& place, json value) {
    return refused(with(model, place, std::move(value)));
}

bool counts_from(const std::vector<float>& values, float first, std::size_t count) {
    bool good = values.size() == count;
    for (const float value : values) good = good && value == first++;
    return good;
}

// What type_of says of the fixtures: it compiles, and has as many parameters as the file.
using Every = Sequential<Linear<4>, Sigmoid, Conv1d<6, 3, causal, Dilation{5}, Groups{2}>, Relu,
                         BatchNorm1d<NormEpsilon{0.001}>, PRelu<>, Linear<3>, Softmax>;

} // namespace

BOOST_AUTO_TEST_CASE(a_net_of_dense_layers_is_read) {
    const rtneural::File file = parsed(dense());
    BOOST_TEST(file.source == "it");
    BOOST_TEST(file.features == 3U);
    BOOST_TEST(!file.has_positions);
    BOOST_TEST(file.layers.size() == 3U);
    const rtneural::LayerConfig& first = file.layers[0];
    BOOST_TEST((first.kind == rtneural::LayerKind::dense && first.activation == "tanh"));
    BOOST_TEST((first.in == 3 && first.out == 4 && first.weights.size() == 2));
    BOOST_TEST(counts_from(first.weights[0], 0, 12));
    BOOST_TEST(counts_from(first.weights[1], 100, 4));
    BOOST_TEST((file.layers[1].kind == rtneural::LayerKind::activation && file.layers[1].weights.empty()));
    BOOST_TEST(file.layers[2].weights.size() == 1U);
    BOOST_TEST(rtneural::type_of(file) == "Sequential<Linear<4>, Tanh, Elu<>, Linear<2, no_bias>>");
    BOOST_TEST(rtneural::input_of(file) == "Shape<3>");
}

BOOST_AUTO_TEST_CASE(a_net_for_sequences_is_read) {
    const rtneural::File file = parsed(sequence());
    BOOST_TEST(file.has_positions);
    BOOST_TEST(!file.positions.has_value());
    const rtneural::LayerConfig& convolution = file.layers[1];
    BOOST_TEST((convolution.kernel == 3 && convolution.dilation == 5 && convolution.groups == 2));
    BOOST_TEST((convolution.in == 4 && convolution.out == 6 && convolution.causal));
    BOOST_TEST(counts_from(convolution.weights[0], 0, 36));
    const rtneural::LayerConfig& norm = file.layers[2];
    BOOST_TEST(norm.epsilon == 0.0010000000474974513);
    for (std::size_t list = 0; list < 4; ++list)
        BOOST_TEST(counts_from(norm.weights[list], 10 * static_cast<float>(list), 6));
    BOOST_TEST(counts_from(file.layers[3].weights[0], 7, 6));
    BOOST_TEST(rtneural::type_of(file) ==
               "Sequential<Linear<4>, Sigmoid, Conv1d<6, 3, causal, Dilation{5}, Groups{2}>, Relu, "
               "BatchNorm1d<NormEpsilon{0.001}>, PRelu<>, Linear<3>, Softmax>");
    BOOST_TEST(rtneural::input_of(file) == "Shape<64, 2>");
    std::size_t learned = 0;
    for (const rtneural::LayerConfig& each : file.layers)
        for (std::size_t list = 0; list < std::min<std::size_t>(each.weights.size(), 2); ++list)
            learned += each.weights[list].size();
    BOOST_TEST((parameter_count<Every, Shape<64, 2>>) == learned);
}

BOOST_AUTO_TEST_CASE(what_may_be_left_out_or_is_short) {
    // A batch norm that has learned neither gamma nor beta, and a slope for all features.
    json model = with(sequence(), "/layers/2/weights", {numbers({6}, 20), numbers({6}, 30)});
    model = with(model, "/layers/3/weights", json::array({json::array({json::array({0.5})})}));
    const rtneural::File file = parsed(model);
    BOOST_TEST((file.layers[2].weights[0] == std::vector<float>(6, 1)));
    BOOST_TEST((file.layers[2].weights[1] == std::vector<float>(6, 0)));
    BOOST_TEST(counts_from(file.layers[2].weights[3], 30, 6));
    BOOST_TEST((file.layers[3].weights[0] == std::vector<float>(6, 0.5F)));
    BOOST_TEST(rtneural::type_of(file) == type_of(sequence()));
    // Sizes as numbers, no groups, no activation, a convolution without a bias.
    model = without(without(sequence(), "/layers/1", "groups"), "/layers/1", "activation");
    model = with(model, "/layers/1/weights", json::array({numbers({3, 4, 6})}));
    model = with(with(model, "/layers/1/kernel_size", 3), "/layers/1/dilation", json::array({1}));
    BOOST_TEST(type_of(model).starts_with("Sequential<Linear<4>, Sigmoid, Conv1d<6, 3, causal, no_bias>, BatchNorm"));
    BOOST_TEST(type_of(with(sequence(), "/layers/2/epsilon", 1e-5)).find("BatchNorm1d<>") != std::string::npos);
    BOOST_TEST(type_of(with(sequence(), "/layers/2/epsilon", 2)).find("NormEpsilon{2}") != std::string::npos);
    // A net of one layer is that layer, and one without any is nothing.
    const json one = layer("activation", "tanh", {nullptr, 3}, json::array());
    BOOST_TEST(type_of(with(dense(), "/layers", json::array({one}))) == "Tanh");
    BOOST_TEST(type_of(with(with(dense(), "/layers", json::array({one})), "/layers/0/activation", "")) ==
               "Sequential<>");
    // What programs add around the layers is theirs, and null is nothing.
    model = with(with(dense(), "/author", "somebody"), "/samplerate", 44100);
    BOOST_TEST(type_of(with(with(model, "/in_skip", 0), "/layers/0/groups", nullptr)) == type_of(dense()));
}

BOOST_AUTO_TEST_CASE(shapes_tell_whether_zeros_stand_in_front) {
    const rtneural::File file = parsed(windows());
    BOOST_TEST(!file.layers[0].causal);
    BOOST_TEST(rtneural::type_of(file) == "Conv1d<2, 5, Dilation{2}>");
    BOOST_TEST(rtneural::input_of(file) == "Shape<20, 1>");
    BOOST_TEST(type_of(with(windows(), "/layers/0/shape/1", 20)) == "Conv1d<2, 5, causal, Dilation{2}>");
    BOOST_TEST(type_of(with(windows(), "/layers/0/shape/1", nullptr)) == "Conv1d<2, 5, causal, Dilation{2}>");
    BOOST_TEST(type_of(with(windows(), "/in_shape/1", nullptr)) == "Conv1d<2, 5, causal, Dilation{2}>");
    // RTNeural plays it as a stream, whatever the shapes are.
    const json flat = with(with(windows(), "/in_shape", {nullptr, 1}), "/layers/0/shape", {nullptr, 2});
    BOOST_TEST(type_of(flat) == "Conv1d<2, 5, causal, Dilation{2}>");
    BOOST_TEST(rtneural::input_of(parsed(flat)) == "Shape<64, 1>");
    BOOST_TEST(refused(windows(), "/layers/0/shape/1", 13) ==
               "it: layers[0].shape[1] is 13, expected 20 or 12, as 20 positions come in");
    BOOST_TEST(refused(with(windows(), "/in_shape/1", 8), "/layers/0/shape/1", 1) ==
               "it: layers[0].shape[1] is 1, expected 8, as 8 positions come in");
    // What the input leaves open, a layer may tell.
    json late = with(windows(), "/in_shape/1", nullptr);
    late["layers"].insert(late["layers"].begin(), layer("activation", "tanh", {nullptr, 20, 1}, json::array()));
    BOOST_TEST(type_of(late) == "Sequential<Tanh, Conv1d<2, 5, Dilation{2}>>");
    json two = windows();
    two["layers"].push_back(layer("dense", "", {nullptr, 11, 2}, json::array({numbers({2, 2})})));
    BOOST_TEST(refused(two) == "it: layers[1].shape[1] is 11, expected 12, as 12 positions come in");
}

BOOST_AUTO_TEST_CASE(activations_are_spelled_as_layers) {
    const auto spelled = [](const std::string& name) { return type_of(with(dense(), "/layers/1/activation", name)); };
    for (const auto& [name, text] : {std::pair{"tanh", "Tanh"},
                                     {"relu", "Relu"},
                                     {"sigmoid", "Sigmoid"},
                                     {"softmax", "Softmax"},
                                     {"elu", "Elu<>"}})
        BOOST_TEST(spelled(name) == "Sequential<Linear<4>, Tanh, " + std::string(text) + ", Linear<2, no_bias>>");
    BOOST_TEST(spelled("") == "Sequential<Linear<4>, Tanh, Linear<2, no_bias>>");
    BOOST_TEST(refused(dense(), "/layers/1/activation", "selu") ==
               "it: layers[1].activation is 'selu', expected tanh, relu, sigmoid, softmax, elu or '' for none");
    BOOST_TEST(refused(dense(), "/layers/1/activation", 3) == "it: layers[1].activation is 3, expected a string");
    BOOST_TEST(refused(sequence(), "/layers/3/activation", "tanh") ==
               "it: layers[3].activation is 'tanh', expected '', since RTNeural has none behind a prelu");
    BOOST_TEST(refused(sequence(), "/layers/2/activation", "tanh") ==
               "it: layers[2].activation is 'tanh', expected '', since RTNeural has none behind a batchnorm");
}

BOOST_AUTO_TEST_CASE(files_are_read) {
    const test::TemporaryDirectory folder;
    const auto path = test::write_bytes(folder / "model.json", dense().dump());
    BOOST_TEST(rtneural::read(path).layers.size() == 3U);
    test::write_bytes(path, without(dense(), "", "layers").dump());
    BOOST_TEST(thrown<std::runtime_error>([&] { rtneural::read(path); }) == path.string() + ": has no \"layers\"");
    BOOST_TEST(thrown<std::runtime_error>([&] { rtneural::read(folder / "none.json"); }) ==
               (folder / "none.json").string() + ": cannot be read: No such file or directory");
}

BOOST_AUTO_TEST_CASE(what_is_not_json_is_refused) {
    BOOST_TEST(refused_text("") == "it: is not JSON at byte 1");
    BOOST_TEST(refused_text(R"({"in_shape": [NaN]})") == "it: is not JSON at byte 15");
    const std::string whole = sequence().dump();
    for (std::size_t size = 1; size < whole.size(); ++size)
        BOOST_TEST(refused_text(whole.substr(0, size)) == "it: is not JSON at byte " + std::to_string(size + 1));
    BOOST_TEST(refused_text(R"({"layers": [1e999]})") == "it: holds 1e999, expected numbers up to 1e308");
    BOOST_TEST(refused_text("[]") == "it: is a list, expected an object");
}

BOOST_AUTO_TEST_CASE(what_is_no_model_is_refused) {
    BOOST_TEST(refused(without(dense(), "", "in_shape")) == "it: has no \"in_shape\"");
    for (const std::string key : {"type", "shape", "weights"})
        BOOST_TEST(refused(without(dense(), "/layers/0", key)) == "it: layers[0] has no \"" + key + "\"");
    for (const std::string key : {"kernel_size", "dilation"})
        BOOST_TEST(refused(without(sequence(), "/layers/1", key)) == "it: layers[1] has no \"" + key + "\"");
    BOOST_TEST(refused(without(sequence(), "/layers/2", "epsilon")) == "it: layers[2] has no \"epsilon\"");
    BOOST_TEST(refused(dense(), "/layers", json::array()) == "it: layers holds 0 values, expected from 1 to 4096");
    BOOST_TEST(refused(dense(), "/layers", std::vector<json>(4097, dense()["layers"][1])) ==
               "it: layers holds 4097 values, expected from 1 to 4096");
    BOOST_TEST(refused(dense(), "/layers/1", 5) == "it: layers[1] is 5, expected an object");
    BOOST_TEST(refused(dense(), "/layers/0/type", "unknown") ==
               "it: layers[0].type is 'unknown', expected dense, time-distributed-dense, conv1d, batchnorm, prelu or "
               "activation");
    BOOST_TEST(refused(dense(), "/layers/0/stri\ndes", 2) ==
               "it: layers[0] has \"stri\\x0ades\", which a layer of the type dense does not have");
    BOOST_TEST(refused(sequence(), "/layers/1/strides", 2) ==
               "it: layers[1] has \"strides\", which a layer of the type conv1d does not have");
    BOOST_TEST(refused(sequence(), "/layers/1/epsilon", 2) ==
               "it: layers[1] has \"epsilon\", which a layer of the type conv1d does not have");
    BOOST_TEST(refused(sequence(), "/layers/2/groups", 2) ==
               "it: layers[2] has \"groups\", which a layer of the type batchnorm does not have");
}

BOOST_AUTO_TEST_CASE(shapes_and_sizes_are_refused) {
    BOOST_TEST(refused(dense(), "/in_shape", 3) == "it: in_shape is 3, expected a list");
    BOOST_TEST(refused(dense(), "/in_shape", {3}) ==
               "it: in_shape holds 1 value, expected 2 or 3: the batch, positions and features");
    BOOST_TEST(refused(dense(), "/in_shape/1", nullptr) ==
               "it: in_shape[1] is null, expected a whole number from 1 to 65536");
    BOOST_TEST(refused(dense(), "/in_shape/1", 1e9) ==
               "it: in_shape[1] is 1000000000.0, expected a whole number from 1 to 65536");
    BOOST_TEST(refused(dense(), "/in_shape/0", -1) ==
               "it: in_shape[0] is -1, expected a whole number from 1 to 16777216");
    BOOST_TEST(refused(dense(), "/in_shape/1", 2) ==
               "it: layers[0].weights[0] holds 3 values, expected 2, one for each input");
    BOOST_TEST(refused(dense(), "/layers/0/shape/1", 5) ==
               "it: layers[0].weights[1] holds 4 values, expected 5, one for each output");
    BOOST_TEST(refused(dense(), "/layers/1/shape/1", 5) ==
               "it: layers[1].shape[1] is 5, expected 4, the features of layers[0]");
    BOOST_TEST(refused(with(dense(), "/layers/0", dense()["layers"][1])) ==
               "it: layers[0].shape[1] is 4, expected 3, the features of the input");
    BOOST_TEST(refused(sequence(), "/layers/1/kernel_size", {3, 3}) ==
               "it: layers[1].kernel_size holds 2 values, expected 1, one size");
    BOOST_TEST(refused(sequence(), "/layers/1/kernel_size/0", 4) ==
               "it: layers[1].weights[0] holds 3 values, expected 4, the kernel_size");
    BOOST_TEST(refused(sequence(), "/layers/1/dilation/0", 65537) ==
               "it: layers[1].dilation[0] is 65537, expected a whole number from 1 to 65536");
    BOOST_TEST(refused(sequence(), "/layers/1/groups", 3) ==
               "it: layers[1].groups is 3, expected one that divides 4 and 6, its inputs and outputs");
    BOOST_TEST(refused(sequence(), "/layers/1/groups", 4) ==
               "it: layers[1].groups is 4, expected one that divides 4 and 6, its inputs and outputs");
    BOOST_TEST(refused(sequence(), "/layers/1/groups", 1) ==
               "it: layers[1].weights[0][0] holds 2 values, expected 4, one for each input");
}

BOOST_AUTO_TEST_CASE(weights_are_refused) {
    BOOST_TEST(refused(dense(), "/layers/0/weights", json::array()) ==
               "it: layers[0].weights holds 0 values, expected from 1 to 4096");
    BOOST_TEST(refused(dense(), "/layers/0/weights/2", json::array()) ==
               "it: layers[0].weights holds 3 values, expected 1 or 2: the weight, and a bias");
    BOOST_TEST(refused(dense(), "/layers/0/weights/0/1", {1, 2, 3}) ==
               "it: layers[0].weights[0][1] holds 3 values, expected 4, one for each output");
    BOOST_TEST(refused(dense(), "/layers/0/weights/0/1", 3) == "it: layers[0].weights[0][1] is 3, expected a list");
    BOOST_TEST(refused(dense(), "/layers/0/weights/0/1/2", nullptr) ==
               "it: layers[0].weights[0][1][2] is null, expected a number that fits a float");
    BOOST_TEST(refused(dense(), "/layers/0/weights/1/3", -1e39) ==
               "it: layers[0].weights[1][3] is -1e+39, expected a number that fits a float");
    BOOST_TEST(refused(dense(), "/layers/1/weights", {1}) ==
               "it: layers[1].weights is not empty, and an activation has no weights");
    BOOST_TEST(refused(sequence(), "/layers/1/weights/0/2/1", {1}) ==
               "it: layers[1].weights[0][2][1] holds 1 value, expected 6, one for each output");
    BOOST_TEST(refused(without(sequence(), "/layers/2", "weights")) == "it: layers[2] has no \"weights\"");
    BOOST_TEST(refused(sequence(), "/layers/2/weights", {numbers({6}), numbers({6}), numbers({6})}) ==
               "it: layers[2].weights holds 3 values, expected 4 or 2: gamma and beta, and the running mean and "
               "variance");
    BOOST_TEST(refused(sequence(), "/layers/2/weights/3", numbers({5})) ==
               "it: layers[2].weights[3] holds 5 values, expected 6, one for each feature");
    BOOST_TEST(refused(sequence(), "/layers/2/weights/3/4", -0.5) ==
               "it: layers[2].weights[3][4] is -0.5, expected a variance that is above 0 with the epsilon");
    BOOST_TEST(parsed(with(sequence(), "/layers/2/weights/3/4", -0.0005)).layers[2].weights[3][4] == -0.0005F);
    BOOST_TEST(refused(sequence(), "/layers/2/epsilon", 0) == "it: layers[2].epsilon is 0, expected a number above 0");
    BOOST_TEST(refused(sequence(), "/layers/2/epsilon", "1e-5") ==
               "it: layers[2].epsilon is '1e-5', expected a number");
    for (const double epsilon : {1e-20, 1e-300, 3e9, 1e300}) // beyond nine digits, and beyond a float
        BOOST_TEST(test::contains(refused(sequence(), "/layers/2/epsilon", epsilon), "it: uses an epsilon of "));
    BOOST_TEST(refused(sequence(), "/layers/3/weights", {{{1, 2}}}) ==
               "it: layers[3].weights[0][0] holds 2 values, expected 1 or 6, one for each feature");
    BOOST_TEST(refused(sequence(), "/layers/3/weights", json::array({numbers({6})})) ==
               "it: layers[3].weights[0][0] is 0, expected a list");
}

BOOST_AUTO_TEST_CASE(what_tenon_does_not_have_is_refused) {
    const auto unsupported = [](const std::string& what) {
        return "it: uses " + what + ", which tenon does not have yet";
    };
    BOOST_TEST(refused(sequence(), "/layers/1/type", "gru") == unsupported("a GRU (layers[1].type)"));
    BOOST_TEST(refused(sequence(), "/layers/1/type", "lstm") == unsupported("an LSTM (layers[1].type)"));
    BOOST_TEST(refused(sequence(), "/layers/1/type", "conv2d") == unsupported("a conv2d (layers[1].type)"));
    BOOST_TEST(refused(sequence(), "/layers/1/type", "batchnorm2d") == unsupported("a batchnorm2d (layers[1].type)"));
    BOOST_TEST(refused(sequence(), "/in_shape", {nullptr, 50, 23, 1}) ==
               unsupported("shapes of four axes, as those of a conv2d (in_shape)"));
    BOOST_TEST(refused(sequence(), "/layers/3/weights", json::array({numbers({2, 6})})) ==
               unsupported("a slope for each position (layers[3].weights[0])"));
    BOOST_TEST(refused(sequence(), "/in_skip", 1) == unsupported("a skip from the input to the output (in_skip)"));
}
