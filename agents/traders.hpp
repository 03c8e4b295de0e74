#pragma once
// What everybody who trades on a spot market with money of his own has: a market, and two claims at its venue.

#include <string>
#include <string_view>

#include "model/base/distribution.hpp"
#include "model/base/fields.hpp"
#include "model/world.hpp"

namespace stampede {

/// Where a population trades, declared alike by all of them.
struct TradingPlace {
    std::string venue, base;
    std::string quote = "";  ///< "" = the quote of the first such market

    void visit(FieldVisitor& field);
    /// @param where  e.g. "/agents/value"
    /// @throws InputError if there is no such market
    [[nodiscard]] MarketId find(World const& world, std::string const& where) const;
    /// The same among the perpetual markets.
    [[nodiscard]] PerpId find_perp(World const& world, std::string const& where) const;
};

/// Claims of one trader on the venue: coins, and money.
struct TradingAccounts {
    AccountId base, quote;
};

/// Opens both claims and puts coins and money into them. Traders are nobody's contacts: their claims have no person.
/// @param coins_usd, money_usd  at the prices of the start [USD]
[[nodiscard]] TradingAccounts open_trading_accounts(World& world, MarketId market, ClassId owner, double coins_usd,
                                                    double money_usd);

}  // namespace stampede
