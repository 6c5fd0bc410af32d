// SPDX-License-Identifier: BSL-1.0
//
// Kernels in parts: whoever does them, and in whatever order, the bits are those of one who does all. Sizes are odd,
// and just large enough to be shared.
#include "tenon/kernels/team.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"
#include "support/sliced.hpp"

#include "tenon/kernels/columns.hpp"
#include "tenon/kernels/matmul.hpp"
#include "tenon/kernels/softmax.hpp"
#include "tenon/kernels/table_rows.hpp"
#include "tenon/kernels/transpose.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

using namespace tenon;
using namespace tenon::test;

namespace {

/// `run(results, team)` fills as many results with the same bits, alone and in 1 to 17 parts, and shares its work.
template <class Real, class Run>
void check_parts(const char* name, std::size_t size, Run run) {
    Guarded<Real> alone{size};
    run(alone.data(), nullptr);
    BOOST_TEST(alone.intact());
    for (std::size_t parts : {1U, 2U, 3U, 4U, 5U, 8U, 17U}) {
        BOOST_TEST_CONTEXT(name << " in " << parts << " parts") {
            Guarded<Real> shared{size};
            Sliced team{parts};
            run(shared.data(), static_cast<Team*>(&team));
            BOOST_TEST(differing<Real>(shared.span(), alone.span()) == 0);
            BOOST_TEST(shared.intact());
            BOOST_TEST(team.works > 0);
        }
    }
}

template <class Real>
struct Random : Guarded<Real> {
    Random(std::size_t size, unsigned seed) : Guarded<Real>(size) { this->randomize(seed); }
};

template <std::size_t Size>
std::array<std::int32_t, Size> some_tokens(std::int32_t below) {
    std::array<std::int32_t, Size> tokens;
    for (std::size_t at = 0; at < Size; ++at) tokens[at] = static_cast<std::int32_t>(at * at) % below;
    return tokens;
}

} // namespace

BOOST_AUTO_TEST_CASE(parts_cover_everything_once) {
    for (std::size_t count = 1; count < 20; ++count) {
        for (std::size_t size : {0U, 1U, 7U, 16U, 1000U}) {
            std::size_t at = 0;
            for (std::size_t index = 0; index < count; ++index) {
                const kernels::Part part{index, count};
                BOOST_TEST(part.begin(size) == at);
                at = part.end(size);
                BOOST_TEST(part.end(size) - part.begin(size) <= size / count + 1);
            }
            BOOST_TEST(at == size);
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(products, Real, reals) {
    constexpr std::size_t rows = 131, inner = 301, columns = 3 * simd::lanes<Real> + 5;
    const Random<Real> a{rows * inner, 1}, b{inner * columns, 2};
    check_parts<Real>("a product", rows * columns, [&](Real* c, auto team) {
        kernels::matmul<rows, inner, columns, Real>(a.data(), b.data(), nullptr, c, team);
    });
    const Random<Real> transposed{inner * rows, 3};
    check_parts<Real>("a transposed product of two halves", rows * columns, [&](Real* c, auto team) {
        Guarded<Real> second{rows * columns};
        kernels::matmul_transposed<rows, inner, columns, Real>(transposed.data(), b.data(), c, second.data(), team);
    });
    check_parts<Real>("a transposed product", rows * columns, [&](Real* c, auto team) {
        kernels::matmul_transposed<rows, 211, columns, Real>(transposed.data(), b.data(), c, nullptr, team);
    });
    check_parts<Real>("a product by a transposed matrix", rows * columns, [&](Real* c, auto team) {
        kernels::matmul_by_transposed<rows, inner, columns, Real>(a.data(), b.data(), c, team);
    });
    check_parts<Real>("few rows by a transposed matrix", 15 * 241, [&](Real* c, auto team) {
        static_assert(kernels::detail::few_rows<15, 131, 241, Real>); // one turns them, and several the matrix
        kernels::matmul_by_transposed<15, 131, 241, Real>(a.data(), transposed.data(), c, team);
    });
    check_parts<Real>("few rows", 3 * 2048, [&](Real* c, auto team) {
        const Random<Real> wide{rows * 2048, 4};
        kernels::matmul<3, rows, 2048, Real>(a.data(), wide.data(), nullptr, c, team);
    });
    check_parts<Real>("a transpose", rows * inner,
                      [&](Real* c, auto team) { kernels::transpose<rows, inner, Real>(a.data(), c, team); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(statistics_of_columns, Real, reals) {
    constexpr std::size_t rows = 1003, columns = 131, stride = columns + 2;
    const Random<Real> x{rows * stride, 1}, y{rows * stride, 2};
    const Random<Real> dy{rows * stride, 3}, of_columns{columns, 4};
    Guarded<Real> partial{sums_scratch(2, columns)};
    const Real* middle = of_columns.data();
    check_parts<Real>("sums", columns, [&](Real* sums, auto team) {
        kernels::column_sums<rows, columns, Real>(x.data(), sums, partial.data(), team);
    });
    check_parts<Real>("moments", 2 * columns, [&](Real* moments, auto team) {
        kernels::column_moments<rows, columns, stride, Real>(x.data(), moments, moments + columns, partial.data(),
                                                             team);
    });
    check_parts<Real>("a normalisation", rows * stride, [&](Real* to, auto team) {
        kernels::normalize_columns<rows, columns, stride, Real>(x.data(), middle, middle, middle, middle, to, team);
    });
    check_parts<Real>("its gradients", 2 * columns + rows * stride, [&](Real* to, auto team) {
        kernels::normalize_columns_backward<rows, columns, stride, false, Real>(
            x.data(), y.data(), middle, middle, middle, dy.data(), rows, to, to + columns, to + 2 * columns,
            partial.data(), team);
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(rows_of_tables, Real, reals) {
    constexpr std::size_t count = 301, group = 2, features = 67, vocabulary = 11;
    const auto tokens = some_tokens<count * group>(vocabulary);
    const Random<Real> table{vocabulary * group * features, 1};
    const Random<Real> dy{count * features, 2};
    check_parts<Real>("sums of rows", count * features, [&](Real* y, auto team) {
        kernels::sum_row_pieces<count, group, features, std::int32_t, Real>(tokens.data(), table.data(), nullptr, y,
                                                                            team);
    });
    check_parts<Real>("their gradient", vocabulary * group * features, [&](Real* dtable, auto team) {
        Guarded<Real> second{vocabulary * group * features};
        kernels::scatter_row_pieces<count, group, features, vocabulary, std::int32_t, Real>(
            tokens.data(), dy.data(), dtable, second.data(), team);
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(elements, Real, reals) {
    constexpr std::size_t size = 20'003;
    const Random<Real> a{size, 1}, b{size, 2}, c{size, 3};
    const auto sum = [](auto... values) { return (values + ...); };
    check_parts<Real>("a function", size, [&](Real* y, auto team) {
        const kernels::Ahead<Real> next{b.data(), b.data() + size};
        kernels::map<size>(a.data(), y, [](auto value) { return value * value; }, team, next);
    });
    check_parts<Real>("a function of three", size,
                      [&](Real* y, auto team) { kernels::zip<size>(a.data(), b.data(), c.data(), y, sum, team); });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_loss, Real, reals) {
    constexpr std::size_t rows = 203, classes = 27;
    const Random<Real> logits{rows * classes, 1};
    const auto targets = some_tokens<rows>(classes);
    check_parts<Real>("cross-entropy", rows * classes + 1, [&](Real* to, auto team) {
        to[0] = kernels::cross_entropy<rows, classes, Real>(logits.data(), targets.data(), to + 1, team);
    });
}

BOOST_AUTO_TEST_CASE(little_work_is_not_shared) {
    Sliced team{2};
    std::array<float, 9> a{}, c{};
    kernels::matmul<3, 3, 3>(a.data(), a.data(), a.data(), c.data(), static_cast<Team*>(&team));
    BOOST_TEST(team.works == 0);
}
