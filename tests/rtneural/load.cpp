// SPDX-License-Identifier: BSL-1.0
//
// Models of RTNeural's files: what comes out is what RTNeural gives, and what is saved is loaded again. The files in
// tests/reference/rtneural have random weights; their outputs, one step after another from silence on, were made with
// RTNeural (commit 1fb1f07, in double).
#include "tenon/rtneural/load.hpp"

#include "support/files.hpp"
#include "support/reference.hpp"
#include "support/thrown.hpp"

#include "tenon/rtneural/save.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace tenon;
using nlohmann::json;
using tenon::test::thrown;

const std::filesystem::path folder = std::filesystem::path(TENON_REFERENCE_DIR) / "rtneural";

using Dense = Sequential<Linear<5>, Tanh, Linear<7>, Relu, Linear<6>, Elu<>, Linear<4>, Sigmoid, Linear<9>, Softmax,
                         Linear<2, no_bias>>;
using Conv = Sequential<Linear<6>, Tanh, Conv1d<8, 3, causal, Dilation{2}, Groups{2}>, BatchNorm1d<NormEpsilon{0.001}>,
                        Relu, Conv1d<4, 2, causal, Dilation{4}>, Tanh, PRelu<>, BatchNorm1d<NormEpsilon{0.5}>, PRelu<>,
                        Conv1d<5, 1, causal>, Elu<>, Linear<3>, Sigmoid>;
using Windows = Sequential<Conv1d<5, 7>, Elu<>, PRelu<>, Conv1d<3, 5, Dilation{2}>, BatchNorm1d<>, Linear<2>, Tanh>;
/// The same nets as somebody else may write them.
using OtherConv = Sequential<Linear<2, 6, aligned_rows>, Tanh, Dropout<Percent{20}>,
                             Sequential<Conv1d<6, 8, 3, Groups{2}, Dilation{2}, causal>,
                                        BatchNorm1d<8, unbiased, NormEpsilon{1e-3}, NormMomentum{0.01}>, Relu>,
                             Sequential<>, Sequential<Sequential<Conv1d<4, 2, causal, Dilation{4}>>, Tanh>, PRelu<4>,
                             BatchNorm1d<NormEpsilon{0.5}>, PRelu<>, Conv1d<5, 1>, Elu<Percent{100}>,
                             Linear<3, aligned_rows>, Sigmoid>;

std::vector<double> figures(const std::string& name, const std::string& what) {
    static const json outputs = test::reference("rtneural/outputs");
    return outputs.at(name).at(what).get<std::vector<double>>();
}
template <class Real = float>
std::vector<Real> inputs(const std::string& name) {
    const std::vector<double> values = figures(name, "input");
    return {values.begin(), values.end()};
}

template <class Real>
void check_near(std::span<const Real> values, std::span<const double> wanted, double tolerance) {
    BOOST_TEST_REQUIRE(values.size() == wanted.size());
    double worst = 0;
    for (std::size_t index = 0; index < values.size(); ++index) {
        const double error = std::abs(static_cast<double>(values[index]) - wanted[index]);
        worst = error >= worst || std::isnan(error) ? error : worst;
    }
    BOOST_TEST(worst <= tolerance, "differs by " << worst << ", expected " << tolerance << " or less");
}

/// The outputs of a stream.
template <std::size_t Most, class M>
std::vector<typename M::Real> streamed(const M& model, const std::string& name) {
    const auto in = inputs<typename M::Real>(name);
    std::vector<typename M::Real> out(figures(name, "output").size());
    Streamer<M, Frames<Most>>{model}.process(in, out);
    return out;
}
template <class M>
void streams_as_the_reference(const M& model, const std::string& name, double tolerance = 5e-7) {
    const std::vector<double> wanted = figures(name, "output");
    check_near<typename M::Real>(streamed<1>(model, name), wanted, tolerance);
    check_near<typename M::Real>(streamed<16>(model, name), wanted, tolerance);
}
/// The outputs of batches of one.
template <class M>
std::vector<typename M::Real> evaluated(const M& model, std::span<const typename M::Real> in) {
    Evaluator<M, Batch<1>> evaluator{model};
    std::vector<typename M::Real> out;
    for (std::size_t at = 0; at < in.size(); at += M::Input::size) {
        const auto y = evaluator(in.subspan(at, M::Input::size));
        out.insert(out.end(), y.begin(), y.end());
    }
    return out;
}

template <class M>
bool same_numbers(const M& left, const M& right) {
    return std::ranges::equal(left.parameter_block(), right.parameter_block()) &&
           std::ranges::equal(left.buffer_block(), right.buffer_block());
}
json json_of(const std::filesystem::path& path) { return json::parse(test::bytes_of(path)); }

template <class Net, class In>
std::string not_loaded_from(const json& file) {
    return thrown<std::runtime_error>([&] { rtneural::load<Net, In>(rtneural::parse(file.dump(), "it")); });
}
template <class Net, class In>
std::string not_loaded(const std::string& name) {
    return not_loaded_from<Net, In>(json_of(folder / (name + ".json")));
}

} // namespace

BOOST_AUTO_TEST_CASE(types_are_those_of_the_files) {
    BOOST_TEST(rtneural::type_of(rtneural::read(folder / "dense.json")) ==
               "Sequential<Linear<5>, Tanh, Linear<7>, Relu, Linear<6>, Elu<>, Linear<4>, Sigmoid, Linear<9>, Softmax, "
               "Linear<2, no_bias>>");
    BOOST_TEST(rtneural::type_of(rtneural::read(folder / "conv.json")) ==
               "Sequential<Linear<6>, Tanh, Conv1d<8, 3, causal, Dilation{2}, Groups{2}>, "
               "BatchNorm1d<NormEpsilon{0.001}>, Relu, Conv1d<4, 2, causal, Dilation{4}>, Tanh, PRelu<>, "
               "BatchNorm1d<NormEpsilon{0.5}>, PRelu<>, Conv1d<5, 1, causal>, Elu<>, Linear<3>, Sigmoid>");
    const rtneural::File windows = rtneural::read(folder / "windows.json");
    BOOST_TEST(rtneural::type_of(windows) == "Sequential<Conv1d<5, 7>, Elu<>, PRelu<>, Conv1d<3, 5, Dilation{2}>, "
                                             "BatchNorm1d<>, Linear<2>, Tanh>");
    BOOST_TEST(rtneural::input_of(windows) == "Shape<24, 1>");
}

BOOST_AUTO_TEST_CASE(models_give_what_the_reference_gives) {
    const auto dense = rtneural::load<Dense, Shape<3>>(folder / "dense.json");
    check_near<float>(evaluated(dense, inputs("dense")), figures("dense", "output"), 5e-7);
    const auto exact = rtneural::load<Dense, Shape<3>, double>(folder / "dense.json");
    // Weights are floats; RTNeural has read them as doubles.
    check_near<double>(evaluated(exact, inputs<double>("dense")), figures("dense", "output"), 5e-7);

    const auto conv = rtneural::load<Conv, Shape<40, 2>>(folder / "conv.json");
    check_near<float>(evaluated(conv, inputs("conv")), figures("conv", "output"), 5e-7);
}

BOOST_AUTO_TEST_CASE(streams_give_what_the_reference_gives) {
    streams_as_the_reference(rtneural::load<Dense, Shape<64, 3>>(folder / "dense.json"), "dense");
    streams_as_the_reference(rtneural::load<Conv, Shape<64, 2>>(folder / "conv.json"), "conv");
    streams_as_the_reference(rtneural::load<Conv, Shape<9, 2>, double>(folder / "conv.json"), "conv");
    streams_as_the_reference(rtneural::load<Windows, Shape<24, 1>>(folder / "windows.json"), "windows");
}

BOOST_AUTO_TEST_CASE(a_window_gives_the_outputs_of_its_whole_windows) {
    const auto model = rtneural::load<Windows, Shape<24, 1>>(folder / "windows.json");
    const auto in = inputs("windows");
    const auto wanted = figures("windows", "output");
    for (const std::size_t start : {0U, 7U, 16U}) {
        const auto out = evaluated(model, std::span(in).subspan(start, 24));
        check_near<float>(out, std::span(wanted).subspan(2 * (start + 14), 20), 5e-7);
    }
}

BOOST_AUTO_TEST_CASE(a_net_may_be_written_in_other_ways) {
    const auto model = rtneural::load<OtherConv, Shape<40, 2>>(folder / "conv.json");
    check_near<float>(evaluated(model, inputs("conv")), figures("conv", "output"), 5e-7);
    streams_as_the_reference(model, "conv");
    // A bias of zeros is none.
    json file = json_of(folder / "dense.json");
    for (json& value : file["layers"][0]["weights"][1]) value = 0;
    using Without = Sequential<Linear<5, no_bias>, Tanh, Linear<7>, Relu, Linear<6>, Elu<>, Linear<4>, Sigmoid,
                               Linear<9>, Softmax, Linear<2, no_bias>>;
    BOOST_TEST((not_loaded_from<Without, Shape<3>>(file)) == "nothing is thrown");
    file["layers"][0]["weights"][1][4] = 0.5;
    BOOST_TEST((not_loaded_from<Without, Shape<3>>(file)) ==
               "it: layers[0] is Linear<5>, expected Linear<5, no_bias>, layer 0 of the net");
}

BOOST_AUTO_TEST_CASE(numbers_lie_where_the_file_has_them) {
    const json file = json_of(folder / "conv.json");
    const auto model = rtneural::load<Conv, Shape<8, 2>>(folder / "conv.json");
    const auto convolution = model.parameter<"2.weight">();
    for (const std::size_t tap : {0U, 1U, 2U})
        for (const std::size_t in : {0U, 1U, 2U})
            for (std::size_t out = 0; out < 8; ++out)
                BOOST_TEST(convolution[(tap * 3 + in) * 8 + out] ==
                           file["layers"][1]["weights"][0][tap][in][out].get<float>());
    BOOST_TEST(model.parameter<"3.bias">()[5] == file["layers"][2]["weights"][1][5].get<float>());
    BOOST_TEST(model.buffer<"3.running_var">()[5] == file["layers"][2]["weights"][3][5].get<float>());
    BOOST_TEST(model.parameter<"8.weight">()[2] == 1);
    BOOST_TEST(model.parameter<"8.bias">()[2] == 0);
    BOOST_TEST(model.buffer<"8.running_mean">()[2] == file["layers"][6]["weights"][0][2].get<float>());
    for (const float slope : model.parameter<"9.weight">())
        BOOST_TEST(slope == file["layers"][7]["weights"][0][0][0].get<float>());
}

BOOST_AUTO_TEST_CASE(another_net_is_refused_in_a_sentence) {
    const std::string path = (folder / "dense.json").string();
    BOOST_TEST(thrown<std::runtime_error>([&] { rtneural::load<Linear<2>, Shape<3>>(path); }) ==
               path + ": layers[0] is Linear<5>, expected Linear<2>, layer 0 of the net");
    BOOST_TEST((not_loaded<Dense, Shape<4>>("dense")) ==
               "it: takes 3 features, expected 4, as the input of the net has");
    BOOST_TEST((not_loaded<Linear<5>, Shape<3>>("dense")) ==
               "it: layers[0].activation is Tanh, but the net has no layer for it");
    BOOST_TEST((not_loaded<Sequential<Linear<5>, Sequential<Relu, Linear<7>>>, Shape<3>>("dense")) ==
               "it: layers[0].activation is Tanh, expected Relu, layer 1.0 of the net");
    BOOST_TEST((not_loaded<Sequential<Linear<5>, Tanh, PRelu<>>, Shape<3>>("dense")) ==
               "it: layers[1] is Linear<7>, expected PRelu<>, layer 2 of the net");
    BOOST_TEST((not_loaded<Sequential<Dense, Tanh>, Shape<3>>("dense")) == "it: ends before layer 1 of the net, Tanh");
    BOOST_TEST((not_loaded<Sequential<>, Shape<3>>("dense")) ==
               "it: layers[0] is Linear<5>, but the net has no layer for it");
    using OtherTaps = Sequential<Linear<6>, Tanh, Conv1d<8, 3, causal, Dilation{3}, Groups{2}, no_bias>>;
    BOOST_TEST((not_loaded<OtherTaps, Shape<9, 2>>("conv")) ==
               "it: layers[1] is Conv1d<8, 3, causal, Dilation{2}, Groups{2}>, expected "
               "Conv1d<8, 3, causal, Dilation{3}, Groups{2}, no_bias>, layer 2 of the net");
    using OtherEpsilon = Sequential<Linear<6>, Tanh, Conv1d<8, 3, causal, Dilation{2}, Groups{2}>, BatchNorm1d<>, Relu>;
    BOOST_TEST((not_loaded<OtherEpsilon, Shape<9, 2>>("conv")) ==
               "it: layers[2] is BatchNorm1d<NormEpsilon{0.001}>, expected BatchNorm1d<>, layer 3 of the net");
    BOOST_TEST((not_loaded<Sequential<Conv1d<5, 7, causal>, Elu<>>, Shape<24, 1>>("windows")) ==
               "it: layers[0] is Conv1d<5, 7>, expected Conv1d<5, 7, causal>, layer 0 of the net");
}

template <class Net, class In, class Real = float>
void saved_is_loaded(const std::string& name) {
    BOOST_TEST_CONTEXT(name) {
        const test::TemporaryDirectory place;
        const auto model = rtneural::load<Net, In, Real>(folder / (name + ".json"));
        rtneural::save(model, place / "copy.json");
        BOOST_TEST(place.entries() == 1);
        BOOST_TEST(same_numbers(rtneural::load<Net, In, Real>(place / "copy.json"), model));
        const rtneural::File first = rtneural::read(folder / (name + ".json")),
                             second = rtneural::read(place / "copy.json");
        BOOST_TEST(rtneural::type_of(second) == rtneural::type_of(first));
    }
}
BOOST_AUTO_TEST_CASE(what_is_saved_is_loaded_again) {
    saved_is_loaded<Dense, Shape<3>>("dense");
    saved_is_loaded<Dense, Shape<7, 3>>("dense");
    saved_is_loaded<Conv, Shape<40, 2>>("conv");
    saved_is_loaded<Conv, Shape<40, 2>, double>("conv");
    saved_is_loaded<OtherConv, Shape<40, 2>>("conv");
    saved_is_loaded<Windows, Shape<24, 1>>("windows");
    saved_is_loaded<Windows, Shape<30, 1>>("windows");
}

BOOST_AUTO_TEST_CASE(what_is_saved_has_all_that_the_format_asks_for) {
    const test::TemporaryDirectory place;
    using Net = Sequential<Tanh, Conv1d<4, 3, causal, Groups{2}, no_bias>, Relu, Softmax, PRelu<>, Linear<3, no_bias>>;
    Model<Net, Shape<9, 2>> model{Generator{5}};
    model.parameter<"4.weight">()[3] = 1.0F / 3;
    rtneural::save(model, place / "saved.json");
    const json file = json_of(place / "saved.json");
    const auto layer = [](const std::string& type, const std::string& activation, std::size_t features,
                          const json& rest) {
        json all{{"type", type}, {"activation", activation}, {"shape", {nullptr, nullptr, features}}};
        all.update(rest);
        return all;
    };
    const auto weight = model.parameter<"1.weight">();
    json taps = json::array();
    for (std::size_t tap = 0; tap < 3; ++tap)
        taps.push_back(json::array(
            {json::array({weight[4 * tap], weight[4 * tap + 1], weight[4 * tap + 2], weight[4 * tap + 3]})}));
    const auto matrix = model.parameter<"5.weight">();
    json rows = json::array();
    for (std::size_t row = 0; row < 4; ++row)
        rows.push_back(json::array({matrix[3 * row], matrix[3 * row + 1], matrix[3 * row + 2]}));
    const json slopes = json::array({json::array({json::array({0.25, 0.25, 0.25, 1.0F / 3})})});
    const json expected{
        {"in_shape", {nullptr, nullptr, 2}},
        {"layers",
         {layer("activation", "tanh", 2, {{"weights", json::array()}}),
          layer("conv1d", "relu", 4,
                {{"kernel_size", {3}}, {"dilation", {1}}, {"groups", 2}, {"weights", {taps, {0.0, 0.0, 0.0, 0.0}}}}),
          layer("activation", "softmax", 4, {{"weights", json::array()}}), layer("prelu", "", 4, {{"weights", slopes}}),
          layer("dense", "", 3, {{"weights", json::array({rows})}})}}};
    BOOST_TEST(file == expected, file.dump() << " is not " << expected.dump());
    BOOST_TEST(same_numbers(rtneural::load<Net, Shape<9, 2>>(place / "saved.json"), model));
}

BOOST_AUTO_TEST_CASE(lengths_are_saved_where_the_net_changes_them) {
    const test::TemporaryDirectory place;
    rtneural::save(Model<Sequential<Conv1d<2, 4>, Linear<3>>, Shape<9, 1>>{}, place / "saved.json");
    const json file = json_of(place / "saved.json");
    BOOST_TEST(file["in_shape"] == json::array({nullptr, 9, 1}));
    BOOST_TEST(file["layers"][0]["shape"] == json::array({nullptr, 6, 2}));
    BOOST_TEST(file["layers"][1]["shape"] == json::array({nullptr, 6, 3}));
    rtneural::save(Model<Linear<3>, Shape<4>>{}, place / "saved.json");
    BOOST_TEST(json_of(place / "saved.json")["in_shape"] == json::array({nullptr, 4}));
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_not_saved) {
    const test::TemporaryDirectory place;
    const auto path = test::write_bytes(place / "model.json", "before");
    using Net = Sequential<Linear<3>, BatchNorm1d<>>;
    Model<Net, Shape<2>> model;
    model.buffer<"1.running_var">()[1] = std::numeric_limits<float>::infinity();
    BOOST_TEST(thrown<std::runtime_error>([&] { rtneural::save(model, path); }) ==
               path.string() + ": cannot hold the model, whose 1.running_var has a number that is inf");
    model.parameter<"0.weight">()[1] = std::numeric_limits<float>::quiet_NaN();
    BOOST_TEST(thrown<std::runtime_error>([&] { rtneural::save(model, path); }) ==
               path.string() + ": cannot hold the model, whose 0.weight has a number that is nan");
    BOOST_TEST(test::bytes_of(path) == "before");
    BOOST_TEST(place.entries() == 1);
}
