// SPDX-License-Identifier: BSL-1.0
//
// What every layer owes: sizes that can be counted, plain types, names of any sensible length.
#include "tenon/dsl/contract.hpp"

#include "tenon/dsl.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <limits>
#include <type_traits>

using namespace tenon;

namespace {

template <class Net, class In>
using Takes = decltype([]<class Where, class What, class Given, class Better>(Misfit<Where, What, Given, Better>) {
    return What{};
}(Verdict<Net, In>{}));

template <std::size_t Length>
struct Long {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }
    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr auto parameters = [] {
            TensorSpec spec{"", {In::features}};
            while (spec.name.size() < Length) spec.name << 'a';
            return tensors(spec);
        }();
    };
};

template <std::size_t Depth, class Net>
struct Nested {
    using type = Residual<typename Nested<Depth - 1, Net>::type>;
};
template <class Net>
struct Nested<0, Net> {
    using type = Net;
};

} // namespace

BOOST_AUTO_TEST_CASE(sizes_that_overflow_are_refused) {
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    static_assert(Shape<4'294'967'296, 4'294'967'296>::size == most);
    static_assert(Extents{std::size_t{1} << 33U, std::size_t{1} << 31U}.size() == most);
    static_assert(!fits<Tanh, Shape<4'294'967'296>> && fits<Tanh, Shape<4'294'967'295>>);
    static_assert(!fits<Tanh, Shape<65'536, 65'536>> && fits<Tanh, Shape<65'536, 65'535>>);
    static_assert(!fits<Embedding<4>, Tokens<2'147'483'648, 1>> && fits<Embedding<1>, Tokens<2'147'483'647, 1>>);
    static_assert(std::is_same_v<Takes<Linear<65'536>, Shape<65'536>>, TakesCountableSizes>);
    static_assert(std::is_same_v<Takes<Linear<4'294'967'297>, Shape<1>>, TakesCountableSizes>);
    static_assert(std::is_same_v<Takes<Sequential<Linear<3>, Linear<2'000'000'000>>, Shape<2>>, TakesCountableSizes>);
    static_assert(fits<Linear<65'535>, Shape<65'536>>);
    static_assert(step_flops<Linear<65'535>, Shape<65'536>, Batch<largest_batch>> / largest_batch ==
                  6 * std::size_t{65'535} * 65'536);
}

BOOST_AUTO_TEST_CASE(shares_are_whole_numbers_of_a_hundred) {
    static_assert(Percent{20} == Percent(20L) && Percent{20U} == Percent{20});
    static_assert(Percent{4'294'967'316}.value == -1); // 2^32 + 20
    static_assert(!fits<Dropout<Percent{4'294'967'316}>, Shape<3>>);
    static_assert(!std::is_convertible_v<int, Percent>);
}

BOOST_AUTO_TEST_CASE(types_are_plain) {
    static_assert(std::is_same_v<Takes<Sequential<const Tanh>, Shape<3>>, TakesPlainType>);
    static_assert(std::is_same_v<Takes<Sequential<Tanh&>, Shape<3>>, TakesPlainType>);
    static_assert(std::is_same_v<Takes<Residual<volatile Tanh>, Shape<3>>, TakesPlainType>);
    static_assert(fits<const Sequential<Tanh>, Shape<3>>);
    static_assert(parameter_count<const Sequential<Linear<2>>, Shape<3>> == 8);
}

BOOST_AUTO_TEST_CASE(names_and_forms_may_be_long_and_deep) {
    static_assert(parameters<Sequential<Residual<Long<100>>>, Shape<3>>[0].name.size() == 104);
    using Deep = Nested<25, Linear<4>>::type;
    static_assert(parameter_count<Deep, Shape<4>> == 20);
    static_assert(parameters<Deep, Shape<4>>[0].name.size() == 25 * 2 + 6);
}

BOOST_AUTO_TEST_CASE(layers_are_counted_as_they_are_written) {
    using Body = Sequential<Linear<4>, Tanh>;
    static_assert(JointOf<Body, Shape<4>>::layer_count == 2);
    static_assert(JointOf<Sequential<Relu, Repeat<3, Linear<4>, Tanh>>, Shape<4>>::layer_count == 7);
    static_assert(JointOf<Residual<Body>, Shape<4>>::layer_count == 2);
    static_assert(JointOf<Parallel<Sum, Body, Relu>, Shape<4>>::layer_count == 3);
    static_assert(JointOf<TimeDistributed<Body>, Shape<3, 4>>::layer_count == 2);
    static_assert(JointOf<Sequential<FusedPointwise<Relu, Tanh>, Relu>, Shape<4>>::layer_starts[1] == 2);
}
