// SPDX-License-Identifier: BSL-1.0
//
// .nam files: what is read, how the net is spelled, and every sentence about what is not read. Where the environment
// names a folder with real files in TENON_NAM_DIR, these are read too.
#include "tenon/nam/file.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include "tenon/dsl/atoms.hpp"
#include "tenon/dsl/nam/wavenet.hpp"
#include "tenon/dsl/plan.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace {

using namespace tenon;
using nlohmann::json;
using tenon::test::thrown;

/// A model with weights 0, 1, 2, …
json model(const std::string& architecture, json config, std::size_t weights) {
    json list = json::array();
    for (std::size_t index = 0; index < weights; ++index) list.push_back(index);
    return {{"version", "0.5.4"}, {"architecture", architecture}, {"config", std::move(config)}, {"weights", list}};
}

json wavenet() {
    return model("WaveNet", json::parse(R"({"layers": [
        {"input_size": 1, "condition_size": 1, "head_size": 2, "channels": 3, "kernel_size": 3, "dilations": [1, 2],
         "activation": "Tanh", "gated": false, "head_bias": false},
        {"input_size": 3, "condition_size": 1, "head_size": 1, "channels": 2, "kernel_size": 3, "dilations": [8],
         "activation": "ReLU", "gated": false, "head_bias": true}], "head": null, "head_scale": 0.02})"),
                 131);
}
/// In the spelling of later files, with all that may be said and is off.
json later() {
    json config = json::parse(R"({"layers": [
        {"input_size": 1, "condition_size": 1, "head": {"out_channels": 1, "kernel_size": 16, "bias": true},
         "channels": 3, "kernel_sizes": [6, 15], "dilations": [1, 13], "bottleneck": 3,
         "activation": [{"type": "LeakyReLU", "negative_slope": 0.01}, {"type": "LeakyReLU"}],
         "gating_mode": ["none", "none"], "secondary_activation": [null, null],
         "head1x1": {"active": false, "out_channels": 1, "groups": 1}, "layer1x1": {"active": true, "groups": 1},
         "groups_input": 1, "groups_input_mixin": 1, "conv_pre_film": false,
         "conv_post_film": {"active": false, "shift": true, "groups": 1}, "slimmable": null}],
         "head_scale": 0.01, "in_channels": 1})");
    json later = model("WaveNet", std::move(config), 3 + 18 * 3 + 45 * 3 + 2 * 18 + 49 + 1);
    later["version"] = "0.7.3";
    return later;
}
json convnet(bool batch_norm) {
    json config = {{"channels", 4}, {"dilations", {1, 8}}, {"batchnorm", batch_norm}, {"activation", "Sigmoid"}};
    return model("ConvNet", std::move(config), 8 + 32 + (batch_norm ? 34 : 8) + 5);
}
json linear(bool bias) { return model("Linear", {{"receptive_field", 64}, {"bias", bias}}, bias ? 65 : 64); }
json lstm() { return model("LSTM", {{"input_size", 1}, {"hidden_size", 3}, {"num_layers", 1}}, 70); }
json container() {
    json config = {
        {"submodels", {{{"max_value", 0.5}, {"model", linear(true)}}, {{"max_value", 1.0}, {"model", wavenet()}}}}};
    return model("SlimmableContainer", std::move(config), 0);
}

/// The model with another value at a place such as `/config/layers/0/channels`.
json with(json model, const std::string& place, json value) {
    model[json::json_pointer(place)] = std::move(value);
    return model;
}
json without(json model, const std::string& place, const std::string& key) {
    model[json::json_pointer(place)].erase(key);
    return model;
}

nam::File parsed(const json& model) { return nam::parse(model.dump(), "it"); }
std::string type_of(const json& model) { return nam::type_of(parsed(model)); }
std::string refused_text(const std::string& text) {
    return thrown<std::runtime_error>([&] { nam::parse(text, "it"); });
}
std::string refused(const json& model) { return refused_text(model.dump()); }
std::string refused(const json& model, const std::string& place, json value) {
    return refused(with(model, place, std::move(value)));
}
std::string no_type(const json& model) {
    return thrown<std::runtime_error>([&] { type_of(model); });
}

std::string unsupported(const std::string& what) { return "it: uses " + what + ", which tenon does not have yet"; }

/// Of the folder with real files; nothing where there is none.
std::optional<std::filesystem::path> real_file(const std::string& name) {
    const char* const folder = std::getenv("TENON_NAM_DIR");
    if (folder != nullptr && std::filesystem::exists(std::filesystem::path(folder) / name))
        return std::filesystem::path(folder) / name;
    BOOST_TEST_MESSAGE("TENON_NAM_DIR has no " + name + ": it is not read");
    return std::nullopt;
}

// What type_of says of the fixtures: it compiles, and has as many parameters as the file has weights.
using Small = nam::WaveNet<nam::LayerArray<3, nam::Kernels<3>, nam::Dilations<1, 2>, Tanh, nam::Head<2, no_bias>>,
                           nam::LayerArray<2, nam::Kernels<3>, nam::Dilations<8>, Relu, nam::Head<1>>>;
using Later = nam::WaveNet<
    nam::LayerArray<3, nam::Kernels<6, 15>, nam::Dilations<1, 13>, LeakyRelu<>, nam::Head<1, nam::Kernel{16}>>>;
using WithGate = nam::WaveNet<nam::LayerArray<3, nam::Kernels<6, 15>, nam::Dilations<1, 13>,
                                              nam::Gate<LeakyRelu<>, Sigmoid>, nam::Head<1, nam::Kernel{16}>>>;

} // namespace

BOOST_AUTO_TEST_CASE(a_wavenet_is_read) {
    const nam::File file = parsed(wavenet());
    BOOST_TEST(file.version == "0.5.4");
    BOOST_TEST(file.architecture == "WaveNet");
    BOOST_TEST(file.sample_rate == 48000);
    BOOST_TEST(file.subject == "it:");
    BOOST_TEST(file.weights.size() == 131U);
    BOOST_TEST(file.weights[130] == 130);
    const auto& config = std::get<nam::WaveNetConfig>(file.config);
    BOOST_TEST(config.head_scale == 0.02);
    BOOST_TEST(nam::weight_count(config) == 131U);
    BOOST_TEST(config.arrays.size() == 2U);
    const nam::ArrayConfig& first = config.arrays[0];
    BOOST_TEST(first.input_size == 1U);
    BOOST_TEST(first.condition_size == 1U);
    BOOST_TEST(first.channels == 3U);
    BOOST_TEST(first.bottleneck == 3U);
    BOOST_TEST(first.kernel_sizes == (std::vector<std::size_t>{3, 3}), boost::test_tools::per_element());
    BOOST_TEST(first.dilations == (std::vector<std::size_t>{1, 2}), boost::test_tools::per_element());
    BOOST_TEST(first.activation.name == "Tanh");
    BOOST_TEST(!first.gated);
    BOOST_TEST(first.head_size == 2U);
    BOOST_TEST(first.head_kernel == 1U);
    BOOST_TEST(!first.head_bias);
    BOOST_TEST(config.arrays[1].input_size == 3U);
    BOOST_TEST(config.arrays[1].head_bias);
    BOOST_TEST(nam::type_of(file) ==
               "nam::WaveNet<nam::LayerArray<3, nam::Kernels<3>, nam::Dilations<1, 2>, Tanh, nam::Head<2, no_bias>>, "
               "nam::LayerArray<2, nam::Kernels<3>, nam::Dilations<8>, Relu, nam::Head<1>>>");
    BOOST_TEST((parameter_count<Small, Shape<1, 1>>) == 131U);
}

BOOST_AUTO_TEST_CASE(the_later_spelling_is_read) {
    const nam::File file = parsed(later());
    const auto& array = std::get<nam::WaveNetConfig>(file.config).arrays[0];
    BOOST_TEST(array.kernel_sizes == (std::vector<std::size_t>{6, 15}), boost::test_tools::per_element());
    BOOST_TEST(array.head_kernel == 16U);
    BOOST_TEST(array.head_bias);
    BOOST_TEST(array.activation.slope == 0.01);
    BOOST_TEST(nam::type_of(file) == "nam::WaveNet<nam::LayerArray<3, nam::Kernels<6, 15>, nam::Dilations<1, 13>, "
                                     "LeakyRelu<>, nam::Head<1, nam::Kernel{16}>>>");
    BOOST_TEST((parameter_count<Later, Shape<1, 1>>) == file.weights.size());
    BOOST_TEST(type_of(with(with(later(), "/config/layers/0/head/bias", false), "/weights/277", nullptr)
                           .patch(json::parse(R"([{"op": "remove", "path": "/weights/277"}])")))
                   .ends_with("nam::Head<1, nam::Kernel{16}, no_bias>>>"));
    // What is null is not there, and what NeuralAmpModelerCore does not know either is nothing.
    json other = with(later(), "/config/layers/0/kernel_size", nullptr);
    other = with(with(other, "/config/layers/0/slimmable", "no"), "/config/layers/0/color", {{"red", 1}});
    BOOST_TEST(type_of(with(other, "/notes", {"one", "two"})) == nam::type_of(file));
}

BOOST_AUTO_TEST_CASE(gated_arrays_are_read) {
    // Twice the channels in convolutions and mixers.
    const auto more = [](json model, std::size_t weights) {
        while (model["weights"].size() < weights) model["weights"].push_back(0);
        return model;
    };
    const std::size_t count = 3 + 18 * 6 + 45 * 6 + 2 * (6 + 6 + 12) + 49 + 1;
    const json gated = more(with(later(), "/config/layers/0/gating_mode", {"gated", "gated"}), count);
    const auto spelled = [](const std::string& gate) {
        return "nam::WaveNet<nam::LayerArray<3, nam::Kernels<6, 15>, nam::Dilations<1, 13>, nam::Gate<LeakyRelu<>, " +
               gate + ">, nam::Head<1, nam::Kernel{16}>>>";
    };
    BOOST_TEST((parameter_count<WithGate, Shape<1, 1>>) == count);
    BOOST_TEST(type_of(without(gated, "/config/layers/0", "secondary_activation")) == spelled("Sigmoid"));
    BOOST_TEST(type_of(with(gated, "/config/layers/0/secondary_activation", "Tanh")) == spelled("Tanh"));
    const json listed = with(gated, "/config/layers/0/secondary_activation", {"SiLU", {{"type", "SiLU"}}});
    BOOST_TEST(type_of(listed) == spelled("Silu"));
    BOOST_TEST(type_of(with(listed, "/config/layers/0/gating_mode", "gated")) == spelled("Silu"));
    // In older files the gate is a Sigmoid.
    const json older = with(without(listed, "/config/layers/0", "gating_mode"), "/config/layers/0/gated", true);
    BOOST_TEST(type_of(older) == spelled("Sigmoid"));
}

BOOST_AUTO_TEST_CASE(activations_are_spelled_as_layers) {
    const auto spelled = [](json activation) {
        const std::string type = type_of(with(wavenet(), "/config/layers/0/activation", std::move(activation)));
        const std::string before = "nam::WaveNet<nam::LayerArray<3, nam::Kernels<3>, nam::Dilations<1, 2>, ";
        BOOST_TEST(type.starts_with(before));
        return type.substr(before.size(), type.find(", nam::Head") - before.size());
    };
    BOOST_TEST(spelled("Tanh") == "Tanh");
    BOOST_TEST(spelled("Sigmoid") == "Sigmoid");
    BOOST_TEST(spelled("ReLU") == "Relu");
    BOOST_TEST(spelled("SiLU") == "Silu");
    BOOST_TEST(spelled("Softsign") == "Softsign");
    BOOST_TEST(spelled("Hardtanh") == "Hardtanh");
    BOOST_TEST(spelled("LeakyReLU") == "LeakyRelu<>");
    BOOST_TEST(spelled({{"type", "LeakyReLU"}, {"negative_slope", 0.2}}) == "LeakyRelu<Percent{20}>");
    BOOST_TEST(spelled({{"type", "LeakyReLU"}, {"negative_slope", 0.009999999776482582}}) == "LeakyRelu<>");
    BOOST_TEST(spelled({{"type", "LeakyReLU"}, {"negative_slope", 0}}) == "LeakyRelu<Percent{0}>");
    BOOST_TEST(spelled({{"type", "Tanh"}, {"negative_slope", 0.015}}) == "Tanh");
}

BOOST_AUTO_TEST_CASE(other_architectures_are_read) {
    BOOST_TEST(type_of(linear(true)) == "Conv1d<1, 64, causal>");
    BOOST_TEST(type_of(linear(false)) == "Conv1d<1, 64, causal, no_bias>");
    BOOST_TEST((parameter_count<Conv1d<1, 64, causal>, Shape<1, 1>>) == parsed(linear(true)).weights.size());

    const nam::File plain = parsed(convnet(false));
    BOOST_TEST(std::get<nam::ConvNetConfig>(plain.config).dilations == (std::vector<std::size_t>{1, 8}),
               boost::test_tools::per_element());
    BOOST_TEST(nam::type_of(plain) == "Sequential<Conv1d<4, 2, Dilation{1}, causal>, Sigmoid, "
                                      "Conv1d<4, 2, Dilation{8}, causal>, Sigmoid, Linear<1>>");
    using Plain =
        Sequential<Conv1d<4, 2, Dilation{1}, causal>, Sigmoid, Conv1d<4, 2, Dilation{8}, causal>, Sigmoid, Linear<1>>;
    BOOST_TEST((parameter_count<Plain, Shape<1, 1>>) == plain.weights.size());

    // The epsilon of each norm stands among the weights.
    json normed = with(convnet(true), "/weights/24", 1e-5);
    BOOST_TEST(type_of(with(normed, "/weights/73", 1e-3)) ==
               "Sequential<Conv1d<4, 2, Dilation{1}, causal, no_bias>, BatchNorm1d<>, Sigmoid, "
               "Conv1d<4, 2, Dilation{8}, causal, no_bias>, BatchNorm1d<NormEpsilon{0.001}>, Sigmoid, Linear<1>>");
    BOOST_TEST(no_type(with(normed, "/weights/73", -1)) ==
               "it: has a batch norm with an epsilon of -1, expected one above 0");

    const auto recurrent = std::get<nam::RecurrentConfig>(parsed(lstm()).config);
    BOOST_TEST(recurrent.input_size == 1U);
    BOOST_TEST(recurrent.hidden_size == 3U);
    BOOST_TEST(recurrent.layers == 1U);
    BOOST_TEST(nam::weight_count(nam::RecurrentConfig{1, 3, 2}) == 70U + 12 * 7 + 6);
    BOOST_TEST(no_type(lstm()) == "it: is an LSTM: recurrent layers are not there yet");
}

BOOST_AUTO_TEST_CASE(a_container_is_read) {
    const nam::File file = parsed(container());
    BOOST_TEST(file.weights.empty());
    BOOST_TEST(no_type(container()) == "it: is a container and has no type of its own: choose one of its submodels");
    const auto& submodels = std::get<nam::ContainerConfig>(file.config).submodels;
    BOOST_TEST(submodels.size() == 2U);
    BOOST_TEST(submodels[0].max_value == 0.5);
    BOOST_TEST(nam::type_of(submodels[0].model) == "Conv1d<1, 64, causal>");
    BOOST_TEST(submodels[1].model.subject == "it: submodels[1]");
    BOOST_TEST(submodels[1].model.weights.size() == 131U);
    const nam::File inner = parsed(with(container(), "/config/submodels/0/model", lstm()));
    BOOST_TEST(thrown<std::runtime_error>([&] {
                   nam::type_of(std::get<nam::ContainerConfig>(inner.config).submodels[0].model);
               }) == "it: submodels[0] is an LSTM: recurrent layers are not there yet");

    // A rate goes from the container to its submodels, or the other way.
    const auto rates = [](const json& model) {
        const nam::File read = parsed(model);
        const auto& all = std::get<nam::ContainerConfig>(read.config).submodels;
        return std::vector{read.sample_rate, all[0].model.sample_rate, all[1].model.sample_rate};
    };
    BOOST_TEST(rates(container()) == (std::vector<double>{48000, 48000, 48000}), boost::test_tools::per_element());
    BOOST_TEST(rates(with(container(), "/sample_rate", 44100)) == (std::vector<double>{44100, 44100, 44100}),
               boost::test_tools::per_element());
    BOOST_TEST(rates(with(container(), "/config/submodels/1/model/sample_rate", 96000)) ==
                   (std::vector<double>{96000, 48000, 96000}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(metadata_is_read) {
    json told = with(linear(true), "/sample_rate", 44100.0);
    BOOST_TEST(!parsed(told).metadata.loudness.has_value());
    told["metadata"] = {{"loudness", -20.5},        {"gain", 0.25},     {"input_level_dbu", 18},
                        {"output_level_dbu", 12.3}, {"name", "An amp"}, {"date", {{"year", 2024}}}};
    const nam::File file = parsed(told);
    BOOST_TEST(file.sample_rate == 44100);
    BOOST_TEST(file.metadata.loudness.value() == -20.5);
    BOOST_TEST(file.metadata.gain.value() == 0.25);
    BOOST_TEST(file.metadata.input_level_dbu.value() == 18);
    BOOST_TEST(file.metadata.output_level_dbu.value() == 12.3);
    BOOST_TEST(file.metadata.name == "An amp");
    BOOST_TEST(!parsed(with(told, "/metadata/loudness", nullptr)).metadata.loudness.has_value());
    BOOST_TEST(refused(told, "/metadata/loudness", "loud") == "it: metadata.loudness is 'loud', expected a number");
    BOOST_TEST(refused(told, "/metadata/name", 5) == "it: metadata.name is 5, expected a string");
    BOOST_TEST(refused(told, "/metadata", 5) == "it: metadata is 5, expected an object");
    BOOST_TEST(refused(told, "/sample_rate", 0) == "it: sample_rate is 0, expected a number above 0, in Hz");
    BOOST_TEST(refused(told, "/sample_rate", "48k") == "it: sample_rate is '48k', expected a number");
}

BOOST_AUTO_TEST_CASE(files_are_read) {
    const test::TemporaryDirectory folder;
    const auto path = test::write_bytes(folder / "amp.nam", wavenet().dump());
    BOOST_TEST(nam::read(path).weights.size() == 131U);
    test::write_bytes(path, without(wavenet(), "", "weights").dump());
    BOOST_TEST(thrown<std::runtime_error>([&] { nam::read(path); }) == path.string() + ": has no \"weights\"");
    BOOST_TEST(thrown<std::runtime_error>([&] { nam::read(folder / "none.nam"); }) ==
               (folder / "none.nam").string() + ": cannot be read: No such file or directory");
    const auto odd = test::write_bytes(folder / "\x1b.nam", "{");
    BOOST_TEST(thrown<std::runtime_error>([&] { nam::read(odd); }) ==
               (folder / "\\x1b.nam").string() + ": is not JSON at byte 2");
}

BOOST_AUTO_TEST_CASE(what_is_not_json_is_refused) {
    BOOST_TEST(refused_text("") == "it: is not JSON at byte 1");
    BOOST_TEST(refused_text(R"({"version": "0.5.4",})") == "it: is not JSON at byte 21");
    BOOST_TEST(refused_text(R"({"weights": [NaN]})") == "it: is not JSON at byte 14");
    BOOST_TEST(refused_text(linear(true).dump() + "x") ==
               "it: is not JSON at byte " + std::to_string(linear(true).dump().size() + 1));
    BOOST_TEST(refused_text(std::string("{}\0", 3)) == "it: is not JSON at byte 3");
    BOOST_TEST(refused_text("{\"weights\": \"\xff\"}") == "it: is not JSON at byte 14");
    BOOST_TEST(refused_text(R"({"weights": [1e999]})") == "it: holds 1e999, expected numbers up to 1e308");
    BOOST_TEST(refused_text(R"({"a": {"b\u0007": 1, "c": 2, "b\u0007": 3}})") ==
               "it: has \"b\\x07\" twice in one object");
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    BOOST_TEST(refused_text(nested(64)) == "it: is a list, expected an object");
    BOOST_TEST(refused_text(nested(65)) == "it: nests more than 64 lists and objects in one another");
    BOOST_TEST(refused_text(std::string(1'000'000, '[')) == "it: nests more than 64 lists and objects in one another");
}

BOOST_AUTO_TEST_CASE(what_is_no_model_is_refused) {
    for (const std::string key : {"version", "architecture", "config", "weights"})
        BOOST_TEST(refused(without(wavenet(), "", key)) == "it: has no \"" + key + "\"");
    for (const std::string version : {"0.4.9", "0.8.0", "1.5.0", "0.5", "0.5.", "0.5.4.1", "a.b.c", "-0.5.0", ""})
        BOOST_TEST(refused(wavenet(), "/version", version) ==
                   "it: version is '" + version + "', expected one from 0.5.0 to 0.7");
    BOOST_TEST(refused(wavenet(), "/version", 0.5) == "it: version is 0.5, expected a string");
    BOOST_TEST(refused(wavenet(), "/architecture", "Wave\nNet") ==
               "it: architecture is 'Wave\\x0aNet', expected WaveNet, ConvNet, Linear, LSTM or SlimmableContainer");
    BOOST_TEST(refused(wavenet(), "/config", json::array()) == "it: config is a list, expected an object");
    BOOST_TEST(refused(wavenet(), "/weights", json::object()) == "it: weights is an object, expected a list");
    BOOST_TEST(refused(wavenet(), "/weights/3", "x") == "it: weights[3] is 'x', expected a number that fits a float");
    BOOST_TEST(refused(wavenet(), "/weights/3", nullptr) ==
               "it: weights[3] is null, expected a number that fits a float");
    BOOST_TEST(refused(wavenet(), "/weights/130", 1e39) ==
               "it: weights[130] is 1e+39, expected a number that fits a float");
    const auto one_less = [](json model) {
        model["weights"].erase(0);
        return model;
    };
    BOOST_TEST(refused(one_less(wavenet())) == "it: holds 130 weights, expected 131 for its WaveNet");
    BOOST_TEST(refused(with(wavenet(), "/weights/131", 1)) == "it: holds 132 weights, expected 131 for its WaveNet");
    BOOST_TEST(refused(one_less(linear(true))) == "it: holds 64 weights, expected 65 for its Linear");
    BOOST_TEST(refused(one_less(convnet(true))) == "it: holds 78 weights, expected 79 for its ConvNet");
    BOOST_TEST(refused(one_less(convnet(false))) == "it: holds 52 weights, expected 53 for its ConvNet");
    BOOST_TEST(refused(one_less(lstm())) == "it: holds 69 weights, expected 70 for its LSTM");
}

BOOST_AUTO_TEST_CASE(sizes_of_a_wavenet_are_refused) {
    const auto at = [](const std::string& key, json value) {
        return refused(wavenet(), "/config/layers/1/" + key, std::move(value));
    };
    BOOST_TEST(refused(wavenet(), "/config/layers/0/dilations/1", -4) ==
               "it: layers[0].dilations[1] is -4, expected a whole number from 1 to 65536");
    BOOST_TEST(at("dilations", json::array({65537})) ==
               "it: layers[1].dilations[0] is 65537, expected a whole number from 1 to 65536");
    BOOST_TEST(at("channels", 0) == "it: layers[1].channels is 0, expected a whole number from 1 to 4096");
    BOOST_TEST(at("channels", 2.5) == "it: layers[1].channels is 2.5, expected a whole number from 1 to 4096");
    BOOST_TEST(at("channels", "2") == "it: layers[1].channels is '2', expected a whole number from 1 to 4096");
    BOOST_TEST(at("kernel_size", 1e30) == "it: layers[1].kernel_size is 1e+30, expected a whole number from 1 to 4096");
    BOOST_TEST(at("dilations", json::array()) == "it: layers[1].dilations holds 0 values, expected from 1 to 4096");
    BOOST_TEST(at("dilations", 8) == "it: layers[1].dilations is 8, expected a list");
    BOOST_TEST(at("head_bias", 1) == "it: layers[1].head_bias is 1, expected true or false");
    BOOST_TEST(at("gated", nullptr) == "nothing is thrown");
    BOOST_TEST(refused(without(wavenet(), "/config/layers/1", "channels")) == "it: layers[1] has no \"channels\"");
    BOOST_TEST(refused(wavenet(), "/config/layers/0", true) == "it: layers[0] is true, expected an object");
    BOOST_TEST(refused(wavenet(), "/config/layers", json::array()) ==
               "it: layers holds 0 values, expected from 1 to 4096");
    BOOST_TEST(refused(wavenet(), "/config/head_scale", "1") == "it: head_scale is '1', expected a number");
    BOOST_TEST(refused(without(wavenet(), "/config", "head_scale")) == "it: has no \"head_scale\"");

    BOOST_TEST(refused(wavenet(), "/config/layers/0/input_size", 2) ==
               "it: layers[0].input_size is 2, expected 1, the input");
    BOOST_TEST(at("condition_size", 3) == "it: layers[1].condition_size is 3, expected 1, the input");
    BOOST_TEST(at("input_size", 4) == "it: layers[1].input_size is 4, expected 3, the channels of layers[0]");
    BOOST_TEST(at("channels", 4) == "it: layers[1].channels is 4, expected 2, the head_size of layers[0]");

    const auto later_at = [](const std::string& key, json value) {
        return refused(later(), "/config/layers/0/" + key, std::move(value));
    };
    BOOST_TEST(later_at("kernel_sizes", {6, 6, 15}) ==
               "it: layers[0].kernel_sizes holds 3 values, expected 2, one for each dilation");
    BOOST_TEST(later_at("kernel_size", 6) ==
               "it: layers[0] has \"kernel_size\" and \"kernel_sizes\", expected one of them");
    BOOST_TEST(later_at("activation", {"Tanh"}) ==
               "it: layers[0].activation holds 1 value, expected 2, one for each dilation");
    BOOST_TEST(later_at("gating_mode", {"none"}) ==
               "it: layers[0].gating_mode holds 1 value, expected 2, one for each dilation");
    BOOST_TEST(later_at("gating_mode", {"none", "some"}) ==
               "it: layers[0].gating_mode[1] is 'some', expected 'none', 'gated' or 'blended'");
    BOOST_TEST(later_at("activation", 5) == "it: layers[0].activation is 5, expected a name or an object");
    BOOST_TEST(later_at("activation/0/negative_slope", "0") ==
               "it: layers[0].activation[0].negative_slope is '0', expected a number");
    BOOST_TEST(later_at("head", 1) == "it: layers[0].head is 1, expected an object");
    BOOST_TEST(later_at("head/kernel_size", 0) ==
               "it: layers[0].head.kernel_size is 0, expected a whole number from 1 to 4096");
    BOOST_TEST(refused(without(later(), "/config/layers/0", "head")) == "it: layers[0] has no \"head_size\"");
}

BOOST_AUTO_TEST_CASE(what_tenon_does_not_have_is_refused) {
    const auto at = [](const std::string& key, json value) {
        return refused(later(), "/config/layers/0/" + key, std::move(value));
    };
    const std::string film = unsupported("FiLM (layers[0].conv_post_film.active)");
    BOOST_TEST(at("conv_post_film/active", true) == film);
    for (const std::string place : {"conv_pre", "input_mixin_pre", "input_mixin_post", "activation_pre",
                                    "activation_post", "layer1x1_post", "head1x1_post"}) {
        BOOST_TEST(at(place + "_film", {{"active", true}}) ==
                   unsupported("FiLM (layers[0]." + place + "_film.active)"));
    }
    BOOST_TEST(at("conv_pre_film", json::object()) == unsupported("FiLM (layers[0].conv_pre_film)"));
    BOOST_TEST(at("head1x1/active", true) == unsupported("a head1x1 (layers[0].head1x1.active)"));
    BOOST_TEST(at("layer1x1/active", false) == unsupported("layers without layer1x1 (layers[0].layer1x1.active)"));
    BOOST_TEST(at("layer1x1/groups", 3) == unsupported("groups (layers[0].layer1x1.groups)"));
    BOOST_TEST(at("groups_input", 3) == unsupported("groups (layers[0].groups_input)"));
    BOOST_TEST(at("groups_input_mixin", 3) == unsupported("groups (layers[0].groups_input_mixin)"));
    BOOST_TEST(at("bottleneck", 2) == unsupported("a bottleneck (layers[0].bottleneck)"));
    BOOST_TEST(at("slimmable", {{"method", "slice_channels_uniform"}}) ==
               unsupported("slimmable channels (layers[0].slimmable)"));
    BOOST_TEST(at("head/head_dilation", 2) == unsupported("a head with a dilation (layers[0].head.head_dilation)"));

    BOOST_TEST(at("activation", "PReLU") == unsupported("activation 'PReLU' (layers[0].activation)"));
    BOOST_TEST(at("activation/1/type", "\u202e") == unsupported("activation '\\u202e' (layers[0].activation[1])"));
    BOOST_TEST(at("activation", {"Tanh", "ReLU"}) ==
               unsupported("different activations in one array (layers[0].activation)"));
    BOOST_TEST(at("activation/1/negative_slope", 0.2) ==
               unsupported("different activations in one array (layers[0].activation)"));
    for (const double slope : {0.015, -0.01, 1.01})
        BOOST_TEST(at("activation/1/negative_slope", slope) ==
                   unsupported("a LeakyReLU whose slope is not a whole percentage "
                               "(layers[0].activation[1].negative_slope)"));
    BOOST_TEST(at("gating_mode", "blended") == unsupported("blended gating (layers[0].gating_mode)"));
    BOOST_TEST(at("gating_mode/1", "gated") ==
               unsupported("gating in some layers of an array (layers[0].gating_mode)"));
    const json gated = with(later(), "/config/layers/0/gating_mode", "gated");
    BOOST_TEST(refused(gated, "/config/layers/0/secondary_activation", {"Tanh", "Sigmoid"}) ==
               unsupported("different gates in one array (layers[0].secondary_activation)"));
    BOOST_TEST(refused(gated, "/config/layers/0/secondary_activation", "Hardswish") ==
               unsupported("activation 'Hardswish' (layers[0].secondary_activation)"));
    BOOST_TEST(
        refused(gated, "/config/layers/0/secondary_activation", {{"type", "LeakyReLU"}, {"negative_slope", 0.2}}) ==
        unsupported("a gate that is a LeakyReLU with another slope than 0.01 (layers[0].secondary_activation)"));

    BOOST_TEST(refused(later(), "/config/condition_dsp", linear(true)) ==
               unsupported("a net for the condition (condition_dsp)"));
    BOOST_TEST(refused(later(), "/config/head", {{"channels", 8}}) == unsupported("a head behind the arrays (head)"));
    BOOST_TEST(refused(later(), "/config/in_channels", 2) == unsupported("several input channels (in_channels)"));
}

BOOST_AUTO_TEST_CASE(other_architectures_are_refused) {
    BOOST_TEST(refused(linear(true), "/config/receptive_field", 0) ==
               "it: receptive_field is 0, expected a whole number from 1 to 16777216");
    BOOST_TEST(refused(without(linear(true), "/config", "bias")) == "it: has no \"bias\"");
    for (const json& each : {linear(true), convnet(true), lstm()}) {
        BOOST_TEST(refused(each, "/config/in_channels", 2) == unsupported("several input channels (in_channels)"));
        BOOST_TEST(refused(each, "/config/out_channels", 2) == unsupported("several output channels (out_channels)"));
    }
    BOOST_TEST(refused(convnet(true), "/config/groups", 2) == unsupported("groups (groups)"));
    BOOST_TEST(refused(convnet(true), "/config/channels", 0) ==
               "it: channels is 0, expected a whole number from 1 to 4096");
    BOOST_TEST(refused(convnet(true), "/config/batchnorm", 1) == "it: batchnorm is 1, expected true or false");
    BOOST_TEST(refused(lstm(), "/config/input_size", 2) == "it: input_size is 2, expected 1, the input");
    BOOST_TEST(refused(lstm(), "/config/num_layers", 0) ==
               "it: num_layers is 0, expected a whole number from 1 to 4096");
}

BOOST_AUTO_TEST_CASE(containers_are_refused) {
    const std::string second = "/config/submodels/1";
    BOOST_TEST(refused(container(), "/config/submodels", json::array()) ==
               "it: submodels holds 0 values, expected from 1 to 4096");
    BOOST_TEST(refused(container(), second + "/max_value", 0.5) ==
               "it: submodels[1].max_value is 0.5, expected more than in the one before");
    BOOST_TEST(refused(container(), second + "/max_value", 0.9) ==
               "it: submodels[1].max_value is 0.9, expected 1 or more in the last");
    BOOST_TEST(refused(without(container(), second, "max_value")) == "it: submodels[1] has no \"max_value\"");
    BOOST_TEST(refused(container(), second + "/model", 1) == "it: submodels[1].model is 1, expected an object");
    BOOST_TEST(refused(container(), second + "/model", container()) ==
               unsupported("a container inside of a container (submodels[1].architecture)"));
    BOOST_TEST(refused(without(container(), second + "/model", "weights")) == "it: submodels[1] has no \"weights\"");
    BOOST_TEST(refused(container(), second + "/model/weights", {1, 2}) ==
               "it: submodels[1] holds 2 weights, expected 131 for its WaveNet");
    BOOST_TEST(refused(container(), second + "/model/config/layers/0/channels", 0) ==
               "it: submodels[1].layers[0].channels is 0, expected a whole number from 1 to 4096");
    BOOST_TEST(refused(container(), second + "/model/config/layers/0/head1x1", {{"active", true}}) ==
               unsupported("a head1x1 (submodels[1].layers[0].head1x1.active)"));
    BOOST_TEST(refused(with(container(), "/sample_rate", 48000), second + "/model/sample_rate", 44100) ==
               "it: submodels[1].sample_rate is 44100, expected that of the container");
    BOOST_TEST(refused(container(), "/weights", {1}) == "it: holds 1 weight, expected 0 for its SlimmableContainer");
}

BOOST_AUTO_TEST_CASE(real_wavenets_are_read) {
    if (const auto path = real_file("wavenet_a1_standard.nam")) {
        const nam::File file = nam::read(*path);
        BOOST_TEST(file.weights.size() == 13802U);
        BOOST_TEST(nam::type_of(file) ==
                   "nam::WaveNet<nam::LayerArray<16, nam::Kernels<3>, nam::Dilations<1, 2, 4, 8, 16, 32, 64, 128, 256, "
                   "512>, Tanh, nam::Head<8, no_bias>>, nam::LayerArray<8, nam::Kernels<3>, nam::Dilations<1, 2, 4, 8, "
                   "16, 32, 64, 128, 256, 512>, Tanh, nam::Head<1>>>");
    }
    if (const auto path = real_file("wavenet.nam")) {
        const nam::File file = nam::read(*path);
        BOOST_TEST(file.weights.size() == 131U);
        BOOST_TEST(file.metadata.name == "Test Model");
        BOOST_TEST(file.metadata.input_level_dbu.value() == 18.3);
    }
}

BOOST_AUTO_TEST_CASE(other_real_files_are_read) {
    if (const auto path = real_file("A2.nam")) {
        const nam::File file = nam::read(*path);
        const auto& submodels = std::get<nam::ContainerConfig>(file.config).submodels;
        BOOST_TEST(submodels.size() == 2U);
        BOOST_TEST(submodels[0].model.weights.size() == 1871U);
        BOOST_TEST(submodels[1].model.weights.size() == 12146U);
        BOOST_TEST(nam::type_of(submodels[1].model) ==
                   "nam::WaveNet<nam::LayerArray<8, nam::Kernels<6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 15, 15, 6, "
                   "6, 6, 6, 6, 6, 6>, nam::Dilations<1, 3, 7, 17, 41, 101, 239, 1, 3, 7, 17, 41, 101, 239, 1, 13, 1, "
                   "3, 7, 17, 41, 101, 239>, LeakyRelu<>, nam::Head<1, nam::Kernel{16}>>>");
    }
    if (const auto path = real_file("lstm.nam")) BOOST_TEST(nam::read(*path).weights.size() == 70U);
}
