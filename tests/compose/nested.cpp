// SPDX-License-Identifier: BSL-1.0
//
// Forms within forms, used as any net is: a Residual of a Gated of Parallel branches inside a Repeat learns, is saved
// and loaded, evaluates, and is printed.
#include "support/allocations.hpp"
#include "support/laws.hpp"

#include "tenon/io/model_file.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

using namespace tenon;
using namespace tenon::test;

namespace {

using Block =
    Residual<Gated<Parallel<Sum, Linear<6>, Sequential<LayerNorm<>, Linear<6>>>, Linear<6>>, Dropout<Percent{10}>>;
using Net = Sequential<Embedding<6>, PositionEmbedding<>, Repeat<2, Block>,
                       CollectSkips<SkipBlock<Linear<9>, Linear<7>, Linear<6>>, Linear<7>>, Flatten, Linear<11>>;
using In = Tokens<11, 4>;
using Deep = Model<Net, In>;

/// Contexts, and the second token of each as its target.
struct Task {
    std::vector<Token> contexts, targets;
    explicit Task(unsigned seed) {
        Generator generator{seed};
        for (int token = 0; token < 16 * 4; ++token) contexts.push_back(static_cast<Token>(generator.randint(11)));
        for (std::size_t example = 0; example < 16; ++example) targets.push_back(contexts[4 * example + 1]);
    }
};

Deep trained() {
    Deep model{Generator{3}};
    Trainer<Deep, Batch<16>> trainer{model};
    for (unsigned step = 0; step < 1500; ++step) {
        const Task task{step};
        trainer.step(task.contexts, task.targets, 0.1F);
    }
    return model;
}

} // namespace

BOOST_AUTO_TEST_CASE(laws) { obeys_the_laws<Net, In, 3>(); }

BOOST_AUTO_TEST_CASE(it_learns_without_allocating) {
    Deep model{Generator{3}};
    Trainer<Deep, Batch<16>> trainer{model};
    const Task task{1};
    const std::size_t before = allocations;
    trainer.step(task.contexts, task.targets, 0.1F);
    BOOST_TEST(allocations == before);
    const Deep learned = trained();
    Evaluator<Deep, Batch<16>> evaluator{learned};
    const Task unseen{9999};
    BOOST_TEST(evaluator.loss(unseen.contexts, unseen.targets) < 0.1);
}

BOOST_AUTO_TEST_CASE(it_is_saved_and_loaded_by_the_names_of_its_tensors) {
    const Deep model = trained();
    const auto stored = stored_tensors(model);
    const auto named = [&](const std::string& name) {
        return std::ranges::any_of(stored, [&](const StoredTensor& tensor) { return tensor.name == name; });
    };
    for (const char* name : {"1.weight", "2.0.0.0.1.0.weight", "2.1.0.0.0.weight", "2.1.0.1.bias", "3.0.2.weight"}) {
        BOOST_TEST(named(name), name);
    }
    Deep loaded;
    load_tensors(loaded, stored, "memory");
    BOOST_TEST(std::ranges::equal(loaded.parameter_block(), model.parameter_block()));
    const Task task{7};
    Evaluator<Deep, Batch<16>> before{model}, after{loaded};
    BOOST_TEST(std::ranges::equal(before(task.contexts), after(task.contexts)));
}

BOOST_AUTO_TEST_CASE(a_tensor_within_is_reached_by_its_name) {
    Deep model;
    static_assert(decltype(model.parameter<"2.1.0.0.1.1.weight">())::extent == 36);
    model.parameter<"2.1.0.1.bias">()[5] = 3;
    BOOST_TEST(std::ranges::count(model.parameter_block(), 3.0F) == 1);
}

BOOST_AUTO_TEST_CASE(it_prints_its_summary) {
    std::ostringstream text;
    text << summary<Net, In, Batch<16>>();
    std::string table = text.str(), narrow;
    std::ranges::unique_copy(table, std::back_inserter(narrow), [](char a, char b) { return a == ' ' && b == ' '; });
    for (const char* line : {"\n2 Repeat<...> Shape<4, 6> 276", "\n2.0 Residual<...> ", "\n2.1.0 Gated<...> ",
                             "\n2.1.0.0.1.0 LayerNorm<> ", "\n3.1 Linear<7> "}) {
        BOOST_TEST(narrow.find(line) != std::string::npos, line << " in\n" << table);
    }
}
