#pragma once
// Which mechanisms have had their turn in a run, where no kind of event of their own tells it.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "model/cross_standing.hpp"
#include "model/observer.hpp"

namespace stampede::testing {

/// Everything it can see.
inline std::set<std::string> const all_turns{
    "price-time trade",    "pool swap",      "vault liquidation",
    "treasury hedge",      "moved haircut",  "loan sale",
    "late order",          "funding",        "mint",
    "par redeemed",        "refused swap",   "coin swap",
    "swap of three coins", "paid in a coin",
};

/// Notes what has happened.
class Turns final : public Observer {
  public:
    void after_step(View& seen, Events const&) override
    {
        using std::ranges::any_of;
        note("price-time trade", any_of(seen.markets, [](Market const& market) {
                 return market.discipline == OrderDiscipline::price_time && market.last.volume.value() > 0;
             }));
        note("pool swap", any_of(seen.pools, [](Pool const& pool) { return pool.last.volume_usd > 0; }));
        note("swap of three coins",
             any_of(seen.pools, [](Pool const& pool) { return pool.coins.size() > 2 && pool.last.swaps > 0; }));
        note("paid in a coin", any_of(seen.markets, [&](Market const& market) {
                 return seen.coin_of(market.quote) != nullptr && market.last.volume.value() > 0;
             }));
        note("refused swap", any_of(seen.pools, [](Pool const& pool) { return pool.last.refused > 0; }));
        note("vault liquidation",
             any_of(seen.protocols, [](Protocol const& protocol) { return protocol.last.liquidations > 0; }));
        note("treasury hedge",
             any_of(seen.hedges, [](TreasuryHedge const& hedge) { return hedge.order.value() != 0; }));
        for (std::size_t i = 0; i < seen.haircuts.size(); ++i) {
            if (haircuts_.size() == i)
                haircuts_.push_back(seen.haircuts[i].now);
            note("moved haircut", seen.haircuts[i].now > haircuts_[i] + 1e-9);
        }
        note("loan sale", any_of(seen.crosses, [](CrossAccount const& cross) {
                 return is_loan_account(cross) && is_being_sold(cross);
             }));
        note("late order", !seen.late_orders.empty());
        note("funding",
             any_of(seen.perps, [](PerpMarket const& market) { return market.positions.funding_index() != 0; }));
        note("mint", any_of(seen.coins, [](CoinState const& coin) { return coin.minted.value() > 0; }));
        note("par redeemed", any_of(seen.coins, [](CoinState const& coin) {
                 return !coin.sister.valid() && coin.redeemed.value() > 0;
             }));
        note("coin swap", any_of(seen.coins, [](CoinState const& coin) {
                 return coin.sister.valid() && coin.redeemed.value() > 0;
             }));
    }
    [[nodiscard]] std::set<std::string> const& seen() const { return turns_; }

  private:
    void note(char const* turn, bool happened)
    {
        if (happened)
            turns_.insert(turn);
    }

    std::set<std::string> turns_;
    std::vector<double> haircuts_;  // after the first step
};

}  // namespace stampede::testing
