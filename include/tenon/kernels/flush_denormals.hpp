// SPDX-License-Identifier: BSL-1.0
//
// Numbers too small for a normal exponent taken as 0, for as long as a scope lasts.
#pragma once

#include "tenon/dsl/compiler.hpp"

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace tenon::kernels {

/// Denormal numbers are flushed to 0 on this thread until the scope ends: arithmetic on them is up to a hundred times
/// slower, and no net needs them. Does nothing on processors other than x86.
class ScopedFlushDenormals {
  public:
    ScopedFlushDenormals(const ScopedFlushDenormals&) = delete;
    ScopedFlushDenormals& operator=(const ScopedFlushDenormals&) = delete;
#if defined(__SSE2__)
    ScopedFlushDenormals() : before_(_mm_getcsr()) { _mm_setcsr(before_ | flush_to_zero | denormals_are_zero); }
    ~ScopedFlushDenormals() { _mm_setcsr(before_); }

  private:
    static constexpr unsigned flush_to_zero = 0x8000, denormals_are_zero = 0x0040;
    unsigned before_;
#else
    ScopedFlushDenormals() {}
    ~ScopedFlushDenormals() {}
#endif
};

} // namespace tenon::kernels
