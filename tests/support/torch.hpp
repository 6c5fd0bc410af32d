// SPDX-License-Identifier: BSL-1.0
//
// A layer against PyTorch's figures for it in `tests/reference/layers.json`.
#pragma once

#include "support/reference.hpp"
#include "support/rig.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace tenon::test {

/// The figures of layers whose spelling starts so.
inline std::vector<nlohmann::json> torch_cases(const std::string& prefix) {
    std::vector<nlohmann::json> cases;
    const nlohmann::json all = reference("layers");
    for (const nlohmann::json& entry : all["layers"]) {
        const std::string layer = entry["layer"];
        if (layer == prefix || layer.starts_with(prefix + "<")) cases.push_back(entry);
    }
    return cases;
}

/// Equal within 2e-6 of 1 or of the expected number.
inline void check_close(std::span<const float> values, const nlohmann::json& expected, const std::string& what) {
    BOOST_REQUIRE_EQUAL(values.size(), expected.size());
    for (std::size_t index = 0; index < values.size(); ++index) {
        const float wanted = expected[index].get<float>();
        BOOST_TEST(std::abs(values[index] - wanted) <= 2e-6F * std::max(1.0F, std::abs(wanted)),
                   what << "[" << index << "] is " << values[index] << ", PyTorch has " << wanted);
    }
}

template <std::size_t Count>
void put(const std::array<TensorSpec, Count>& specs, Fenced<float>& block, const nlohmann::json& tensors) {
    BOOST_REQUIRE_EQUAL(tensors.size(), Count);
    for (const TensorSpec& spec : specs) {
        const auto values = tensors.at(std::string(spec.name.view())).get<std::vector<float>>();
        BOOST_REQUIRE_EQUAL(values.size(), spec.shape.size());
        std::ranges::copy(values, block.data() + spec.offset);
    }
}

template <std::size_t Count>
void check_tensors(const std::array<TensorSpec, Count>& specs, const Fenced<float>& block,
                   const nlohmann::json& tensors) {
    for (const TensorSpec& spec : specs) {
        const std::string name(spec.name.view());
        check_close(block.span().subspan(spec.offset, spec.shape.size()), tensors.at(name), name);
    }
}

/// Forward in both modes, every gradient and every buffer of the case with this layer, input and batch; true if there
/// is one.
template <class Net, class In, std::size_t Batch>
bool agrees_with_torch(const nlohmann::json& entry) {
    std::vector<std::size_t> extents;
    if constexpr (detail::is_tokens<In>)
        extents = {In::size};
    else
        extents.assign(In::extents.begin(), In::extents.end());
    if (entry["layer"] != std::string(spelling<Net>()) || entry["input"] != extents || entry["batch"] != Batch)
        return false;
    BOOST_TEST_CONTEXT(entry["layer"] << " on " << entry["input"] << ", batch " << Batch) {
        using Joint = JointOf<Net, In>;
        Rig<Net, In, Batch, float> bench;
        put(Joint::parameters, bench.parameters, entry["parameters"]);
        put(Joint::buffers, bench.buffers, entry["buffers"]);
        std::ranges::copy(entry["x"].get<std::vector<Element<In, float>>>(), bench.x.data());
        std::ranges::copy(entry["dy"].get<std::vector<float>>(), bench.dy.data());
        bench.evaluate();
        check_close(bench.y.span(), entry["evaluated"], "evaluated");
        bench.forward();
        check_close(bench.y.span(), entry["y"], "y");
        check_tensors(Joint::buffers, bench.buffers, entry["buffers_after"]);
        bench.backward();
        check_tensors(Joint::parameters, bench.gradients, entry["gradients"]);
        if constexpr (!detail::is_tokens<In>) check_close(bench.dx.span(), entry["dx"], "dx");
    }
    return true;
}

/// One choice of layer, input and batch.
template <class Net, class In, std::size_t Batch>
struct Case {
    static bool run(const nlohmann::json& entry) { return agrees_with_torch<Net, In, Batch>(entry); }
};

/// Every figure of PyTorch's for layers of this name agrees with one of the cases, and every case has a figure.
template <class... Cases>
void agree_with_torch(const std::string& name) {
    const auto entries = torch_cases(name);
    BOOST_TEST(entries.size() == sizeof...(Cases));
    for (const nlohmann::json& entry : entries) {
        BOOST_TEST((Cases::run(entry) + ... + 0) == 1, "no case for " << entry["layer"] << " on " << entry["input"]);
    }
}

} // namespace tenon::test
