// SPDX-License-Identifier: BSL-1.0
//
// Functions made of exponentials, each beside the standard library's in double. Ends with 1, and says which is wrong,
// where one is off by more than a float's rounding explains; run.py compiles it with flags that change arithmetic.
#include <tenon/tenon.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>

using namespace tenon;

namespace {

constexpr std::size_t count = 67; // several vectors and a rest

/// The input at a position: from -11.9 to 11.9, both sides of each function's bends.
float input(std::size_t index) { return -11.9F + 23.8F * static_cast<float>(index) / static_cast<float>(count - 1); }

bool is_off(const char* name, double x, double got, double wanted) {
    // Written so that a number which compares as nothing, as NaN does, is off too, whatever the flags make of NaN.
    if (std::fabs(got - wanted) <= 1e-5 * std::fabs(wanted) + 1e-7) return false;
    std::printf("%s of %g is %.9g, expected %.9g\n", name, x, got, wanted);
    return true;
}

template <class Layer>
bool is_wrong(const char* name, double (*wanted)(double)) {
    Model<Layer, Shape<count>> model;
    Evaluator<decltype(model), Batch<1>> evaluator{model};
    std::array<float, count> x{};
    for (std::size_t index = 0; index < count; ++index) x[index] = input(index);
    const auto y = evaluator(x);
    for (std::size_t index = 0; index < count; ++index) {
        const auto at = static_cast<double>(x[index]);
        if (is_off(name, at, static_cast<double>(y[index]), wanted(at))) return true;
    }
    return false;
}

/// The mean loss of logits 1, 2, 3, 4 for the target 2.
bool loss_is_wrong() {
    Model<Linear<4>, Shape<4>> model;
    for (std::size_t index = 0; index < 4; ++index) {
        for (std::size_t other = 0; other < 4; ++other)
            model.parameter<"weight">()[4 * index + other] = index == other ? 1.0F : 0.0F;
        model.parameter<"bias">()[index] = 0;
    }
    Evaluator<decltype(model), Batch<1>> evaluator{model};
    const std::array<float, 4> logits{1, 2, 3, 4};
    const std::array<Token, 1> target{2};
    const double loss = evaluator.loss(logits, target);
    return is_off("the loss", 2, loss, std::log(1 + std::exp(1.0) + std::exp(-1.0) + std::exp(-2.0)));
}

} // namespace

int main() {
    bool wrong = is_wrong<Tanh>("Tanh", [](double x) { return std::tanh(x); });
    wrong |= is_wrong<Sigmoid>("Sigmoid", [](double x) { return 1 / (1 + std::exp(-x)); });
    wrong |= is_wrong<Silu>("Silu", [](double x) { return x / (1 + std::exp(-x)); });
    wrong |= is_wrong<Softplus>("Softplus", [](double x) { return std::log1p(std::exp(x)); });
    wrong |= is_wrong<Elu<>>("Elu", [](double x) { return x > 0 ? x : std::expm1(x); });
    wrong |= is_wrong<Gelu<>>("Gelu", [](double x) { return x * 0.5 * (1 + std::erf(x / std::sqrt(2.0))); });
    return wrong || loss_is_wrong() ? 1 : 0;
}
