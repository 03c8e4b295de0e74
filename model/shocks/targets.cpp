#include "model/shocks/targets.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {
namespace {

constexpr double far_future = 1e15;  // [steps], below what a double counts exactly

/// Puts the field before what a look-up complains of.
template <class LookUp>
auto found(std::string_view field, std::string const& name, LookUp const& look_up)
{
    require(!name.empty(), std::string{field} + "  is missing");
    try {
        return look_up();
    }
    catch (InputError const& error) {
        throw InputError{std::string{field} + "  " + error.what()};
    }
}

}  // namespace

InstitutionId institution_in(std::string_view field, std::string const& name, View& world)
{
    InstitutionId const id = found(field, name, [&] { return world.institution(name); });
    require(id != World::outside, std::string{field} + "  must be an institution, not the rest of the world");
    return id;
}

InstitutionId institution_or_outside(std::string_view field, std::string const& name, View& world)
{
    return name.empty() ? World::outside : found(field, name, [&] { return world.institution(name); });
}

AssetId asset_in(std::string_view field, std::string const& name, View& world)
{
    return found(field, name, [&] { return world.asset(name); });
}

PoolId pool_in(std::string_view field, std::string const& name, View& world)
{
    return found(field, name, [&] { return world.pool(name); });
}

MarketId market_of(std::string const& venue, AssetId asset, View& world)
{
    for (std::size_t i = 0; i < world.markets.size(); ++i) {
        Market const& market = world.markets[i];
        if (market.base == asset && (venue.empty() || world.institutions[market.venue.index()].name == venue))
            return MarketId::of(i);
    }
    throw InputError{"asset  \"" + world.assets[asset.index()].name + "\" has no market" +
                     (venue.empty() ? "" : " at \"" + venue + "\"")};
}

std::vector<InstitutionGraph::edge_descriptor> exposures_between(View& world, InstitutionId creditor,
                                                                 InstitutionId debtor)
{
    std::vector<InstitutionGraph::edge_descriptor> all;
    auto const [first, last] = boost::out_edges(creditor.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge)
        if (boost::target(*edge, world.institutions) == debtor.index() && world.institutions[*edge].settled == 0)
            all.push_back(*edge);
    return all;
}

Amount units_of(AssetId asset, double coins, double usd, View& world)
{
    double const units = coins * world.assets[asset.index()].unit;
    Amount const counted{round_to_integer(std::min(units, 2e18))};
    return usd > 0 ? counted + std::min(world.units_worth(asset, usd), Amount{2'000'000'000'000'000'000}) : counted;
}

std::int64_t end_of(Duration at, Duration lasts, View& world)
{
    double const end = floor((at.value() + lasts.value()) / world.clock.dt());
    return std::max(world.clock.step + 1, static_cast<std::int64_t>(std::min(end, far_future)));
}

}  // namespace stampede
