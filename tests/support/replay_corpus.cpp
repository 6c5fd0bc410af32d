// SPDX-License-Identifier: BSL-1.0
//
// The main function of a fuzzer that is run as a test, without libFuzzer: its inputs are the files of a folder.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
    if (count != 2 || !std::filesystem::is_directory(arguments[1])) {
        std::fprintf(stderr, "%s: a folder of inputs is expected\n", arguments[0]);
        return 2;
    }
    std::size_t inputs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[1])) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
        std::printf("%s\n", entry.path().filename().c_str());
        std::fflush(stdout); // so that the last name is that of the input which ends the program
        // A copy of the exact size, so that a sanitizer sees a byte too many.
        const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
        LLVMFuzzerTestOneInput(input.data(), input.size());
        ++inputs;
    }
    if (inputs == 0) std::fprintf(stderr, "%s: is empty\n", arguments[1]);
    return inputs == 0 ? 1 : 0;
}
