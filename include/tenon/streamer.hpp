// SPDX-License-Identifier: BSL-1.0
//
// Streaming: one position after another goes in, and as many outputs come out, each as if all before it had been given
// again.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/arguments.hpp"
#include "tenon/checked_span.hpp"
#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/lowered.hpp"
#include "tenon/model.hpp"
#include "tenon/other_arguments.hpp"
#include "tenon/require.hpp"
#include "tenon/storage.hpp"
#include "tenon/streamer_verdict.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

/// Runs a model over a stream of positions: those of `Shape<positions, features>`, whatever their number in the model's
/// type, or tokens one by one. A net for windows runs as its `ForSequence`: from the first whole window on, each output
/// is the window's, to the bit. The model is referred to and has to outlive the Streamer.
///
/// Its state is what layers remember, and a value: copying a Streamer copies it, `state()` shows it and `restore` sets
/// it. A call takes no memory, no lock and no system call, and costs the same whatever came before.
///
/// Options, in any order: `Frames<n>`, how many positions are processed at a time at most (1), and a storage (Heap).
template <class ModelType, class... Options>
class Streamer {
    using Streamed = detail::ModelOr<ModelType>;
    using Judged = detail::StreamerVerdict<ModelType, Options...>;
    static_assert(judge<Judged>());
    static constexpr bool runs = Judged::fits && !std::is_same_v<typename Streamed::Net, detail::Nothing>;
    using Storage = std::conditional_t<runs, detail::Option<detail::StorageOption, Heap, Options...>, Heap>;
    template <bool Runs, class Of>
    struct Run {
        using Net = detail::Nothing;
        template <std::size_t Count>
        using Input = Shape<Count, 1>;
    };
    template <class Of>
    struct Run<true, Of> {
        using Net = detail::StreamedNet<Of>;
        template <std::size_t Count>
        using Input = WithLength<typename Of::Input, Count>;
    };
    using Net = typename Run<runs, Streamed>::Net;
    template <std::size_t Count>
    using InputOf = typename Run<runs, Streamed>::template Input<Count>;
    template <std::size_t Count>
    using JointOf = typename Net::template Joint<InputOf<Count>>;

  public:
    using Real = typename Streamed::Real;
    /// One position, and what it gives.
    using Input = InputOf<1>;
    using Output = typename JointOf<1>::Output;
    static constexpr std::size_t frames =
        runs ? detail::frames_of<detail::Option<detail::FramesOption, Frames<1>, Options...>> : 1;
    /// Positions that an output depends on.
    static constexpr std::size_t receptive_field = JointOf<1>::window;
    /// Reals of the state, and of all that a Streamer takes.
    static constexpr std::size_t state_size = JointOf<1>::state(frames);
    static constexpr std::size_t memory_size =
        aligned_size(state_size) + aligned_size(JointOf<frames>::Output::size) + JointOf<frames>::evaluation_scratch(1);
    static constexpr std::string_view kind = "a Streamer";

    using Number = Element<Input, Real>;
    using Block = typename Storage::template Block<Real, memory_size>;
    using Place = typename Block::Place;
    template <class What, class Each, class Rule>
    using Range = std::conditional_t<runs, CheckedSpan<What, Each, Rule>, detail::Anything<Each>>;
    using InputRange = Range<detail::Inputs, const Number, detail::Examples<Input::size, 1, frames>>;
    using InputStream = Range<detail::Inputs, const Number, detail::AnyNumber>;
    using OutputStream = Range<detail::Outputs, Real, detail::AnyNumber>;

    /// Made from its model, and for Borrowed its memory. Nothing has come before: layers remember zeros.
    template <class First, class... Rest>
        requires(!std::is_same_v<std::remove_cvref_t<First>, Streamer>)
    explicit Streamer(First&& model, Rest&&... rest)
        : model_(detail::referred<const Streamed>(std::forward<First>(model))),
          memory_(Arguments::template in<detail::PlaceSlot<Place>>(std::forward<Rest>(rest)...)) {
        static_assert(judge<std::conditional_t<runs, ArgumentVerdict<First, Rest...>, Fits>>());
        static_assert(!runs || detail::has_same_tensors<typename Streamed::Joint, JointOf<1>>);
    }

    /// The outputs (n, features) of the next positions (n, features), for n from 1 to Frames; valid until the next
    /// call. Throws std::invalid_argument for another number of inputs, std::out_of_range for a token that is not in
    /// the vocabulary; nothing has happened then.
    std::span<const Real> operator()(InputRange inputs) & {
        detail::require_inputs<Input, Real>(inputs);
        const std::size_t count = inputs.size() / Input::size;
        run(inputs.data(), output(), count);
        return {output(), count * Output::size};
    }
    template <class Owner = Streamer>
    std::span<const Real> operator()(InputRange) && {
        static_assert(judge<Refused<OwnerThatEndsHere, Owner>>());
        return {};
    }

    /// The same for any number of positions, from `in` (n, features) to `out` (n, features), which may begin where `in`
    /// does if it has no more features: for the callback of a sound card. Where one of them is shorter, it tells how
    /// many. For tokens it throws std::out_of_range where one is not in the vocabulary, and nothing has happened then.
    void process(InputStream in, OutputStream out) noexcept(detail::is_shape<Input>) {
        const std::size_t count = std::min(in.size() / Input::size, out.size() / Output::size);
        if constexpr (!detail::is_shape<Input>) detail::require_inputs<Input, Real>(in.first(count));
        run(in.data(), out.data(), count);
    }

    template <class... Given>
        requires(sizeof...(Given) != 2)
    void process(Given&&...) {
        static_assert(judge<Refused<OtherArguments<detail::ProcessOfStreamer>, Given...>>());
    }

    /// Forgets all: layers remember zeros. Costs as much as writing the state.
    void reset() noexcept { std::fill_n(memory_.data(), state_size, Real{0}); }

    /// As if this position had come for ever; one of zeros where none is given. Costs as much as one position, and
    /// writing the state.
    void prewarm(InputRange position) {
        detail::require_size("a position holds", position.size(), Input::size);
        detail::require_inputs<Input, Real>(position);
        const kernels::ScopedFlushDenormals flush;
        run_once<1>(position.data(), output(), true);
    }
    void prewarm() noexcept {
        const kernels::ScopedFlushDenormals flush;
        const std::array<Number, Input::size> zeros{};
        run_once<1>(zeros.data(), output(), true);
    }

    /// What layers remember. `restore` takes it from a Streamer of this type; it throws std::invalid_argument for
    /// another number of reals.
    [[nodiscard]] std::span<const Real> state() const& { return {memory_.data(), state_size}; }
    void restore(std::span<const Real> state) {
        detail::require_size("a state holds", state.size(), state_size);
        std::ranges::copy(state, memory_.data());
    }

  private:
    using Arguments = detail::ArgumentRules<detail::AStreamer, detail::PlaceSlot<Place>>;
    template <class First, class... Rest>
    using ArgumentVerdict = std::conditional_t<detail::ReferenceVerdict<First, const Streamed>::fits,
                                               typename Arguments::template Verdict<Rest...>,
                                               detail::ReferenceVerdict<First, const Streamed>>;

    Real* output() { return memory_.data() + aligned_size(state_size); }

    /// As many as fit at a time, then few, then one by one: three sizes are compiled.
    void run(const Number* in, Real* out, std::size_t count) noexcept {
        const kernels::ScopedFlushDenormals flush;
        constexpr std::size_t few = std::min<std::size_t>(frames, 8);
        const bool is_in_place = static_cast<const void*>(in) == static_cast<const void*>(out);
        const auto take = [&]<std::size_t Count>(std::integral_constant<std::size_t, Count>) {
            for (; count >= Count; count -= Count, in += Count * Input::size, out += Count * Output::size) {
                // Layers read their input while they write their output.
                run_once<Count>(in, is_in_place ? output() : out, false);
                if (is_in_place) std::copy_n(output(), Count * Output::size, out);
            }
        };
        take(std::integral_constant<std::size_t, frames>{});
        take(std::integral_constant<std::size_t, few>{});
        take(std::integral_constant<std::size_t, 1>{});
    }

    /// A model that was moved from has no numbers: it ends the program here.
    template <std::size_t Count>
    // NOLINTNEXTLINE(bugprone-exception-escape)
    void run_once(const Number* in, Real* out, bool is_steady) noexcept {
        using In = InputOf<Count>;
        using Memory = typename detail::HandedTo<JointOf<Count>, Streaming<Real, frames>>::type;
        const Streaming<Real, frames> memory{{.parameters = model_->parameter_block().data(),
                                              .buffers = model_->buffer_block().data(),
                                              .scratch = output() + aligned_size(JointOf<frames>::Output::size)},
                                             memory_.data(),
                                             is_steady};
        Lowered<Net, In>::template forward<1>(in, out, static_cast<const Memory&>(memory));
    }

    const Streamed* model_;
    Block memory_;
};

template <class ModelType>
Streamer(const ModelType&) -> Streamer<ModelType>;

} // namespace tenon
