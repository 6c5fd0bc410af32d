// SPDX-License-Identifier: BSL-1.0
//
// The products of the tree's step in OpenBLAS.
#include "peers/products.hpp"

#include <cblas.h>

namespace {

struct OpenBlas {
    template <class Size>
    struct Multiply {
        void operator()(const float* a, const float* b, float* c) const {
            cblas_sgemm(CblasRowMajor, Size::a_transposed ? CblasTrans : CblasNoTrans,
                        Size::b_transposed ? CblasTrans : CblasNoTrans, Size::rows, Size::columns, Size::inner, 1, a,
                        Size::a_transposed ? Size::rows : Size::inner, b,
                        Size::b_transposed ? Size::inner : Size::columns, 0, c, Size::columns);
        }
    };
};

} // namespace

int main(int count, char** arguments) {
    openblas_set_num_threads(1);
    benchmark::AddCustomContext("cpu", openblas_get_corename());
    return tenon::bench::run_products<OpenBlas>(count, arguments);
}
