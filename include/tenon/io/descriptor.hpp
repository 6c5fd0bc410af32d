// SPDX-License-Identifier: BSL-1.0
//
// Open files of the system.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <unistd.h>

#include <utility>

namespace tenon::detail {

/// A number that stands for an open file, which is closed at the end.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() {
        if (is_open()) ::close(number_);
    }

    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    [[nodiscard]] int number() const { return number_; }
    /// Closes it; whether all went well.
    bool close() { return ::close(std::exchange(number_, -1)) == 0; }

  private:
    int number_;
};

} // namespace tenon::detail
