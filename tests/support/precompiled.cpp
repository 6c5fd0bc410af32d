// SPDX-License-Identifier: BSL-1.0
//
// Owns the precompiled header: CMake wants a source that uses it.
