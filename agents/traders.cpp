#include "agents/traders.hpp"

#include "model/base/check.hpp"

namespace stampede {

void TradingPlace::visit(FieldVisitor& field)
{
    field.reference("venue", venue, RefersTo::institution, "exchange where they trade");
    field.reference("base", base, RefersTo::asset, "asset they trade");
    field.reference("quote", quote, RefersTo::asset, "asset they pay with; none = that of the first such market");
}

MarketId TradingPlace::find(World const& world, std::string const& where) const
{
    for (std::size_t i = 0; i < world.markets.size(); ++i) {
        Market const& market = world.markets[i];
        if (world.institutions[market.venue.index()].name == venue && world.assets[market.base.index()].name == base &&
            (quote.empty() || world.assets[market.quote.index()].name == quote))
            return MarketId::of(i);
    }
    throw InputError{where + "/base = \"" + base + "\"  is not traded at \"" + venue +
                     "\"; declare such a market under /markets"};
}

TradingAccounts open_trading_accounts(World& world, MarketId market, ClassId owner, double coins_usd, double money_usd)
{
    Market const& at = world.markets[market.index()];
    TradingAccounts const accounts{world.ledger.open_account(at.venue, at.base, owner, {}),
                                   world.ledger.open_account(at.venue, at.quote, owner, {})};
    world.ledger.endow_claim(accounts.base, world.units_worth(at.base, coins_usd));
    world.ledger.endow_claim(accounts.quote, world.units_worth(at.quote, money_usd));
    return accounts;
}

}  // namespace stampede
