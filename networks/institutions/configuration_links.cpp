#include "networks/institutions/configuration_links.hpp"

#include <algorithm>
#include <utility>

#include "networks/chance.hpp"

namespace stampede {
namespace {

/// One entry per drawn end of a link, in drawn order.
std::vector<std::uint32_t> shuffled_ends(Distribution const& degree, std::uint32_t nodes, Draws const& draws,
                                         std::string_view side)
{
    std::vector<std::uint32_t> ends;
    for (std::uint32_t node = 0; node < nodes; ++node) {
        double const drawn = degree.at(node, nodes, draws, Purpose{"institution configuration degree"}.of(side));
        ends.insert(ends.end(), static_cast<std::size_t>(round_to_integer(std::clamp(drawn, 0.0, nodes - 1.0))), node);
    }
    DrawStream luck = draws.stream(Purpose{"institution configuration order"}.of(side));
    shuffle(ends, luck);
    return ends;
}

}  // namespace

std::vector<Link> ConfigurationLinks::build(std::uint32_t nodes, Draws const& draws) const
{
    if (nodes < 2)
        return {};
    auto const creditors = shuffled_ends(debtors_, nodes, draws, "creditor");
    auto const debtors = shuffled_ends(creditors_, nodes, draws, "debtor");

    std::vector<Link> links;
    for (std::size_t i = 0; i < std::min(creditors.size(), debtors.size()); ++i)
        if (creditors[i] != debtors[i])
            links.push_back({creditors[i], debtors[i], 0});
    auto const ends = [](Link const& link) { return std::pair{link.creditor, link.debtor}; };
    std::sort(links.begin(), links.end(), [&](Link const& a, Link const& b) { return ends(a) < ends(b); });
    links.erase(
        std::unique(links.begin(), links.end(), [&](Link const& a, Link const& b) { return ends(a) == ends(b); }),
        links.end());
    weights_.put_on(links, nodes, draws);
    return links;
}

}  // namespace stampede
