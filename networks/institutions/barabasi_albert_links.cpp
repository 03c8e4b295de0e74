#include "networks/institutions/barabasi_albert_links.hpp"

#include <fmt/format.h>

#include "model/base/check.hpp"
#include "networks/growth.hpp"

namespace stampede {

std::vector<Link> BarabasiAlbertLinks::build(std::uint32_t nodes, Draws const& draws) const
{
    if (nodes < 2)
        return {};
    require(links_ < nodes, fmt::format("barabasi_albert: links = {} needs more than {} institutions", links_, nodes));
    std::vector<Link> links;
    for (auto const [newcomer, elder] :
         grown_by_preference(nodes, static_cast<std::uint32_t>(links_), draws, "institution barabasi_albert")) {
        if (draws.uniform("institution barabasi_albert lender", links.size()) < 0.5)
            links.push_back({newcomer, elder, 0});
        else
            links.push_back({elder, newcomer, 0});
    }
    weights_.put_on(links, nodes, draws);
    return links;
}

}  // namespace stampede
