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
#include <cstddef>
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
        {"0.weight", {7, 3}}, {"2.weight", {6, 5}}, {"3.gamma", {5}},        {"3.beta", {5}},
        {"5.weight", {5, 7}}, {"5.bias", {7}},      {"3.running_mean", {5}}, {"3.running_var", {5}}};
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
    BOOST_TEST(named(tensors, "2.weight").bytes == bytes<float>(model.parameter<"2.weight">()));
    BOOST_TEST(named(tensors, "3.running_mean").bytes == bytes<float>(model.buffer<"3.running_mean">()));
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
    named(tensors, "2.weight").shape = {5, 6};
    named(tensors, "3.gamma").type = "I16";
    named(tensors, "3.beta").shape = {};
    named(tensors, "5.bias").name = "5.base";
    named(tensors, "3.running_var").bytes.pop_back();
    tensors.push_back({"6.weight", "U8", {1}, "x"});
    BOOST_TEST(refusal(model, tensors) ==
               misfit + "has '2.weight' as " + type + " (5, 6) instead of " + type +
                   " (6, 5), has '3.gamma' as I16 (5) instead of " + type + " (5), has '3.beta' as " + type +
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
    BOOST_TEST(refusal(model, tensors) == misfit + "has '0.weight', which the model has not");
}

BOOST_AUTO_TEST_CASE(another_net_is_refused) {
    ModelOf<float, Wider> wider;
    BOOST_TEST(refusal(wider, stored_tensors(filled<ModelOf<float>>())) ==
               misfit +
                   "has '2.weight' as F32 (6, 5) instead of F32 (6, 4), has '3.gamma' as F32 (5) instead of F32 (4), "
                   "has '3.beta' as F32 (5) instead of F32 (4), has '5.weight' as F32 (5, 7) instead of F32 (4, 7), "
                   "has '3.running_mean' as F32 (5) instead of F32 (4), "
                   "has '3.running_var' as F32 (5) instead of F32 (4)");
    ModelOf<float, Plain> plain;
    BOOST_TEST(
        refusal(plain, stored_tensors(filled<ModelOf<float>>())).starts_with(misfit + "misses '4.weight' F32 (5, 7)"));
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
