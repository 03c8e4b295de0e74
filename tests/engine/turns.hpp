#pragma once
// Which mechanisms have had their turn in a run, where no kind of event of their own tells it.
//
// An outage halts markets as a breaker does, a shock recalls loans as a treasury does, and perpetual markets report the
// same sales as spot markets: here they are told apart.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "experiments/config.hpp"
#include "model/cross_standing.hpp"
#include "model/observer.hpp"

namespace stampede::testing {

/// Everything it can see.
inline std::set<std::string> const all_turns{
    "price-time trade",
    "pool swap",
    "vault liquidation",
    "treasury hedge",
    "moved haircut",
    "loan sale",
    "late order",
    "funding",
    "mint",
    "par redeemed",
    "refused swap",
    "coin swap",
    "swap of three coins",
    "paid in a coin",
    "perpetual trade",
    "breaker halt",
    "outage under load",
    "price band reached",
    "treasury recall",
    "treasury placement",
};

/// Notes what has happened.
class Turns final : public Observer {
  public:
    /// @param experiment  what the world is made of
    explicit Turns(Experiment experiment) : markets_{std::move(experiment.world.markets)} {}

    void at_birth(View& seen) override { placed_ = placements(seen); }
    void after_step(View& seen, Events const& events) override
    {
        note_halts_and_recalls(seen, events);
        note_price_bands(seen);
        note_placements(seen);
        using std::ranges::any_of;
        note("price-time trade", any_of(seen.markets, [](Market const& market) {
                 return market.discipline == OrderDiscipline::price_time && market.last.volume.value() > 0;
             }));
        note("perpetual trade",
             any_of(seen.perps, [](PerpMarket const& market) { return market.last.volume.value() > 0; }));
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

    /// Events of this step that a shock is a cause of.
    static std::set<EventId> shocked(Events const& events)
    {
        std::set<EventId> all;
        auto const& child = events.link_child();
        for (std::size_t link = child.size(); link-- > 0 && child[link].index() >= events.step_begin();)
            if (events.kind(events.link_parent()[link].index()) == EventKind::shock)
                all.insert(child[link]);
        return all;
    }
    void note_halts_and_recalls(View& seen, Events const& events)
    {
        std::set<EventId> const by_shock = shocked(events);
        for (std::size_t event = events.step_begin(); event < events.size(); ++event) {
            bool const of_shock = by_shock.contains(EventId::of(event));
            if (events.kind(event) == EventKind::recall)
                note("treasury recall", !of_shock);
            if (events.kind(event) != EventKind::halt)
                continue;
            bool const outage = seen.signals[events.institution(event).index()].outage_until >= 0;
            note("breaker halt", !outage);
            note("outage under load", outage && !of_shock);
        }
    }

    /// Trading has taken the best quote of a market to the edge of its corridor.
    void note_price_bands(View& seen)
    {
        for (Market const& market : seen.markets) {
            MarketParameters const& rules = markets_.at(market.name);
            if (rules.breaker.kind() != "band" || market.last.volume.value() == 0)
                continue;
            auto const [low, high] = rules.breaker->corridor({market.mid, market.reference});
            double const spread = rules.half_spread.value();
            double const before = market.last.mid_before, after = market.last.mid_after;
            auto const is_at = [](double quote, double edge) { return std::abs(quote / edge - 1) < 1e-6; };
            note("price band reached", (after < before && is_at(after * (1 - spread), low)) ||
                                           (after > before && is_at(after * (1 + spread), high)));
        }
    }

    /// What each exposure to the rest of the world is, in the order of the edges, which are only ever added to.
    static std::vector<Amount> placements(View& seen)
    {
        std::vector<Amount> all;
        for (auto [edge, end] = boost::edges(seen.institutions); edge != end; ++edge)
            all.push_back(boost::target(*edge, seen.institutions) == World::outside.index()
                              ? seen.institutions[*edge].principal
                              : Amount{0});
        return all;
    }
    void note_placements(View& seen)
    {
        std::vector<Amount> now = placements(seen);
        for (std::size_t edge = 0; edge < placed_.size(); ++edge)
            note("treasury placement", now[edge] > placed_[edge]);
        placed_ = std::move(now);
    }

    std::map<std::string, MarketParameters> markets_;
    std::set<std::string> turns_;
    std::vector<double> haircuts_;  // after the first step
    std::vector<Amount> placed_;    // after the step before
};

}  // namespace stampede::testing
