// SPDX-License-Identifier: BSL-1.0
//
// Different optimizers for different tensors of a net.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/optim/optimizer.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tenon {

/// Whether a tensor is the weight of a Linear or an Embedding: it has several axes, as biases and what norms learn have
/// not.
constexpr bool is_matrix(const TensorSpec& tensor) { return tensor.shape.rank > 1; }

/// Two optimizers as one. Tensors for which `choose` answers true are moved by the first one, all others by the second:
///
///     using Groups = ParameterGroups<AdamW, AdamW>;
///     const Groups groups{is_matrix, AdamW{.weight_decay = 0.1}, AdamW{.weight_decay = 0}};
///     Trainer<M, Batch<32>, Groups> trainer{model, groups};
///
/// `choose` sees a tensor's name, such as `2.weight`, and its shape. The second one may be groups again. As many
/// numbers are kept for each parameter as the one that keeps more of them needs.
template <class Chosen, class Rest>
struct ParameterGroups {
    static constexpr std::size_t state = std::max(Chosen::state, Rest::state);
    static constexpr bool whole_tensors = detail::takes_whole_tensors<Chosen> || detail::takes_whole_tensors<Rest>;

    bool (*choose)(const TensorSpec& tensor) = is_matrix;
    Chosen chosen = {};
    Rest rest = {};

    void require_numbers() const {
        detail::require_numbers_of(chosen);
        detail::require_numbers_of(rest);
    }

    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const {
        if ((choose != nullptr ? choose : is_matrix)(*slice.tensor))
            chosen.update(narrowed<Chosen::state>(slice), rate, step);
        else
            rest.update(narrowed<Rest::state>(slice), rate, step);
    }
};

} // namespace tenon
