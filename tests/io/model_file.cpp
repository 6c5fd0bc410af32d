// SPDX-License-Identifier: BSL-1.0
//
// Models in files: every parameter and buffer comes back to the bit, and tensors that are not just a model's own are
// refused with all that is wrong, the model staying as it was.
#include "tenon/io/model_file.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::TemporaryDirectory;
using tenon::test::thrown;
using reals = std::tuple<float, double>;

using Net = Sequential<Embedding<3>, FlattenConsecutive<2>, Linear<5, no_bias>, BatchNorm1d<>, Tanh, Linear<7>>;
using Wider = Sequential<Embedding<3>, FlattenConsecutive<2>, Linear<4, no_bias>, BatchNorm1d<>, Tanh, Linear<7>>;
using Plain = Sequential<Embedding<3>, FlattenConsecutive<2>, Linear<5, no_bias>, Tanh, Linear<7>>;

template <class Real, class NetType = Net>
using ModelOf = Model<NetType, Tokens<7, 2>, Real>;

/// A model with another number in every place, the last ones as odd as they come.
template <class ModelType>
ModelType filled() {
    using Real = typename ModelType::Real;
    ModelType model;
    Real next = Real{1} / 3;
    for (const auto block : {model.parameter_block(), model.buffer_block()}) {
        for (Real& value : block) value = next = -next * Real{1.01F};
    }
    using Limits = std::numeric_limits<Real>;
    const auto odd = model.template buffer<"3.running_var">();
    std::ranges::copy(std::array{Limits::quiet_NaN(), -Limits::infinity(), Limits::denorm_min(), Real{-0.0}},
                      odd.begin());
    return model;
}

template <class Real>
std::string bytes(std::span<const Real> numbers) {
    return {reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes()};
}
template <class ModelType>
std::string bits(const ModelType& model) {
    return bytes(model.parameter_block()) + bytes(model.buffer_block());
}

template <class ModelType>
std::string refusal(ModelType& model, const std::vector<StoredTensor>& tensors) {
    return thrown<std::runtime_error>([&] { load_tensors(model, tensors, "it"); });
}

StoredTensor& named(std::vector<StoredTensor>& tensors, const std::string& name) {
    return *std::ranges::find(tensors, name, &StoredTensor::name);
}

const std::string misfit = "it: does not fit the model: ";

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(a_model_comes_back_from_a_file_to_the_bit, Real, reals) {
    const TemporaryDirectory directory;
    const auto model = filled<ModelOf<Real>>();
    OutputFile file(directory / "model");
    write_safetensors(file, {{}, stored_tensors(model)});
    file.commit();
    ModelOf<Real> loaded{Generator{1}};
    load_tensors(loaded, read_safetensors(directory / "model").tensors, "it");
    BOOST_TEST((stored_tensors(loaded) == stored_tensors(model)));
    BOOST_TEST(bytes<Real>(loaded.template parameter<"0.weight">()) ==
               bytes<Real>(model.template parameter<"0.weight">()));
    BOOST_TEST(bytes<Real>(loaded.template parameter<"5.bias">()) == bytes<Real>(model.template parameter<"5.bias">()));
    BOOST_TEST(bytes<Real>(loaded.template buffer<"3.running_var">()) ==
               bytes<Real>(model.template buffer<"3.running_var">()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_tensor_is_stored_by_name_type_and_shape, Real, reals) {
    const std::string type = sizeof(Real) == 4 ? "F32" : "F64";
    const std::vector<std::pair<std::string, std::vector<std::size_t>>> expected{
        {"0.weight", {7, 3}}, {"2.weight", {5, 6}}, {"3.weight", {5}},       {"3.bias", {5}},
        {"5.weight", {7, 5}}, {"5.bias", {7}},      {"3.running_mean", {5}}, {"3.running_var", {5}}};
    const auto tensors = stored_tensors(filled<ModelOf<Real>>());
    BOOST_REQUIRE(tensors.size() == expected.size());
    for (std::size_t index = 0; index < expected.size(); ++index) {
        BOOST_TEST(tensors[index].name == expected[index].first);
        BOOST_TEST(tensors[index].type == type);
        BOOST_TEST(tensors[index].shape == expected[index].second, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(the_stored_bytes_are_the_numbers) {
    const auto model = filled<ModelOf<float>>();
    auto tensors = stored_tensors(model);
    BOOST_TEST(named(tensors, "0.weight").bytes == bytes<float>(model.parameter<"0.weight">()));
    BOOST_TEST(named(tensors, "3.running_mean").bytes == bytes<float>(model.buffer<"3.running_mean">()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_weight_of_a_linear_lies_in_a_file_as_out_and_in, Real, reals) {
    const auto model = filled<ModelOf<Real>>();
    auto tensors = stored_tensors(model);
    const auto weight = model.template parameter<"2.weight">();
    std::vector<Real> expected;
    for (std::size_t out = 0; out < 5; ++out) {
        for (std::size_t in = 0; in < 6; ++in) expected.push_back(weight[in * 5 + out]);
    }
    BOOST_TEST(named(tensors, "2.weight").bytes == bytes<Real>(std::span<const Real>(expected)));
}

BOOST_AUTO_TEST_CASE(tensors_are_found_by_name_in_any_order) {
    auto tensors = stored_tensors(filled<ModelOf<float>>());
    const auto expected = tensors;
    std::ranges::reverse(tensors);
    ModelOf<float> loaded;
    load_tensors(loaded, tensors, "it");
    BOOST_TEST((stored_tensors(loaded) == expected));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(all_that_is_wrong_is_said_at_once_and_the_model_stays_as_it_was, Real, reals) {
    auto model = filled<ModelOf<Real>>();
    auto tensors = stored_tensors(ModelOf<Real>{Generator{1}});
    const std::string before = bits(model), type = sizeof(Real) == 4 ? "F32" : "F64";
    named(tensors, "2.weight").shape = {5, 5};
    named(tensors, "3.weight").type = "I16";
    named(tensors, "3.bias").shape = {};
    named(tensors, "5.bias").name = "5.base";
    named(tensors, "3.running_var").bytes.pop_back();
    tensors.push_back({"6.weight", "U8", {1}, "x"});
    BOOST_TEST(refusal(model, tensors) ==
               misfit + "has '2.weight' as " + type + " (5, 5) instead of " + type +
                   " (5, 6), has '3.weight' as I16 (5) instead of " + type + " (5), has '3.bias' as " + type +
                   " () instead of " + type + " (5), misses '5.bias' " + type +
                   " (7), has '3.running_var' with bytes of another shape, has '5.base', which "
                   "the model has not, has '6.weight', which the model has not");
    BOOST_TEST((bits(model) == before));
}

BOOST_AUTO_TEST_CASE(one_wrong_tensor_of_many_leaves_every_number_as_it_was) {
    auto model = filled<ModelOf<float>>();
    const std::string before = bits(model);
    const auto whole = stored_tensors(ModelOf<float>{Generator{1}});
    for (std::size_t index = 0; index < whole.size(); ++index) {
        auto tensors = whole;
        tensors[index].shape.push_back(1);
        BOOST_TEST(refusal(model, tensors).starts_with(misfit + "has '" + whole[index].name + "' as F32 ("));
        tensors.erase(tensors.begin() + static_cast<std::ptrdiff_t>(index));
        BOOST_TEST(refusal(model, tensors).starts_with(misfit + "misses '" + whole[index].name + "' F32 ("));
        BOOST_TEST((bits(model) == before));
    }
}

BOOST_AUTO_TEST_CASE(a_tensor_that_comes_twice_is_refused) {
    auto model = filled<ModelOf<float>>();
    auto tensors = stored_tensors(model);
    tensors.push_back(tensors.front());
    BOOST_TEST(refusal(model, tensors) == misfit + "has '0.weight' twice");
}

BOOST_AUTO_TEST_CASE(a_tensor_of_an_unknown_type_is_an_error_where_it_is_asked_for_or_too_many) {
    auto model = filled<ModelOf<float>>();
    auto tensors = stored_tensors(model);
    named(tensors, "5.bias").type = "F128";
    BOOST_TEST(refusal(model, tensors) == misfit + "has '5.bias' as F128 (7) instead of F32 (7)");
    tensors = stored_tensors(model);
    tensors.push_back({"more", "F128", {1}, "x"});
    BOOST_TEST(refusal(model, tensors) == misfit + "has 'more', which the model has not");
}

BOOST_AUTO_TEST_CASE(however_much_is_wrong_the_sentence_is_no_longer_than_a_screen) {
    auto model = filled<ModelOf<float>>();
    std::vector<StoredTensor> tensors(600'000);
    for (std::size_t index = 0; index < tensors.size(); ++index)
        tensors[index].name = "\x1b[31m" + std::to_string(index);
    const auto many = refusal(model, tensors);
    BOOST_TEST(many.starts_with(misfit + "misses '0.weight' F32 (7, 3), misses '2.weight' F32 (5, 6), "));
    BOOST_TEST(many.ends_with(" and 600000 more"));
    BOOST_TEST(many.size() < 1920);
    tensors.resize(1000);
    for (StoredTensor& tensor : tensors) tensor.name.append(1000, '\n');
    const auto whole = stored_tensors(model);
    std::ranges::copy(whole, tensors.begin());
    const auto long_names = refusal(model, tensors);
    BOOST_TEST(long_names.starts_with(misfit + "has '\\x1b[31m8\\x0a\\x0a"));
    BOOST_TEST(std::ranges::count_if(long_names, [](char byte) { return byte < ' '; }) == 0);
    BOOST_TEST(long_names.size() < 1920);
    auto wide = whole;
    for (StoredTensor& tensor : wide) tensor.shape.assign(1'000'000, 1);
    BOOST_TEST(refusal(model, wide).size() < 1920);
}

BOOST_AUTO_TEST_CASE(another_net_is_refused) {
    ModelOf<float, Wider> wider;
    BOOST_TEST(refusal(wider, stored_tensors(filled<ModelOf<float>>())) ==
               misfit +
                   "has '2.weight' as F32 (5, 6) instead of F32 (4, 6), has '3.weight' as F32 (5) instead of F32 (4), "
                   "has '3.bias' as F32 (5) instead of F32 (4), has '5.weight' as F32 (7, 5) instead of F32 (7, 4), "
                   "has '3.running_mean' as F32 (5) instead of F32 (4), "
                   "has '3.running_var' as F32 (5) instead of F32 (4)");
    ModelOf<float, Plain> plain;
    BOOST_TEST(
        refusal(plain, stored_tensors(filled<ModelOf<float>>())).starts_with(misfit + "misses '4.weight' F32 (7, 5)"));
}

BOOST_AUTO_TEST_CASE(another_number_type_is_refused) {
    ModelOf<double> model;
    const auto sentence = refusal(model, stored_tensors(filled<ModelOf<float>>()));
    BOOST_TEST(sentence.starts_with(misfit + "has '0.weight' as F32 (7, 3) instead of F64 (7, 3), "));
}

BOOST_AUTO_TEST_CASE(no_tensors_at_all_miss_every_one) {
    ModelOf<float, Sequential<Embedding<3>>> model;
    BOOST_TEST(refusal(model, {}) == misfit + "misses '0.weight' F32 (7, 3)");
}

BOOST_AUTO_TEST_SUITE(other_sources)

namespace {

/// Two square matrices: their shapes do not tell how they lie.
using Square = Sequential<Linear<4, no_bias>, LayerNorm<>, Linear<4>>;
using Matrices = Model<Sequential<Linear<4, no_bias>, Linear<4, no_bias>>, Shape<4>>;

/// Tensors as tenon 0.2 wrote them, but for the names of norms: a weight is (in, out).
template <class ModelType>
std::vector<StoredTensor> former_tensors(const ModelType& model) {
    auto tensors = stored_tensors(model);
    for (StoredTensor& tensor : tensors) {
        const auto* spec = std::ranges::find_if(ModelType::Joint::parameters,
                                                [&](const TensorSpec& each) { return each.name == tensor.name; });
        if (spec == ModelType::Joint::parameters.end() || !spec->transposed_in_files) continue;
        std::ranges::reverse(tensor.shape);
        tensor.bytes = bytes(model.parameter_block().subspan(spec->offset, spec->shape.size()));
    }
    return tensors;
}

void rename(std::vector<StoredTensor>& tensors, const std::string& name, const std::string& other) {
    named(tensors, name).name = other;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_file_of_an_earlier_version_still_loads) {
    const auto model = filled<ModelOf<float>>();
    auto tensors = former_tensors(model);
    rename(tensors, "3.weight", "3.gamma");
    rename(tensors, "3.bias", "3.beta");
    BOOST_TEST(named(tensors, "2.weight").shape == (std::vector<std::size_t>{6, 5}), boost::test_tools::per_element());
    ModelOf<float> loaded;
    load_tensors(loaded, tensors, "it");
    BOOST_TEST((stored_tensors(loaded) == stored_tensors(model)));
}

BOOST_AUTO_TEST_CASE(the_names_of_a_norm_tell_how_square_matrices_lie) {
    const Model<Square, Shape<4>> model{Generator{1}};
    auto tensors = former_tensors(model);
    rename(tensors, "1.weight", "1.gamma");
    rename(tensors, "1.bias", "1.beta");
    Model<Square, Shape<4>> loaded;
    load_tensors(loaded, tensors, "it");
    BOOST_TEST((stored_tensors(loaded) == stored_tensors(model)));
    load_tensors(loaded, stored_tensors(model), "it");
    BOOST_TEST((stored_tensors(loaded) == stored_tensors(model)));
}

BOOST_AUTO_TEST_CASE(one_matrix_that_is_not_square_tells_how_the_others_lie) {
    using Mixed = Model<Sequential<Linear<4, no_bias>, Linear<3>>, Shape<4>>;
    const Mixed model{Generator{1}};
    Mixed loaded;
    load_tensors(loaded, former_tensors(model), "it");
    BOOST_TEST((stored_tensors(loaded) == stored_tensors(model)));
}

BOOST_AUTO_TEST_CASE(where_nothing_tells_a_file_is_as_pytorch_has_it) {
    const Matrices model{Generator{1}};
    Matrices loaded;
    load_tensors(loaded, former_tensors(model), "it");
    const auto weight = model.parameter<"1.weight">();
    const auto transposed = loaded.parameter<"1.weight">();
    for (std::size_t row = 0; row < 4; ++row) {
        for (std::size_t column = 0; column < 4; ++column)
            BOOST_TEST(transposed[row * 4 + column] == weight[column * 4 + row]);
    }
}

BOOST_AUTO_TEST_CASE(a_set_of_both_kinds_is_refused) {
    auto model = filled<ModelOf<float>>();
    const std::string before = bits(model);
    auto tensors = stored_tensors(model);
    named(tensors, "2.weight").shape = {6, 5};
    BOOST_TEST(refusal(model, tensors) == misfit + "has '5.weight' as F32 (7, 5) instead of F32 (5, 7)");
    tensors = stored_tensors(model);
    tensors.push_back(named(tensors, "3.weight"));
    tensors.back().name = "3.gamma";
    BOOST_TEST(refusal(model, tensors) == misfit + "has '3.gamma' twice");
    rename(tensors, "3.gamma", "4.gamma");
    BOOST_TEST(refusal(model, tensors) == misfit + "has '4.gamma', which the model has not");
    BOOST_TEST((bits(model) == before));
}

BOOST_AUTO_TEST_CASE(only_a_whole_name_has_been_renamed) {
    BOOST_TEST(detail::renamed("gamma") == "weight");
    BOOST_TEST(detail::renamed("1.2.beta") == "1.2.bias");
    for (const char* name : {"own_gamma", "3.own_beta", "gamma.0", "weight", ""})
        BOOST_TEST(detail::renamed(name).empty());
}

BOOST_AUTO_TEST_CASE(the_batches_that_pytorch_counts_are_passed_over_beside_a_batch_norm_alone) {
    const auto model = filled<ModelOf<float>>();
    auto tensors = stored_tensors(model);
    tensors.push_back({"3.num_batches_tracked", "I64", {}, std::string(8, '\1')});
    ModelOf<float> loaded;
    load_tensors(loaded, tensors, "it");
    BOOST_TEST((stored_tensors(loaded) == stored_tensors(model)));
    tensors.back().name = "2.num_batches_tracked";
    BOOST_TEST(refusal(loaded, tensors) == misfit + "has '2.num_batches_tracked', which the model has not");
    tensors.back().name = "33.num_batches_tracked";
    BOOST_TEST(refusal(loaded, tensors) == misfit + "has '33.num_batches_tracked', which the model has not");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(conversion)

namespace {

/// Numbers that a float and a bfloat16 hold alike, stored as another type.
template <class Stored>
void store_as(StoredTensor& tensor, const std::string& type, const std::vector<Stored>& numbers) {
    tensor.type = type;
    tensor.bytes.assign(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Stored));
}

template <class ModelType>
std::string converted_refusal(ModelType& model, const std::vector<StoredTensor>& tensors) {
    return thrown<std::runtime_error>([&] { load_tensors(model, tensors, "it", Conversion::allowed); });
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(floats_of_other_types_are_converted_on_request_and_no_others, Real, reals) {
    ModelOf<Real> model{Generator{1}};
    auto tensors = stored_tensors(filled<ModelOf<Real>>());
    store_as<std::uint16_t>(named(tensors, "3.weight"), "F16", {0x3c00, 0xc100, 0x0001, 0x7bff, 0x8000});
    store_as<std::uint16_t>(named(tensors, "3.bias"), "BF16", {0x3f80, 0xc020, 0x0001, 0x7f7f, 0x7f80});
    store_as<float>(named(tensors, "3.running_mean"), "F32", {1, -2.5F, 0.1F, 0, 3});
    store_as<double>(named(tensors, "3.running_var"), "F64", {1, -2.5, 0.1, 1e-300, 3});
    BOOST_TEST(refusal(model, tensors).starts_with(misfit + "has '3.weight' as F16 (5) instead of F"));
    BOOST_TEST(converted_refusal(model, tensors) == "nothing is thrown");
    const auto expect = [](std::span<const Real> numbers, const std::vector<double>& expected) {
        for (std::size_t index = 0; index < expected.size(); ++index)
            BOOST_TEST(numbers[index] == static_cast<Real>(expected[index]));
    };
    const float tenth = 0.1F;
    expect(model.template parameter<"3.weight">(), {1, -2.5, 0x1p-24, 65504, 0});
    expect(model.template parameter<"3.bias">(),
           {1, -2.5, 0x1p-133, 0x1.fep127, std::numeric_limits<double>::infinity()});
    expect(model.template buffer<"3.running_mean">(), {1, -2.5, static_cast<double>(tenth), 0, 3});
    expect(model.template buffer<"3.running_var">(), {1, -2.5, 0.1, 1e-300, 3});
    for (const std::string type : {"I64", "C64", "F8_E4M3", "F128"}) {
        named(tensors, "3.running_var").type = type;
        BOOST_TEST(converted_refusal(model, tensors).starts_with(misfit + "has '3.running_var' as " + type + " (5) "));
    }
}

BOOST_AUTO_TEST_CASE(a_number_that_would_become_infinite_is_named_and_the_model_stays_as_it_was) {
    auto model = filled<ModelOf<float>>();
    const std::string before = bits(model);
    auto tensors = stored_tensors(ModelOf<float>{Generator{1}});
    const double infinity = std::numeric_limits<double>::infinity();
    store_as<double>(named(tensors, "3.running_var"), "F64", {1, -infinity, 3.4e38, -1e300, 1e300});
    BOOST_TEST(converted_refusal(model, tensors) == misfit + "has '3.running_var' whose number 3 is too large for F32");
    BOOST_TEST((bits(model) == before));
    store_as<double>(named(tensors, "3.running_var"), "F64", {1, -infinity, 3.4e38, 1, 1});
    BOOST_TEST(converted_refusal(model, tensors) == "nothing is thrown");
    BOOST_TEST(model.buffer<"3.running_var">()[1] == -std::numeric_limits<float>::infinity());
}

BOOST_AUTO_TEST_CASE(shape_and_bytes_are_judged_as_ever) {
    auto model = filled<ModelOf<float>>();
    auto tensors = stored_tensors(model);
    store_as<std::uint16_t>(named(tensors, "3.weight"), "F16", {1, 2, 3, 4});
    store_as<std::uint16_t>(named(tensors, "3.bias"), "F16", {1, 2, 3, 4, 5});
    named(tensors, "3.bias").shape = {1, 5};
    BOOST_TEST(converted_refusal(model, tensors) ==
               misfit + "has '3.weight' with bytes of another shape, has '3.bias' as F16 (1, 5) instead of F32 (5)");
}

BOOST_AUTO_TEST_SUITE_END()
