#include "output/headline.hpp"

namespace stampede {

std::vector<HeadlineGroup> const& headlines()
{
    static std::vector<HeadlineGroup> const all = [] {
        std::vector<HeadlineGroup> groups{run_headlines(),    venue_headlines(), asset_headlines(),
                                          market_headlines(), perp_headlines(),  coin_headlines()};
        for (HeadlineGroup& group : holder_headlines())
            groups.push_back(std::move(group));
        return groups;
    }();
    return all;
}

void declare_headlines(Schema& schema)
{
    for (HeadlineGroup const& group : headlines()) {
        if (!group.axis.empty())
            schema.declare(Schema::Group{group.path, group.meaning, {"run", group.axis}, {}});
        for (Headline const& outcome : group.outcomes)
            schema.declare(
                group.path,
                {.name = outcome.name, .unit = outcome.unit, .meaning = outcome.meaning, .worse = outcome.worse});
    }
}

}  // namespace stampede
