// SPDX-License-Identifier: BSL-1.0
#include "arguments.hpp"

#include "tenon/data/printable.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <numeric>
#include <set>
#include <span>
#include <string_view>

namespace program {

namespace {

std::string quoted(const std::string& text) { return "'" + tenon::printable(text) + "'"; }

/// "a, b or c"
std::string listed(const std::vector<std::string>& names) {
    std::string all;
    for (std::size_t at = 0; at < names.size(); ++at)
        all += (at == 0 ? "" : at + 1 < names.size() ? ", " : " or ") + names[at];
    return all;
}

std::vector<const CLI::App*> commands(const CLI::App& app) { return app.get_subcommands({}); }

std::string expected_commands(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : commands(app)) names.push_back(command->get_name());
    return "expected " + listed(names);
}

const CLI::Option* find_flag(const CLI::App& command, const std::string& name) {
    return name.starts_with('-') ? command.get_option_no_throw(name) : nullptr;
}

bool takes_value(const CLI::Option& flag) { return flag.get_items_expected_max() > 0; }

/// How many characters have to be put in, left out or replaced to make one text of another, capitals or not.
std::size_t distance(std::string_view from, std::string_view to) {
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (const char letter : from) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(letter) == lower(to[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

/// The flag of a command that was most likely meant; empty where none is near.
std::string nearest_flag(const CLI::App& command, const std::string& name) {
    std::string nearest;
    std::size_t least = 3; // farther apart, two words have too little in common
    for (const CLI::Option* flag : command.get_options()) {
        const std::string known = flag->get_name(false, true).substr(flag->get_name(false, true).find("--"));
        const bool begins = name.size() > 3 && known.starts_with(name);
        const std::size_t apart = begins ? 1 : name.size() > 20 ? least : distance(name, known);
        if (apart < least) {
            nearest = known;
            least = apart;
        }
    }
    return nearest;
}

[[noreturn]] void refuse_flag(const CLI::App& app, const CLI::App& command, const std::string& name) {
    const std::string here = app.get_name() + " " + command.get_name();
    std::vector<std::string> owners;
    for (const CLI::App* other : commands(app))
        if (find_flag(*other, name) != nullptr) owners.push_back(app.get_name() + " " + other->get_name());
    if (!owners.empty())
        throw WrongArguments(tenon::printable(name) + ": a flag of " + listed(owners) + ", not of " + here);
    const std::string nearest = nearest_flag(command, name);
    throw WrongArguments(tenon::printable(name) + ": no flag of " + here + ", expected " +
                         (nearest.empty() ? "one of those that " + here + " --help lists" : nearest));
}

/// A word that is the value of the flag before it, and no flag itself.
bool is_value(const CLI::App& command, const std::string& word) {
    return !word.starts_with("--") && find_flag(command, word) == nullptr;
}

void require_flags(const CLI::App& app, const CLI::App& command, const std::set<const CLI::Option*>& seen) {
    for (const CLI::Option* flag : command.get_options()) {
        if (!flag->get_required() || seen.contains(flag)) continue;
        throw WrongArguments(flag->get_name() + ": not given, " + app.get_name() + " " + command.get_name() +
                             " needs it");
    }
}

std::vector<std::string> checked_flags(const CLI::App& app, const CLI::App& command,
                                       std::span<const std::string> given) {
    std::vector<std::string> checked{command.get_name()};
    std::set<const CLI::Option*> seen;
    for (std::size_t at = 0; at < given.size(); ++at) {
        const std::size_t equals = given[at].find('=');
        const std::string name = given[at].substr(0, equals);
        const bool joined = equals != std::string::npos;
        if (!name.starts_with('-') || name == "-")
            throw WrongArguments(quoted(given[at]) + ": belongs to no flag, expected flags behind " +
                                 command.get_name());
        const CLI::Option* flag = find_flag(command, name);
        if (flag == nullptr) refuse_flag(app, command, name);
        if (!takes_value(*flag) && joined)
            throw WrongArguments(name + ": " + quoted(given[at].substr(equals + 1)) + " given, expected no value");
        if (flag == command.get_help_ptr()) return {command.get_name(), name};
        if (!seen.insert(flag).second) throw WrongArguments(name + ": given twice, expected once");
        checked.push_back(name);
        if (!takes_value(*flag)) continue;
        if (joined)
            checked.push_back(given[at].substr(equals + 1));
        else
            checked.push_back(at + 1 < given.size() && is_value(command, given[at + 1]) ? given[++at] : "");
    }
    require_flags(app, command, seen);
    return checked;
}

} // namespace

std::vector<std::string> checked_arguments(const CLI::App& app, const std::vector<std::string>& given) {
    if (given.empty()) throw WrongArguments("no command given, " + expected_commands(app));
    const std::string& first = given.front();
    const auto all = commands(app);
    const auto command = std::ranges::find(all, first, [](const CLI::App* known) { return known->get_name(); });
    if (command != all.end()) return checked_flags(app, **command, std::span(given).subspan(1));
    const std::string name = first.substr(0, first.find('='));
    if (!first.starts_with('-')) throw WrongArguments(quoted(first) + ": no command, " + expected_commands(app));
    if (const CLI::Option* flag = app.get_option_no_throw(name); flag != nullptr && name == first) return {name};
    throw WrongArguments(tenon::printable(first) + ": given before the command, " + expected_commands(app) + " first");
}

} // namespace program
