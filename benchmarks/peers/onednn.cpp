// SPDX-License-Identifier: BSL-1.0
//
// The products of the tree's step in oneDNN: a primitive for each size, made beforehand, on plain layouts.
#include "peers/products.hpp"

#include <oneapi/dnnl/dnnl.hpp>

#include <unordered_map>

namespace {

using dnnl::memory;

dnnl::engine& engine() {
    static dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
    return cpu;
}
dnnl::stream& stream() {
    static dnnl::stream only(engine());
    return only;
}

memory::desc layout(int rows, int columns, bool transposed) {
    return {{rows, columns}, memory::data_type::f32, transposed ? memory::format_tag::ba : memory::format_tag::ab};
}

struct OneDnn {
    template <class Size>
    class Multiply {
      public:
        void operator()(const float* a, const float* b, float* c) {
            a_.set_data_handle(const_cast<float*>(a));
            b_.set_data_handle(const_cast<float*>(b));
            c_.set_data_handle(c);
            matmul_.execute(stream(), arguments_);
            stream().wait();
        }

      private:
        memory::desc a_layout_ = layout(Size::rows, Size::inner, Size::a_transposed);
        memory::desc b_layout_ = layout(Size::inner, Size::columns, Size::b_transposed);
        memory::desc c_layout_ = layout(Size::rows, Size::columns, false);
        dnnl::matmul matmul_{
            dnnl::matmul::primitive_desc(dnnl::matmul::desc(a_layout_, b_layout_, c_layout_), engine())};
        memory a_{a_layout_, engine(), nullptr}, b_{b_layout_, engine(), nullptr}, c_{c_layout_, engine(), nullptr};
        std::unordered_map<int, memory> arguments_{{DNNL_ARG_SRC, a_}, {DNNL_ARG_WEIGHTS, b_}, {DNNL_ARG_DST, c_}};
    };
};

} // namespace

int main(int count, char** arguments) { return tenon::bench::run_products<OneDnn>(count, arguments); }
