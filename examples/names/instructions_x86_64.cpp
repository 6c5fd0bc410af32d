// SPDX-License-Identifier: BSL-1.0
#include "instructions.hpp"

#include <cpuid.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

// Nothing but this table is used of an instruction set before it is chosen.
namespace names_x86_64_v3 {
extern const program::Commands commands;
}
namespace names_x86_64_v4 {
extern const program::Commands commands;
}

namespace program {

namespace {

struct Feature {
    const char* name;
    bool supported;
};

std::string lacking(std::initializer_list<Feature> features) {
    std::string names;
    for (const Feature& feature : features) {
        if (!feature.supported) names += (names.empty() ? "" : ", ") + std::string(feature.name);
    }
    return names;
}

/// A bit of ECX. __builtin_cpu_supports does not know all of x86-64-v3 by name with every compiler.
bool has(unsigned leaf, unsigned bit) {
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    return __get_cpuid(leaf, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit) != 0;
}

// What needs registers of its own is supported for __builtin_cpu_supports only if the operating system keeps them.
std::string lacking_of_v3() {
    return lacking({{"AVX2", __builtin_cpu_supports("avx2") != 0},
                    {"FMA", __builtin_cpu_supports("fma") != 0},
                    {"BMI1", __builtin_cpu_supports("bmi") != 0},
                    {"BMI2", __builtin_cpu_supports("bmi2") != 0},
                    {"F16C", has(1, bit_F16C)},
                    {"MOVBE", has(1, bit_MOVBE)},
                    {"LZCNT", has(0x80000001, bit_LZCNT)}});
}

std::string lacking_of_v4() {
    std::string lower = lacking_of_v3();
    if (!lower.empty()) return lower;
    return lacking({{"AVX512F", __builtin_cpu_supports("avx512f") != 0},
                    {"AVX512BW", __builtin_cpu_supports("avx512bw") != 0},
                    {"AVX512CD", __builtin_cpu_supports("avx512cd") != 0},
                    {"AVX512DQ", __builtin_cpu_supports("avx512dq") != 0},
                    {"AVX512VL", __builtin_cpu_supports("avx512vl") != 0}});
}

struct InstructionSet {
    std::string_view name;
    const Commands& commands;
    std::string lacking; ///< of its instructions, on this machine; empty: none
};

} // namespace

const Commands& choose_commands(const char* wanted) {
    const std::array sets{InstructionSet{"x86-64-v4", names_x86_64_v4::commands, lacking_of_v4()},
                          InstructionSet{"x86-64-v3", names_x86_64_v3::commands, lacking_of_v3()}};
    const std::string machine = "this processor, or its operating system, lacks ";
    const auto best = std::ranges::find(sets, "", &InstructionSet::lacking);
    if (best == sets.end())
        throw std::runtime_error(machine + sets.back().lacking + ", expected " + std::string(sets.back().name));
    if (wanted == nullptr) return best->commands;

    const auto given = "NAMES_INSTRUCTIONS: '" + std::string(wanted) + "' given, ";
    std::string known;
    for (auto set = best; set != sets.end(); ++set) known += (known.empty() ? "" : " or ") + std::string(set->name);
    const auto found = std::ranges::find(sets, wanted, &InstructionSet::name);
    if (found == sets.end()) throw WrongInstructions(given + "expected " + known);
    if (!found->lacking.empty()) throw WrongInstructions(given + machine + found->lacking + ", expected " + known);
    return found->commands;
}

} // namespace program
