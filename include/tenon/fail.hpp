// SPDX-License-Identifier: BSL-1.0
//
// What happens to a call that cannot be answered.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <cstdlib>

namespace tenon::detail {

/// Throws an `Error` with `message()`; in a program compiled without exceptions, aborts.
template <class Error, class Message>
[[noreturn]] void fail([[maybe_unused]] Message message) {
#if defined(__cpp_exceptions)
    throw Error(message());
#else
    std::abort();
#endif
}

} // namespace tenon::detail
