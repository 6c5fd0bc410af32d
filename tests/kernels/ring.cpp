// SPDX-License-Identifier: BSL-1.0
//
// A ring holds the last positions of a stream, wherever its beginning is and however many come at a time.
#include "tenon/kernels/ring.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <vector>

namespace {

using namespace tenon;

/// Number `feature` of position `position` of the stream; before its begin it is 0.
float at(long position, std::size_t row, std::size_t feature) {
    return position < 0 ? 0 : static_cast<float>(position * 100 + static_cast<long>(row * 10 + feature) + 1);
}

/// A stream in a ring of `Rows` rows, `Count` positions at a time, and then one by one.
template <std::size_t Rows, std::size_t Width, std::size_t Count>
class Stream {
  public:
    Stream(std::size_t history, std::size_t most) : history_(history), most_(most) {
        const std::size_t size = ring_size(Rows * Width, history, most);
        state_.assign(size + 32, std::numeric_limits<float>::quiet_NaN());
        std::fill_n(state_.begin() + 16, size, 0.0F);
    }

    template <std::size_t Now>
    void push() {
        std::array<float, Rows * Now * Width> x;
        for (std::size_t row = 0, to = 0; row < Rows; ++row)
            for (std::size_t position = 0; position < Now; ++position)
                for (std::size_t feature = 0; feature < Width; ++feature)
                    x[to++] = at(time_ + static_cast<long>(position), row, feature);
        kernels::Ring<Rows, Width, float> ring(state_.data() + 16, history_, most_);
        ring.template push<Now>(x.data());
        for (std::size_t back = 0; back <= history_; ++back) {
            const float* const found = ring.before(back);
            for (std::size_t row = 0; row < Rows; ++row)
                for (std::size_t position = 0; position < Now; ++position)
                    for (std::size_t feature = 0; feature < Width; ++feature)
                        wrong_ +=
                            found[row * ring.stride() + position * Width + feature] !=
                                    at(time_ + static_cast<long>(position) - static_cast<long>(back), row, feature)
                                ? 1
                                : 0;
        }
        ring.template advance<Now>();
        time_ += static_cast<long>(Now);
    }
    /// How many numbers were not what they should be, and whether nothing was written outside.
    [[nodiscard]] std::size_t wrong() const {
        std::size_t outside = 0;
        for (std::size_t edge = 0; edge < 16; ++edge)
            outside += (state_[edge] == state_[edge] ? 1 : 0) +
                       (state_[state_.size() - 1 - edge] == state_[state_.size() - 1 - edge] ? 1 : 0);
        return wrong_ + outside;
    }

  private:
    std::size_t history_, most_, wrong_ = 0;
    std::vector<float> state_;
    long time_ = 0;
};

template <std::size_t Rows, std::size_t Width, std::size_t Most>
void holds_the_last(std::size_t history) {
    Stream<Rows, Width, Most> stream(history, Most);
    for (int turn = 0; turn < 40; ++turn) {
        stream.template push<Most>();
        if (turn % 3 == 0) stream.template push<1>();
        if (turn % 7 == 0) stream.template push<(Most + 1) / 2>();
    }
    BOOST_TEST(stream.wrong() == 0,
               Rows << " rows of " << Width << ", " << Most << " at a time, " << history << " kept");
}

} // namespace

BOOST_AUTO_TEST_CASE(the_last_positions_can_be_read_in_a_row) {
    for (const std::size_t history : {1U, 2U, 7U, 15U, 64U, 129U}) {
        holds_the_last<1, 3, 1>(history);
        holds_the_last<1, 3, 8>(history);
        holds_the_last<1, 1, 64>(history);
        holds_the_last<5, 1, 1>(history);
        holds_the_last<5, 1, 16>(history);
        holds_the_last<3, 2, 7>(history);
    }
}

BOOST_AUTO_TEST_CASE(filled_it_is_as_if_one_position_had_come_for_ever) {
    std::vector<float> state(ring_size(6, 9, 4));
    kernels::Ring<3, 2, float> ring(state.data(), 9, 4);
    const std::array<float, 6> x{1, 2, 3, 4, 5, 6};
    kernels::enter<1>(ring, x.data(), true);
    for (std::size_t back = 0; back <= 9; ++back) {
        for (std::size_t row = 0; row < 3; ++row) {
            BOOST_TEST(ring.before(back)[row * ring.stride()] == x[2 * row]);
            BOOST_TEST(ring.before(back)[row * ring.stride() + 1] == x[2 * row + 1]);
        }
    }
}
