#pragma once
// What somebody who trades for a living has at one venue: coins, money, and a position in the perpetual market.

#include <string>

#include "agents/traders.hpp"
#include "model/intent.hpp"
#include "model/under_way.hpp"
#include "model/world.hpp"

namespace stampede {

/// Where an asset is traded at one venue: its first spot and its first perpetual market there; either may be missing.
struct TradedPlace {
    InstitutionId venue;
    AssetId base, quote;
    MarketId spot;
    PerpId perp;

    /// Does the venue let anybody trade? A shut gate does not matter here.
    [[nodiscard]] bool open(View& seen) const;
    /// The contract is margined in the coin itself.
    [[nodiscard]] bool inverse(View& seen) const;
};

/// @param quote  "" = that of the first such market
/// @param where  e.g. "/agents/makers". @throws InputError if the asset has no market there
[[nodiscard]] TradedPlace place_at(World const& world, std::string const& venue, std::string const& base,
                                   std::string const& quote, std::string const& where);

/// The perpetual market of a place alone, or its spot market alone. @throws InputError if there is none
[[nodiscard]] TradedPlace place_in_one_market(World const& world, TradingPlace const& place, bool on_perp,
                                              std::string const& where);

/// Claims of one trader on one venue, and its row in the perpetual market there.
struct Desk {
    AccountId base, quote;  ///< empty where no market needs it
    PositionId position;    ///< empty = no perpetual market
    Amount base_at_birth, quote_at_birth;

    static void members(auto&& member)
    {
        member("base", &Desk::base);
        member("quote", &Desk::quote);
        member("position", &Desk::position);
        member("base_at_birth", &Desk::base_at_birth);
        member("quote_at_birth", &Desk::quote_at_birth);
    }
};

/// Opens the claims a place needs and puts coins and money into them; where it needs only one, that gets both.
/// @param coins_usd, money_usd  at the prices of the start [USD]
[[nodiscard]] Desk open_desk(World& world, TradedPlace const& place, ClassId owner, double coins_usd, double money_usd);

/// Coins on a claim and in the wallet its payouts go to [smallest unit]; 0 for an empty id.
[[nodiscard]] Amount owned(View& seen, AccountId claim);
/// Coins beyond those at birth that do not depend on the perpetual position: claim, wallet, margin in coins [base
/// units].
[[nodiscard]] double spot_inventory(View& seen, TradedPlace const& place, Desk const& desk);
/// Coins whose price risk the perpetual position carries [base units].
[[nodiscard]] double perp_inventory(View& seen, TradedPlace const& place, Desk const& desk);
/// Coins that late orders on the spot market will bring, below 0 if they take some [base units].
[[nodiscard]] double spot_under_way(UnderWay const& orders, Desk const& desk);
/// The same on the perpetual market: coins whose price risk they will carry [base units].
[[nodiscard]] double perp_under_way(View& seen, UnderWay const& orders, TradedPlace const& place, Desk const& desk);
/// Everything at the mark: claims, wallets, equity of the position [USD].
[[nodiscard]] double worth_of(View& seen, TradedPlace const& place, Desk const& desk);
/// What the coins and the money at birth would be worth now [USD].
[[nodiscard]] double worth_of_birth(View& seen, TradedPlace const& place, Desk const& desk);
/// Size of contracts that carries the risk of so many coins [units of size per base unit].
[[nodiscard]] double units_per_coin(View& seen, TradedPlace const& place);

/// Posts or frees margin when the position's leverage at mark has left the band [target / 1.25, 1.25 target].
void keep_margin(View& seen, TradedPlace const& place, Desk const& desk, double leverage, Intents& wishes);

/// An order for coins, at most 2 % from mid; nothing if there is less than one unit of them. What is not filled is
/// cancelled: who lives from trading does not take any price in one step.
/// @param coins  > 0 buys, < 0 sells [base units]
void trade_spot(View& seen, TradedPlace const& place, Desk const& desk, double coins, Channel channel,
                Cause const& cause, Intents& wishes);
/// The same in the perpetual market. @param size  [units of size]
void trade_perp(View& seen, TradedPlace const& place, Desk const& desk, double size, double leverage, bool reduces,
                Channel channel, Cause const& cause, Intents& wishes);

}  // namespace stampede
