// SPDX-License-Identifier: BSL-1.0
//
// What is thrown, as text.
#pragma once

#include <string>

namespace tenon::test {

/// The sentence of the exception that some work throws, if it is of that type; another one passes through.
template <class Exception, class Work>
std::string thrown(Work work) {
    try {
        work();
    } catch (const Exception& exception) {
        return exception.what();
    }
    return "nothing is thrown";
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace tenon::test
