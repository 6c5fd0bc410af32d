// SPDX-License-Identifier: BSL-1.0
//
// Models of .nam files: what comes out is what NeuralAmpModelerCore gives. The files in tests/reference/nam have random
// weights; their outputs were made with NeuralAmpModelerCore (commit daae2d0, exact tanh, blocks of 64). Where the
// environment names a folder with real models and what they give in TENON_NAM_DIR, these are compared too.
#include "tenon/nam/load.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include "tenon/nam/amp.hpp"
#include "tenon/nam/save.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::thrown;

const std::filesystem::path folder = std::filesystem::path(TENON_REFERENCE_DIR) / "nam";

using Gates = nam::WaveNet<
    nam::LayerArray<4, nam::Kernels<3>, nam::Dilations<1, 2, 4>, nam::Gate<Tanh, Sigmoid>, nam::Head<3, no_bias>>,
    nam::LayerArray<3, nam::Kernels<3>, nam::Dilations<1, 8>, Tanh, nam::Head<1>>>;
using Relus = nam::WaveNet<nam::LayerArray<5, nam::Kernels<2>, nam::Dilations<1, 3, 9>, Relu, nam::Head<1>>>;
using Mixed = nam::WaveNet<nam::LayerArray<6, nam::Kernels<4, 2, 7>, nam::Dilations<1, 5, 2>, LeakyRelu<Percent{20}>,
                                           nam::Head<1, nam::Kernel{5}>>>;

const nlohmann::json& outputs() {
    static const nlohmann::json all = nlohmann::json::parse(std::ifstream(folder / "outputs.json"));
    return all;
}
std::vector<float> expected(const std::string& name) {
    return outputs().at("outputs").at(name).get<std::vector<float>>();
}

void check_near(std::span<const float> found, std::span<const float> wanted, float tolerance) {
    BOOST_REQUIRE_EQUAL(found.size(), wanted.size());
    float largest = 0;
    for (std::size_t at = 0; at < found.size(); ++at) largest = std::max(largest, std::abs(found[at] - wanted[at]));
    BOOST_TEST(largest < tolerance);
}

/// What a model gives for the input, in pieces of one size.
template <std::size_t Most, class M>
std::vector<float> played(const M& model, std::span<const float> input, std::size_t piece) {
    Streamer<M, Frames<Most>> streamer{model};
    streamer.prewarm();
    std::vector<float> output(input.size());
    for (std::size_t at = 0; at < input.size(); at += piece) {
        const std::size_t count = std::min(piece, input.size() - at);
        streamer.process(input.subspan(at, count), std::span(output).subspan(at, count));
    }
    return output;
}
template <class M>
void plays(const M& model, std::span<const float> input, std::span<const float> wanted, float tolerance) {
    check_near(played<64>(model, input, 64), wanted, tolerance);
    check_near(played<64>(model, input, 77), wanted, tolerance);
    check_near(played<1>(model, input, 10), wanted, tolerance);
}
template <class Net>
void plays_as_the_reference(const std::string& name) {
    BOOST_TEST_CONTEXT(name) {
        const auto input = outputs().at("input").get<std::vector<float>>();
        plays(nam::load<Net>(folder / (name + ".nam")), input, expected(name), 2e-6F);
    }
}

std::vector<float> reals(const std::filesystem::path& path) {
    const std::string bytes = read_file(path);
    std::vector<float> numbers(bytes.size() / sizeof(float));
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(float));
    return numbers;
}

} // namespace

BOOST_AUTO_TEST_CASE(wavenets_give_what_the_reference_gives) {
    plays_as_the_reference<Gates>("gated");
    plays_as_the_reference<Relus>("relu");
    plays_as_the_reference<Mixed>("kernels");
    plays_as_the_reference<nam::A1Nano>("nano");
}

BOOST_AUTO_TEST_CASE(other_architectures_do_too) {
    plays_as_the_reference<Conv1d<1, 17, causal>>("linear");
    using Normed =
        Sequential<Conv1d<4, 2, Dilation{1}, causal, no_bias>, BatchNorm1d<>, Tanh,
                   Conv1d<4, 2, Dilation{2}, causal, no_bias>, BatchNorm1d<NormEpsilon{0.02}>, Tanh,
                   Conv1d<4, 2, Dilation{4}, causal, no_bias>, BatchNorm1d<NormEpsilon{0.001}>, Tanh, Linear<1>>;
    plays_as_the_reference<Normed>("convnet");
    using Plain = Sequential<Conv1d<4, 2, Dilation{1}, causal>, Relu, Conv1d<4, 2, Dilation{2}, causal>, Relu,
                             Conv1d<4, 2, Dilation{4}, causal>, Relu, Linear<1>>;
    plays_as_the_reference<Plain>("convnet_plain");
}

BOOST_AUTO_TEST_CASE(the_numbers_of_another_net_are_refused_in_a_sentence) {
    const std::string path = (folder / "relu.nam").string();
    BOOST_TEST(thrown<std::runtime_error>([&] { nam::load<nam::A1Nano>(path); })
                   .starts_with(path +
                                ": holds a nam::WaveNet<nam::LayerArray<5, nam::Kernels<2>, nam::Dilations<1, 3, "
                                "9>, Relu, nam::Head<1>>>, expected a nam::WaveNet<nam::LayerArray<4, "));
    BOOST_TEST(thrown<std::runtime_error>([&] {
                   nam::load<Conv1d<1, 17, causal>>(path);
               }).ends_with("expected a Conv1d<1, 17, causal>"));
}

BOOST_AUTO_TEST_CASE(known_nets_are_found_when_the_program_runs) {
    const auto amp = nam::load_any(folder / "nano.nam");
    BOOST_TEST(amp->sample_rate() == 48'000);
    BOOST_TEST(amp->receptive_field() == 4093);
    const auto input = outputs().at("input").get<std::vector<float>>();
    std::vector<float> output(input.size());
    for (int time = 0; time < 2; ++time, amp->reset()) {
        amp->process(input, output);
        check_near(output, expected("nano"), 2e-6F);
    }
    const std::string path = (folder / "relu.nam").string();
    BOOST_TEST(thrown<std::runtime_error>([&] { nam::load_any(path); }) ==
               path + ": holds a net that is not one of the known ones: compile it in, as nam::AmpOf<nam::WaveNet<"
                      "nam::LayerArray<5, nam::Kernels<2>, nam::Dilations<1, 3, 9>, Relu, nam::Head<1>>>>");
}

template <class Net>
void saved_is_loaded(const std::string& name) {
    BOOST_TEST_CONTEXT(name) {
        const tenon::test::TemporaryDirectory place;
        const auto model = nam::load<Net>(folder / (name + ".nam"));
        nam::save(model, place / "copy.nam", 44'100, {.loudness = -20.5, .name = "an amp"});
        const nam::File file = nam::read(place / "copy.nam");
        const auto loaded = nam::load<Net>(file);
        BOOST_TEST(std::ranges::equal(loaded.parameter_block(), model.parameter_block()));
        BOOST_TEST(file.sample_rate == 44'100);
        BOOST_TEST(file.metadata.loudness.value_or(0) == -20.5);
        BOOST_TEST(file.metadata.name == "an amp");
        BOOST_TEST(!file.metadata.gain.has_value());
    }
}
BOOST_AUTO_TEST_CASE(what_is_saved_is_loaded_with_all_its_bits) {
    saved_is_loaded<Gates>("gated");
    saved_is_loaded<Relus>("relu");
    saved_is_loaded<Mixed>("kernels");
    saved_is_loaded<nam::A1Nano>("nano");
}

BOOST_AUTO_TEST_CASE(a_size_chooses_the_submodel_of_a_container) {
    const nam::File file = nam::read(folder / "container.nam");
    const auto type_at = [&](double size) { return nam::type_of(*nam::detail::of_size(&file, size)); };
    BOOST_TEST(type_at(0) == type_at(0.39));
    BOOST_TEST(type_at(0.4) == type_at(1));
    BOOST_TEST(type_at(0) != type_at(1));
}

BOOST_AUTO_TEST_CASE(real_models_play_as_they_should) {
    const char* const real = std::getenv("TENON_NAM_DIR"); // NOLINT(concurrency-mt-unsafe): one thread
    if (real == nullptr) {
        BOOST_TEST_MESSAGE("TENON_NAM_DIR names no folder with real models");
        return;
    }
    const std::filesystem::path models = real;
    const auto input = reals(models / "input.f32");
    const auto compare = [&](const char* file, const char* output, double size) {
        BOOST_TEST_CONTEXT(file << " of size " << size) {
            const auto amp = nam::load_any(models / file, size);
            std::vector<float> found(input.size());
            for (std::size_t at = 0, piece = 1; at < input.size(); at += piece, piece = piece % 90 + 1) {
                piece = std::min(piece, input.size() - at);
                amp->process(std::span(input).subspan(at, piece), std::span(found).subspan(at, piece));
            }
            check_near(found, reals(models / output), 1e-5F);
        }
    };
    compare("wavenet_a1_standard.nam", "wavenet_a1_standard.f32", 1);
    compare("A2.nam", "A2_8ch.f32", 1);
    compare("A2.nam", "A2_3ch.f32", 0);
    using Small = nam::WaveNet<nam::LayerArray<3, nam::Kernels<3>, nam::Dilations<1, 2>, Tanh, nam::Head<2, no_bias>>,
                               nam::LayerArray<2, nam::Kernels<3>, nam::Dilations<8>, Tanh, nam::Head<1>>>;
    plays(nam::load<Small>(models / "wavenet.nam"), input, reals(models / "wavenet.f32"), 1e-5F);
}
