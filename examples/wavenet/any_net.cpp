// SPDX-License-Identifier: BSL-1.0
#include "any_net.hpp"

#include "tenon/data/printable.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace program {

NetEntry small_net();
NetEntry deep_net();

const NetEntry& find_net(std::string_view name) {
    static const std::array nets{small_net(), deep_net()};
    const auto found = std::ranges::find(nets, name, &NetEntry::name);
    if (found == nets.end())
        throw std::runtime_error("there is no model '" + tenon::printable(name, 40) + "', expected small or deep");
    return *found;
}

} // namespace program
