#include "networks/institutions/links_from_margins.hpp"

#include <fmt/format.h>

#include "model/base/check.hpp"
#include "networks/institutions/margins.hpp"

namespace stampede {

std::vector<Link> LinksFromMargins::build(std::uint32_t nodes, Draws const& draws) const
{
    require(lent_.size() == nodes && borrowed_.size() == nodes,
            fmt::format("from_margins: {} institutions, but {} totals lent and {} borrowed", nodes, lent_.size(),
                        borrowed_.size()));
    Margins const margins{lent_, borrowed_};
    ExposureMatrix const exposure =
        method_ == Method::maximum_entropy ? maximum_entropy(margins) : minimum_density(margins, draws);
    std::vector<Link> links;
    for (std::uint32_t i = 0; i < nodes; ++i)
        for (std::uint32_t j = 0; j < nodes; ++j)
            if (exposure[i][j] > 0)
                links.push_back({i, j, exposure[i][j]});
    return links;
}

}  // namespace stampede
