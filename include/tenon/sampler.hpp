// SPDX-License-Identifier: BSL-1.0
//
// Words out of a model that gives the logits of the next token: one token behind another, until the end of a word comes.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/data/vocabulary.hpp"
#include "tenon/data/windows.hpp"
#include "tenon/evaluator.hpp"
#include "tenon/kernels/softmax.hpp"
#include "tenon/model.hpp"
#include "tenon/random/generator.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace tenon {

/// Writes as many words at once as the batch holds, each drawn from the model's distribution as in the lecture: softmax,
/// then `torch.multinomial`. A context begins as all ends; a word that ends makes room for the next one. It refers to the
/// model, which has to outlive it. All memory is taken at the start.
///
/// What comes first in a word does not depend on the word: it is evaluated once, and drawn as soon as there is room.
template <class ModelType, class BatchType>
class Sampler {
    using Input = typename ModelType::Input;
    using Output = typename ModelType::Output;
    using Real = typename ModelType::Real;
    static constexpr bool takes_next_token = [] {
        if constexpr (detail::is_tokens<Input> && Output::rank == 1)
            return Output::size == Input::vocabulary && std::is_same_v<Real, float>;
        else
            return false;
    }();
    static_assert(judge<std::conditional_t<takes_next_token, Fits, Refused<SamplerOfOtherModel, Input, Output>>>());

  public:
    static constexpr std::size_t batch = BatchType::size;
    /// A model that has not learned may never end a word: it is cut off here.
    static constexpr std::size_t longest = 1000;

    Sampler(const ModelType& model, Generator generator) : evaluator_(model), generator_(generator) {
        for (Word& word : words_) word.reserve(longest);
        kernels::softmax<1, tokens>(evaluator_(std::span(contexts_).first(length)).data(), first_.data());
    }

    /// Draws a token for each word. `finished(word)` gets each word (of tokens, without its end) that ends with it, and
    /// whose place the first token of the next one takes.
    template <class Finished>
    void advance(Finished finished) {
        kernels::softmax<batch, tokens>(evaluator_(contexts_).data(), probabilities_.data());
        for (std::size_t index = 0; index < batch; ++index) {
            const Real* weights = probabilities_.data() + index * tokens;
            for (Token next = draw(weights); !append(index, next); next = draw(first_.data())) {
                finished(std::span<const Token>(words_[index]));
                words_[index].clear();
                std::ranges::fill(context(index), Vocabulary::end);
            }
        }
    }

  private:
    static constexpr std::size_t tokens = Input::vocabulary, length = Input::size;
    using Word = std::vector<Token>;

    /// Whether there is more to come behind this token. The last one of a word that is cut off belongs to it.
    bool append(std::size_t index, Token next) {
        if (next == Vocabulary::end) return false;
        words_[index].push_back(next);
        slide(context(index), next);
        return words_[index].size() < longest;
    }
    Token draw(const Real* weights) { return static_cast<Token>(generator_.multinomial(std::span(weights, tokens))); }
    std::span<Token> context(std::size_t index) { return std::span(contexts_).subspan(index * length, length); }

    Evaluator<ModelType, BatchType> evaluator_;
    Generator generator_;
    std::vector<Token> contexts_ = std::vector<Token>(batch * length, Vocabulary::end);
    std::vector<Real> probabilities_ = std::vector<Real>(batch * tokens);
    std::vector<Real> first_ = std::vector<Real>(tokens); ///< the probabilities at the start of a word
    std::array<Word, batch> words_;
};

} // namespace tenon
