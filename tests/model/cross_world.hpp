#pragma once
// One cross account with positions and collateral of its own, in markets without spread, fee or funding.

#include <string>
#include <vector>

#include "model/cross_standing.hpp"
#include "model/mechanisms/fundamentals.hpp"
#include "tests/model/perp_world.hpp"

namespace stampede::testing {

/// A position that somebody is born with.
struct Held {
    std::string market;
    double size, entry;
};

/// One cross account in a world without spread, fee or funding.
struct CrossWorld {
    PerpWorld tiny;
    std::vector<Held> held;
    double money = 0, coins = 0;  ///< settlement coins; COIN as collateral
    Duration deadline{0};
    double call_at = 1;
    CrossId cross{0};

    CrossWorld()
    {
        tiny.market().depth = 1e8;
        tiny.spot(1e8).floor = Share{0};
        tiny.market().perp.mark = MarkRule::mid;
        tiny.deleveraging.rules.trigger = AdlTrigger::never;
        tiny.declared.institutions["venue"].collateral = {{"COIN", 0.1}};
    }
    /// A market like that of COIN, for another asset at this price.
    MarketParameters& add(std::string const& asset, double price)
    {
        AssetParameters& coin = tiny.declared.assets[asset];
        coin.decimals = 6;
        coin.price = Price{price};
        MarketParameters& rules = tiny.add_perp(asset);
        rules.depth = tiny.market().depth;
        return rules;
    }
    void starts()
    {
        tiny.traders->births = [this](World& world, ClassId owner) {
            PerpMarket const& first = world.perps[world.perp(held.front().market).index()];
            AccountId const account = world.ledger.open_account(first.venue, first.settle, owner, {});
            world.ledger.endow_claim(account, Amount{round_to_integer(money * 1e6)});
            std::vector<AccountId> collateral;
            if (coins > 0) {
                collateral.push_back(world.ledger.open_account(first.venue, world.asset("COIN"), owner, {}));
                world.ledger.endow_claim(collateral.back(), Amount{round_to_integer(coins * 1e6)});
            }
            cross = open_cross(world, account, collateral, "here");
            world.crosses.back().deadline = deadline;
            world.crosses.back().call_at = call_at;
            for (Held const& one : held) {
                PerpId const id = world.perp(one.market);
                PositionId const row = world.perps[id.index()].positions.open(account);
                join_cross(world, cross, id, row);
                endow_position(world, id, row, Units{round_to_integer(one.size * 1e6)}, Price{one.entry}, Amount{0});
            }
        };
        tiny.starts();
        tiny.go();
    }
    void jump(std::string const& asset, double factor)
    {
        jump_price(tiny.world(), tiny.world().asset(asset), factor, Channel::price);
        tiny.go();
    }
    [[nodiscard]] CrossAccount const& account() { return tiny.world().crosses[cross.index()]; }
    [[nodiscard]] double size(std::size_t place)
    {
        CrossPlace const& at = account().positions[place];
        return static_cast<double>(tiny.world().perps[at.market.index()].positions.position(at.row).size.value()) *
               1e-6;
    }
    [[nodiscard]] double balance(AccountId of)
    {
        return static_cast<double>(tiny.world().ledger.balance(of).value()) * 1e-6;
    }
    [[nodiscard]] double loan()
    {
        return static_cast<double>(tiny.world().ledger.borrowed(account().loan).value()) * 1e-6;
    }
    [[nodiscard]] Position engine(std::size_t place)
    {
        PerpMarket const& market = tiny.world().perps[account().positions[place].market.index()];
        return market.positions.position(market.engine);
    }
    [[nodiscard]] double fund(std::size_t place)
    {
        return balance(tiny.world().perps[account().positions[place].market.index()].fund);
    }
};

/// Long 10 coins from 100 on collateral alone.
inline void long_on_coins(CrossWorld& world, double coins)
{
    world.held = {{"COIN-PERP", 10, 100}};
    world.coins = coins;
}

}  // namespace stampede::testing
