// SPDX-License-Identifier: BSL-1.0
//
// Tables of tensors: how they lie in a block, and how they are found.
#include "tenon/dsl/tensor.hpp"

#include <boost/test/unit_test.hpp>

using namespace tenon;

BOOST_AUTO_TEST_CASE(extents_multiply) {
    static_assert(Extents{3, 5, 7}.size() == 105 && Extents{3, 5, 7}.rank == 3 && Extents{}.size() == 1);
    static_assert(Extents{3, 5} != Extents{5, 3} && Extents{3} != Extents{3, 1});
}

BOOST_AUTO_TEST_CASE(tensors_start_on_cache_lines) {
    constexpr auto table = tensors(TensorSpec{"a", {5}}, TensorSpec{"b", {4, 4}}, TensorSpec{"c", {17}, Init::ones});
    static_assert(table[0].offset == 0 && table[1].offset == 16 && table[2].offset == 32);
    static_assert(block_size(table) == 64 && element_count(table) == 5 + 16 + 17);
    static_assert(find_tensor(table, "c").init == Init::ones && find_tensor(table, "b").shape == Extents{4, 4});
}

BOOST_AUTO_TEST_CASE(sizes_are_rounded_up_to_the_alignment) {
    static_assert(aligned_size(0) == 0 && aligned_size(1) == 16 && aligned_size(16) == 16 && aligned_size(17) == 32);
}
