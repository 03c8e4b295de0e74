#include "model/endowment.hpp"

#include <fmt/core.h>

#include "model/base/check.hpp"

namespace stampede {

AccountId endowed_claim(World& world, InstitutionId venue, AssetId asset, ClassId owner, double coins,
                        std::string const& source)
{
    constexpr double most = 1e18;  // several of them still sum below 2^63 [smallest unit]
    Asset const& kind = world.assets[asset.index()];
    double const units = coins * kind.unit;
    require(units < most, fmt::format("{}  asks for {:.3g} coins of {} at the start, 1e18 smallest units or more; use "
                                      "less of it, or fewer decimals",
                                      source, coins, kind.name));
    AccountId const account = world.ledger.open_account(venue, asset, owner, {});
    world.ledger.endow_claim(account, Amount{round_to_integer(units)});
    return account;
}

}  // namespace stampede
