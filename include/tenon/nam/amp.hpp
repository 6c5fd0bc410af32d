// SPDX-License-Identifier: BSL-1.0
//
// An amp whose net is known only when the program runs: any of those that Neural Amp Modeler trains.
#pragma once

#include "tenon/dsl/nam/known.hpp"
#include "tenon/fail.hpp"
#include "tenon/layers/leaky_relu.hpp"
#include "tenon/layers/tanh.hpp"
#include "tenon/nam/file.hpp"
#include "tenon/nam/load.hpp"
#include "tenon/nam/wavenet.hpp"
#include "tenon/require.hpp"
#include "tenon/streamer.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

namespace tenon::nam {

/// Turns a guitar's samples into those of the amp. It begins as if silence had come for ever.
class Amp {
  public:
    virtual ~Amp() = default;
    Amp(const Amp&) = delete;
    Amp& operator=(const Amp&) = delete;

    /// As many samples as there are in both; `out` may be `in`. For the callback of a sound card: it takes no memory,
    /// no lock and no system call.
    virtual void process(std::span<const float> in, std::span<float> out) noexcept = 0;
    /// Back to silence, which costs as much as one sample and writing the state.
    virtual void reset() noexcept = 0;

    [[nodiscard]] double sample_rate() const { return sample_rate_; } ///< Hz
    [[nodiscard]] const Metadata& metadata() const { return metadata_; }
    /// Samples that an output depends on.
    [[nodiscard]] std::size_t receptive_field() const { return receptive_field_; }

  protected:
    Amp(const File& file, std::size_t receptive_field)
        : sample_rate_(file.sample_rate), metadata_(file.metadata), receptive_field_(receptive_field) {}

  private:
    double sample_rate_;
    Metadata metadata_;
    std::size_t receptive_field_;
};

/// An amp of this net. At most `Most` samples are processed at a time.
template <class Net, std::size_t Most = 64>
class AmpOf final : public Amp {
    using M = ModelOf<Net>;

  public:
    explicit AmpOf(const File& file)
        : Amp(file, Streamer<M>::receptive_field), model_(load<Net>(file)), streamer_(model_) {
        reset();
    }
    void process(std::span<const float> in, std::span<float> out) noexcept override { streamer_.process(in, out); }
    void reset() noexcept override { streamer_.prewarm(); }

  private:
    M model_;
    Streamer<M, Frames<Most>> streamer_;
};

namespace detail {

template <class Net>
std::unique_ptr<Amp> amp_if(const File& file, const std::string& type) {
    if (Canonical<Net>::text() != type) return nullptr;
    return std::make_unique<AmpOf<Net>>(file);
}
/// The first of the nets that the file holds.
template <class... Nets>
std::unique_ptr<Amp> amp_of(const File& file) {
    const std::string type = type_of(file);
    std::unique_ptr<Amp> amp;
    (void)((amp = amp_if<Nets>(file, type), amp != nullptr) || ...);
    return amp;
}

/// The submodel of a container for a size from 0 to 1; the file itself where it is none.
inline const File* of_size(const File* file, double size) {
    const auto* const container = std::get_if<ContainerConfig>(&file->config);
    if (container == nullptr) return file;
    for (const Submodel& submodel : container->submodels) {
        if (size < submodel.max_value) return &submodel.model;
    }
    return &container->submodels.back().model;
}

} // namespace detail

/// An amp of any of the known nets: A1 standard, lite, feather and nano, A2 of 8 and 3 channels, and a container of
/// such, of which `size` chooses, 1 being the best. Throws std::invalid_argument for a size that is not from 0 to 1,
/// and std::runtime_error as `read` and `load` do, and for another net, whose type it tells: `AmpOf<that type>`
/// compiles it in.
inline std::unique_ptr<Amp> load_any(const File& file, double size = 1) {
    tenon::detail::require_share("the size of an amp", size);
    const File& chosen = *detail::of_size(&file, size);
    auto amp = detail::amp_of<A1Standard, A1Lite, A1Feather, A1Nano, A2<8>, A2<3>>(chosen);
    if (amp == nullptr) {
        tenon::detail::fail<std::runtime_error>([&] {
            return chosen.subject + " holds a net that is not one of the known ones: compile it in, as nam::AmpOf<" +
                   type_of(chosen) + ">";
        });
    }
    return amp;
}
inline std::unique_ptr<Amp> load_any(const std::filesystem::path& path, double size = 1) {
    return load_any(read(path), size);
}

} // namespace tenon::nam
