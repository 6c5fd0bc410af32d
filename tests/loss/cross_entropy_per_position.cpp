// SPDX-License-Identifier: BSL-1.0
//
// Cross-entropy at every position: PyTorch's numbers, slopes, and a sequence that is learned.
#include "tenon/loss/cross_entropy_per_position.hpp"

#include "support/loss_rig.hpp"
#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <stdexcept>
#include <vector>

using namespace tenon;
using namespace tenon::test;

using PerPosition = CrossEntropyPerPosition;
static_assert(LossOf<PerPosition, Shape<4, 3>, float> && LossOf<PerPosition, Shape<2, 4, 3>, double>);
static_assert(!LossOf<PerPosition, Shape<3>, float> && !LossOf<PerPosition, Tokens<3, 4>, float>);

namespace {

template <class Real>
bool check_any(const nlohmann::json& expected) {
    return check_loss<PerPosition, Shape<2, 3>, 1, Real>(expected) ||
           check_loss<PerPosition, Shape<3, 5>, 2, Real>(expected) ||
           check_loss<PerPosition, Shape<7, 27>, 4, Real>(expected);
}

} // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_are_those_of_pytorch) {
    const nlohmann::json figures = reference("training")["cross_entropy_per_position"];
    BOOST_REQUIRE(figures.size() == 3);
    for (const nlohmann::json& expected : figures) {
        BOOST_TEST(check_any<float>(expected));
        BOOST_TEST(check_any<double>(expected));
    }
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    check_slopes<PerPosition, Shape<2, 5>, 3>({4, 0, 1, 2, 0, 3});
}

BOOST_AUTO_TEST_CASE(the_token_at_each_position_is_learned) {
    using Net = Model<Sequential<Embedding<6>, Linear<8>, Tanh, Linear<5>>, Tokens<5, 4>>;
    Net model{Generator{3}};
    Trainer<Net, PerPosition, Batch<8>> trainer{model};
    std::vector<Token> inputs(8 * 4), targets(8 * 4);
    Generator generator{9};
    float loss = 0;
    for (int step = 0; step < 1500; ++step) {
        for (std::size_t index = 0; index < inputs.size(); ++index) {
            inputs[index] = static_cast<Token>(generator.randint(5));
            targets[index] = (inputs[index] + 2) % 5;
        }
        loss = trainer.step(inputs, targets, 0.3F);
    }
    BOOST_TEST(loss < 0.05F);
    Evaluator<Net, Batch<3>> evaluator{model};
    BOOST_TEST(evaluator.loss<PerPosition>(inputs, targets) < 0.05);
    targets[3] = 5;
    BOOST_TEST(thrown<std::out_of_range>([&] { trainer.step(inputs, targets, 0.3F); }) ==
               "targets hold the token 5 at index 3, expected one from 0 to 4");
    BOOST_CHECK_THROW(evaluator.loss<PerPosition>(inputs, std::vector<Token>(8)), std::invalid_argument);
}
