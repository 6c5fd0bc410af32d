// SPDX-License-Identifier: BSL-1.0
//
// A team of one that takes the parts of a work in the wrong order.
#pragma once

#include "tenon/kernels/team.hpp"

#include <cstddef>

namespace tenon::test {

class Sliced final : public Team {
  public:
    explicit Sliced(std::size_t parts) : parts_(parts) {}
    void run(Work work, const void* body) override {
        ++works;
        for (std::size_t index = parts_; index > 0; --index) work(body, {index - 1, parts_});
    }

    std::size_t works = 0; ///< how often work was shared

  private:
    std::size_t parts_;
};

} // namespace tenon::test
