#include "agents/traders.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace stampede {

void TradingPlace::visit(FieldVisitor& field)
{
    field.reference("venue", venue, RefersTo::institution, "exchange where they trade");
    field.reference("base", base, RefersTo::asset, "asset they trade");
    field.reference("quote", quote, RefersTo::asset, "asset they pay with; none = that of the first such market");
}

namespace {

/// Index of the first market at the place; their number if there is none.
template <class Markets>
std::size_t index_of(TradingPlace const& place, World const& world, Markets const& markets)
{
    auto const here = [&](auto const& market) {
        return world.institutions[market.venue.index()].name == place.venue &&
               world.assets[market.base.index()].name == place.base &&
               (place.quote.empty() || world.assets[market.quote.index()].name == place.quote);
    };
    return static_cast<std::size_t>(std::find_if(markets.begin(), markets.end(), here) - markets.begin());
}

}  // namespace

MarketId TradingPlace::find(World const& world, std::string const& where) const
{
    std::size_t const found = index_of(*this, world, world.markets);
    require(found < world.markets.size(), where + "/base = \"" + base + "\"  is not traded at \"" + venue +
                                              "\"; declare such a market under /markets");
    return MarketId::of(found);
}

PerpId TradingPlace::find_perp(World const& world, std::string const& where) const
{
    std::size_t const found = index_of(*this, world, world.perps);
    require(found < world.perps.size(), where + "/base = \"" + base + "\"  has no perpetual market at \"" + venue +
                                            "\"; declare one of kind perp under /markets");
    return PerpId::of(found);
}

}  // namespace stampede
