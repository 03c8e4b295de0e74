#include "networks/institutions/link_weights.hpp"

namespace stampede {

void LinkWeights::put_on(std::vector<Link>& links, std::uint32_t nodes, Draws const& draws) const
{
    if (of_ == Of::link) {
        for (std::size_t i = 0; i < links.size(); ++i)
            links[i].weight = size_.at(i, links.size(), draws, "institution link size");
        return;
    }
    std::vector<double> links_of(nodes, 0.0);
    for (Link const& link : links)
        links_of[link.creditor] += 1;
    for (Link& link : links)
        link.weight = size_.at(link.creditor, nodes, draws, "institution creditor size") / links_of[link.creditor];
}

}  // namespace stampede
