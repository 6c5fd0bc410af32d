// SPDX-License-Identifier: BSL-1.0
//
// The names to learn: shuffled as in the lecture, and cut into 80 % for training, 10 % for validation and 10 % for
// test.
#pragma once

#include "tenon/data/vocabulary.hpp"
#include "tenon/data/windows.hpp"
#include "tenon/data/words.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace names {

/// What the list is called that the program holds.
inline constexpr const char* embedded_names = "the embedded names";

/// What is read before a model's context length is known.
class Corpus {
  public:
    /// The words of a file, or those embedded in the program for an empty path, in small letters if `lower`. Throws
    /// std::runtime_error with the file's name where it cannot be read, or has too few words for three parts.
    explicit Corpus(const std::string& path, bool lower = false);

    [[nodiscard]] const std::string& source() const { return source_; }
    [[nodiscard]] const tenon::Vocabulary& vocabulary() const { return vocabulary_; }

    /// Throws std::runtime_error naming the rarest characters where there are more than `most` different ones.
    void require_characters(std::size_t most) const;

    /// What there is to learn from, as keys and values: `words`, `duplicates` (words that stand before already),
    /// different `characters`, `examples`, and of each part its words, its examples, and how many of its words are also
    /// in the training part.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> facts() const;

    /// The examples of a part, in tokens of `vocabulary`. Throws std::runtime_error naming file and character
    /// where a word is not made of it.
    [[nodiscard]] tenon::Windows train(const tenon::Vocabulary& vocabulary, std::size_t context) const;
    [[nodiscard]] tenon::Windows validation(const tenon::Vocabulary& vocabulary, std::size_t context) const;
    [[nodiscard]] tenon::Windows test(const tenon::Vocabulary& vocabulary, std::size_t context) const;

  private:
    [[nodiscard]] std::size_t part(double share) const {
        return static_cast<std::size_t>(share * static_cast<double>(words_.size()));
    }
    [[nodiscard]] tenon::Windows windows(std::size_t begin, std::size_t end, const tenon::Vocabulary& vocabulary,
                                         std::size_t context) const;

    std::string source_;
    std::vector<tenon::Word> words_;
    tenon::Vocabulary vocabulary_;
    std::size_t train_end_;
    std::size_t validation_end_;
};

} // namespace names
