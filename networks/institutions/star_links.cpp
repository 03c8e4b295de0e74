#include "networks/institutions/star_links.hpp"

namespace stampede {

std::vector<Link> StarLinks::build(std::uint32_t nodes, Draws const& draws) const
{
    std::vector<Link> links;
    for (std::uint32_t other = 1; other < nodes; ++other) {
        if (centre_ != Centre::lends)
            links.push_back({other, 0, 0});
        if (centre_ != Centre::borrows)
            links.push_back({0, other, 0});
    }
    weights_.put_on(links, nodes, draws);
    return links;
}

}  // namespace stampede
