// SPDX-License-Identifier: BSL-1.0
//
// Words out of a model that gives the logits of the next token: one token behind another, until the end of a word
// comes.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/arguments.hpp"
#include "tenon/data/vocabulary.hpp"
#include "tenon/data/windows.hpp"
#include "tenon/evaluator.hpp"
#include "tenon/fail.hpp"
#include "tenon/kernels/finite.hpp"
#include "tenon/kernels/softmax.hpp"
#include "tenon/model.hpp"
#include "tenon/options.hpp"
#include "tenon/random/generator.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

namespace tenon {

namespace detail {

using SamplerRules = OptionRules<ASampler, BatchOption>;

/// Whether a model gives the logits of the next token.
template <class ModelType>
constexpr bool gives_next_token() {
    using Input = typename ModelType::Input;
    using Output = typename ModelType::Output;
    if constexpr (is_tokens<Input> && is_shape<Output>)
        return Output::rank == 1 && Output::size == Input::vocabulary &&
               std::is_same_v<typename ModelType::Real, float>;
    else
        return false;
}

template <class ModelType, class... Options>
constexpr auto judge_sampler() {
    using Sampled = ModelOr<ModelType>;
    using OfOptions = SamplerRules::VerdictOf<Options...>;
    if constexpr (!is_model<std::remove_cvref_t<ModelType>>)
        return Refused<NotAModel<ASampler>, ModelType>{};
    else if constexpr (!OfOptions::fits)
        return OfOptions{};
    else if constexpr (std::is_same_v<typename Sampled::Net, Nothing>)
        return Fits{}; // its model has told what is wrong
    else if constexpr (!gives_next_token<Sampled>())
        return Refused<SamplerOfOtherModel, typename Sampled::Input, typename Sampled::Output>{};
    else
        return LoweredVerdict<typename Sampled::Net, typename Sampled::Input, Evaluation<typename Sampled::Real>>{};
}
template <class ModelType, class... Options>
using SamplerVerdict = decltype(judge_sampler<ModelType, Options...>());

/// A model of one token, in the place of one that cannot be sampled.
using NoSampled = Model<Nothing, Tokens<1, 1>>;

} // namespace detail

/// Writes as many words at once as the batch holds, each drawn from the model's distribution as in the lecture:
/// softmax, then `torch.multinomial`. A context begins as all ends; a word that ends makes room for the next one. It
/// refers to the model, which has to outlive it. All memory is taken at the start.
///
/// What comes first in a word does not depend on the word: it is evaluated once, and drawn as soon as there is room.
///
/// Its one option is `Batch<n>`, which has to be there.
template <class ModelType, class... Options>
class Sampler {
    using Judged = detail::SamplerVerdict<ModelType, Options...>;
    static_assert(judge<Judged>());
    using Named = detail::ModelOr<ModelType>;
    static constexpr bool runs = Judged::fits && detail::gives_next_token<Named>();
    using Sampled = std::conditional_t<runs, Named, detail::NoSampled>;
    using Size = detail::BatchOf<Options...>;
    using Input = typename Sampled::Input;
    using Output = typename Sampled::Output;
    using Real = typename Sampled::Real;

  public:
    static constexpr std::size_t batch = Size::size;
    /// A model that has not learned may never end a word: it is cut off here.
    static constexpr std::size_t longest = 1000;
    /// One that ends every word at once never begins one: so many words end in a place, and then it waits.
    static constexpr std::size_t most_ends = 100;

    /// Throws std::invalid_argument where the model gives logits that are not finite.
    template <class First, class... Rest>
    explicit Sampler(First&& model, Rest&&... rest)
        : evaluator_(*detail::referred<const Sampled>(std::forward<First>(model))),
          generator_(Arguments::template in<detail::ObjectSlot<Generator>>(std::forward<Rest>(rest)...)) {
        static_assert(judge<std::conditional_t<runs, ArgumentVerdict<First, Rest...>, Fits>>());
        for (Word& word : words_) word.reserve(longest);
        if constexpr (runs) probabilities<1>(std::span(contexts_).first(length), first_.data());
    }

    /// Draws a token for each word. `finished(word)` gets each word (of tokens, without its end) that ends with it, and
    /// whose place the first token of the next one takes. Throws std::invalid_argument where the model gives logits
    /// that are not finite.
    template <class Finished>
    void advance(Finished finished) {
        probabilities<batch>(contexts_, probabilities_.data());
        for (std::size_t index = 0; index < batch; ++index) {
            const Real* weights = probabilities_.data() + index * tokens;
            for (std::size_t ends = 0; ends < most_ends && !append(index, draw(weights)); ++ends) {
                finished(std::span<const Token>(words_[index]));
                words_[index].clear();
                std::ranges::fill(context(index), Vocabulary::end);
                weights = first_.data();
            }
        }
    }

  private:
    using Arguments = detail::ArgumentRules<detail::ASampler, detail::ObjectSlot<Generator>>;
    template <class First, class... Rest>
    using ArgumentVerdict = std::conditional_t<detail::ReferenceVerdict<First, const Sampled>::fits,
                                               typename Arguments::template Verdict<Rest...>,
                                               detail::ReferenceVerdict<First, const Sampled>>;
    static constexpr std::size_t tokens = Input::vocabulary, length = Input::size;
    using Word = std::vector<Token>;

    /// The probabilities (Count, tokens) behind contexts (Count, length).
    template <std::size_t Count>
    void probabilities(std::span<const Token> contexts, Real* to) {
        const std::span<const Real> logits = evaluator_(contexts);
        if (!kernels::all_finite<Count * tokens>(logits.data())) {
            detail::fail<std::invalid_argument>([] {
                return "the model gives logits that are not finite: its numbers are not, or they are too large";
            });
        }
        kernels::softmax<Count, tokens>(logits.data(), to);
    }

    /// Whether there is more to come behind this token. The last one of a word that is cut off belongs to it.
    bool append(std::size_t index, Token next) {
        if (next == Vocabulary::end) return false;
        words_[index].push_back(next);
        slide(context(index), next);
        return words_[index].size() < longest;
    }
    Token draw(const Real* weights) { return static_cast<Token>(generator_.multinomial(std::span(weights, tokens))); }
    std::span<Token> context(std::size_t index) { return std::span(contexts_).subspan(index * length, length); }

    Evaluator<Sampled, Size> evaluator_;
    Generator generator_;
    std::vector<Token> contexts_ = std::vector<Token>(batch * length, Vocabulary::end);
    std::vector<Real> probabilities_ = std::vector<Real>(batch * tokens);
    std::vector<Real> first_ = std::vector<Real>(tokens); ///< the probabilities at the start of a word
    std::array<Word, batch> words_;
};

} // namespace tenon
