#include "networks/institutions/erdos_renyi_links.hpp"

#include <fmt/format.h>

#include "model/base/check.hpp"
#include "networks/chance.hpp"

namespace stampede {

std::vector<Link> ErdosRenyiLinks::build(std::uint32_t nodes, Draws const& draws) const
{
    if (nodes < 2)
        return {};
    require(degree_ <= nodes - 1.0,
            fmt::format("erdos_renyi: a degree of {} needs more than {} institutions", degree_, nodes));
    std::vector<Link> links;
    DrawStream luck = draws.stream("institution erdos_renyi");
    for_kept_arrows(nodes, degree_ / (nodes - 1.0), luck, [&](std::uint32_t creditor, std::uint32_t debtor) {
        links.push_back({creditor, debtor, 0});
    });
    weights_.put_on(links, nodes, draws);
    return links;
}

}  // namespace stampede
