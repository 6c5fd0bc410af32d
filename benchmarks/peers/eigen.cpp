// SPDX-License-Identifier: BSL-1.0
//
// The products of the tree's step in Eigen, every size a constant.
#include "peers/products.hpp"

#include <Eigen/Core>

#include <type_traits>

namespace {

template <int Rows, int Columns>
using Matrix = Eigen::Matrix<float, Rows, Columns, Columns == 1 ? Eigen::ColMajor : Eigen::RowMajor>;
template <int Rows, int Columns>
using View = Eigen::Map<const Matrix<Rows, Columns>>;

struct EigenLibrary {
    template <class Size>
    struct Multiply {
        void operator()(const float* a, const float* b, float* c) const {
            Eigen::Map<Matrix<Size::rows, Size::columns>> result(c);
            if constexpr (Size::a_transposed)
                result.noalias() = View<Size::inner, Size::rows>(a).transpose() * View<Size::inner, Size::columns>(b);
            else if constexpr (Size::b_transposed)
                result.noalias() = View<Size::rows, Size::inner>(a) * View<Size::columns, Size::inner>(b).transpose();
            else
                result.noalias() = View<Size::rows, Size::inner>(a) * View<Size::inner, Size::columns>(b);
        }
    };
};

} // namespace

int main(int count, char** arguments) { return tenon::bench::run_products<EigenLibrary>(count, arguments); }
