#include "networks/institutions/core_periphery_links.hpp"

#include <fmt/format.h>

#include "model/base/check.hpp"
#include "networks/chance.hpp"

namespace stampede {

std::vector<Link> CorePeripheryLinks::build(std::uint32_t nodes, Draws const& draws) const
{
    require(core_ <= nodes, fmt::format("core_periphery: core = {} exceeds the {} institutions", core_, nodes));
    auto const core = static_cast<std::uint32_t>(core_);
    std::uint32_t const periphery = nodes - core;
    std::vector<Link> links;

    DrawStream inner = draws.stream("institution core_periphery core");
    for_kept_arrows(core, within_core_, inner, [&](std::uint32_t creditor, std::uint32_t debtor) {
        links.push_back({creditor, debtor, 0});
    });
    DrawStream outer = draws.stream("institution core_periphery periphery");
    for_kept_arrows(periphery, within_periphery_, outer, [&](std::uint32_t creditor, std::uint32_t debtor) {
        links.push_back({core + creditor, core + debtor, 0});
    });
    DrawStream between = draws.stream("institution core_periphery across");
    std::uint64_t const one_way = std::uint64_t{core} * periphery;
    for_kept_cells(2 * one_way, across_, between, [&](std::uint64_t cell) {
        auto const inside = static_cast<std::uint32_t>(cell % one_way / periphery);
        auto const outside = static_cast<std::uint32_t>(core + cell % periphery);
        links.push_back(cell < one_way ? Link{inside, outside, 0} : Link{outside, inside, 0});
    });
    weights_.put_on(links, nodes, draws);
    return links;
}

}  // namespace stampede
