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

void pay_out_loans(World& world, InstitutionId lender, std::string const& where)
{
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        Amount const lent = world.ledger.lent(lender, asset);
        Asset const& kind = world.assets[i];
        require(lent <= world.ledger.stored(lender, asset, Storage::hot),
                fmt::format("{}/tokens  has lent {:.6g} {} at the start, more than is in hot storage; give it more",
                            where, static_cast<double>(lent.value()) / kind.unit, kind.name));
        if (lent.value() > 0)
            world.ledger.endow_storage(lender, asset, Storage::hot, -lent);
    }
}

}  // namespace stampede
