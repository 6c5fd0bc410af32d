// SPDX-License-Identifier: BSL-1.0
//
// What runs of a net left, side by side: where two should be the same and are not, that is told and counted.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/kernels/team.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::test {

/// Numbers with names, in the order in which a run gave them. Its members are compiled once, and not with each net.
class Trace {
  public:
    struct Entry {
        std::string name;
        std::vector<float> numbers;
    };

    Trace();
    Trace(const Trace&);
    Trace& operator=(const Trace&);
    ~Trace();

    void add(std::string_view name, std::span<const float> numbers);
    /// Each of the tensors in a block; what lies between them is not looked at.
    void add(std::string_view name, std::span<const float> block, std::span<const TensorSpec> tensors);

    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    /// The entries whose names begin so.
    [[nodiscard]] Trace starting_with(std::string_view start) const;
    /// The mean of two runs with the same entries.
    [[nodiscard]] static Trace mean(const Trace& first, const Trace& second);
    /// FNV-1a over the bits of all numbers.
    [[nodiscard]] std::uint64_t digest() const;

  private:
    std::vector<Entry> entries_;
};

/// A Trainer with its model and its examples, whatever their types.
class AnyTrainer {
  public:
    /// The loss of a batch that begins with this example.
    virtual float backward(std::size_t first_example) = 0;
    virtual void update(float rate) = 0;
    /// Whether its work is shared from now on.
    virtual bool share(Team& team) = 0;
    [[nodiscard]] virtual std::span<const float> gradients() const = 0;
    /// The model's numbers, in `tensors` and `kept`.
    [[nodiscard]] virtual std::span<const float> parameters() const = 0;
    [[nodiscard]] virtual std::span<const float> buffers() const = 0;

    std::span<const TensorSpec> tensors, kept;

  protected:
    AnyTrainer() = default;
    ~AnyTrainer() = default;
};

inline constexpr int steps = 3;
/// Some steps: losses, gradients, and the model's numbers at the end.
Trace train(AnyTrainer& trainer, Team* team = nullptr, int count = steps);
/// The first step, and the mean of the losses and gradients of the two batches that it consists of.
Trace train_on_halves(AnyTrainer& trainer, std::size_t half);

/// An Evaluator with its model and its examples, whatever their types.
class AnyEvaluator {
  public:
    /// The outputs of `count` examples, and the mean loss of all.
    virtual std::span<const float> outputs(std::size_t first_example, std::size_t count) = 0;
    virtual double loss() = 0;

  protected:
    AnyEvaluator() = default;
    ~AnyEvaluator() = default;
};
/// The outputs of all examples in batches of `batch`, and their loss.
Trace evaluate(AnyEvaluator& evaluator, std::size_t examples, std::size_t batch);

/// How far a number may be from what is expected, as a part of the largest of its entry; 0 asks for the same bits.
/// Where all of an entry is small beside the rest of a run, as the gradient of a bias in front of a BatchNorm1d, which
/// is 0 but for rounding, a hundredth of the largest number of all counts instead.
inline constexpr double same_bits = 0, within_rounding = 1e-5;

/// Prints a line for each net, and one for each law that a net does not obey.
class Findings {
  public:
    void begin(unsigned net, std::size_t examples, std::string_view text);
    void digests(std::uint64_t training, std::uint64_t evaluation, std::uint64_t fast, std::string_view remarks);
    void expect(std::string_view law, const Trace& actual, const Trace& expected, double tolerance);
    void expect_finite(const Trace& trace);
    void expect(std::string_view law, bool holds, std::string_view otherwise);
    [[nodiscard]] bool all_hold() const { return failures_ == 0; }

  private:
    unsigned net_ = 0;
    std::size_t examples_ = 0;
    std::string text_;
    std::size_t failures_ = 0;
};

/// Puts all generated nets through the laws.
void run_all_nets(Findings& findings);

} // namespace tenon::test
