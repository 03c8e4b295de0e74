#pragma once
// One perpetual market and holders with stated positions, by configuration alone: published cases of leverage.

#include <cmath>
#include <string>
#include <vector>

#include "tests/support/configured.hpp"

namespace stampede::testing {

/// What a venue asks and how its book is, beside the price at the start.
struct PerpVenue {
    double price = 100;
    bool inverse = false;
    nlohmann::json tiers = {{"from", {0}}, {"rate", {0}}, {"leverage", {1000}}};
    double fund = 0;      ///< [settlement coins]
    double depth = 1e11;  ///< [USD within the first edge], or [coins per unit of price] if linear
    bool linear_book = false;
};

/// Maintenance of one rate.
inline nlohmann::json one_tier(double rate)
{
    return {{"from", {0}}, {"rate", {rate}}, {"leverage", {1000}}};
}

/// A world with COIN-PERP at Exchange: marked at mid, no spread, crowd, funding or fee; what the engine takes it sells
/// at once; nobody is deleveraged unless a test says so.
inline nlohmann::json leverage_world(PerpVenue const& venue)
{
    nlohmann::json world = dollar_world(0.5);
    world["assets"]["COIN"] = {{"decimals", 8}, {"price", venue.price}};
    world["institutions"]["Exchange"] = {{"tokens", {{"USD", 1e6}, {"COIN", 1000}}}};  // equity of its own
    world["markets"]["COIN-PERP"] = {{"kind", "perp"},
                                     {"venue", "Exchange"},
                                     {"base", "COIN"},
                                     {"quote", "USD"},
                                     {"depth", venue.depth},
                                     {"maker_quote", 9e11},
                                     {"half_spread", 0},
                                     {"floor", 0},
                                     {"resilience_time", 0},
                                     {"perp",
                                      {{"inverse", venue.inverse},
                                       {"mark", "mid"},
                                       {"funding_interval", 0},
                                       {"insurance_fund", venue.fund},
                                       {"leverage_cap", 1000},
                                       {"tiers", venue.tiers}}}};
    if (venue.linear_book)
        world["markets"]["COIN-PERP"].update({{"distance", "linear"}, {"edges", {0.9}}, {"profile", {1}}});
    world["mechanisms"]["margin"] = {{"liquidation_time", 0}, {"fee", 0}};
    world["mechanisms"]["deleveraging"] = {{"trigger", "never"}};
    return world;
}

/// A population of one.
/// @param size    [coins; USD if inverse], < 0 = short
/// @param margin  [settlement coins]
inline void add_holder(nlohmann::json& world, std::string const& name, double size, double entry, double margin)
{
    nlohmann::json const& market = world.at("markets").at("COIN-PERP");
    bool const inverse = market.at("perp").at("inverse").get<bool>();
    double const price = world.at("assets").at("COIN").at("price").get<double>();
    double const value = std::abs(size) * (inverse ? 1 / entry : entry);
    world["agents"][name] = {{"kind", "leveraged_trader"},
                             {"venue", "Exchange"},
                             {"base", "COIN"},
                             {"count", 1},
                             {"shorts", size < 0 ? 1 : 0},
                             {"short_leverage", 1},
                             {"looks_per_day", 0},
                             {"entry_volatility", 0},
                             {"spare", 0},
                             {"notional", std::abs(size) * (inverse ? 1 : price)},
                             {"entry", std::log(entry / price)},
                             {"leverage", value / margin}};
}

/// The price of COIN jumps to each of these in turn, in step 1, 2, ...
inline void add_prices(nlohmann::json& world, std::vector<double> const& prices)
{
    double before = world.at("assets").at("COIN").at("price").get<double>();
    for (std::size_t i = 0; i < prices.size(); ++i) {
        world["shocks"]["price " + std::to_string(i + 1)] = {
            {"kind", "price_jump"}, {"at", 600 * (i + 1)}, {"asset", "COIN"}, {"change", prices[i] / before - 1}};
        before = prices[i];
    }
}

/// The first position of a population, and what the venue holds beside the holders.
struct LeverageView {
    Configured const& run;

    [[nodiscard]] PerpMarket const& market() const { return run.world().perps.front(); }
    [[nodiscard]] Position of(std::string const& name) const
    {
        for (std::size_t row = 0; row < market().positions.size(); ++row)
            if (class_name(PositionId::of(row)) == name)
                return market().positions.position(PositionId::of(row));
        return {};
    }
    /// [coins; USD if inverse]
    [[nodiscard]] double size(std::string const& name) const { return in_sizes(of(name).size); }
    /// Margin and unrealised profit at mark [settlement coins].
    [[nodiscard]] double equity_of(std::string const& name) const
    {
        return equity(of(name), market().contract(), market().mark_price()) / market().contract().settle_unit;
    }
    /// Size of the engine's inventory and what it cost [settlement coins, without sign].
    [[nodiscard]] double inventory() const { return in_sizes(market().positions.position(market().engine).size); }
    [[nodiscard]] double inventory_cost() const
    {
        return std::abs(in_money(market().positions.position(market().engine).cost));
    }
    [[nodiscard]] double fund() const { return in_money(run.world().ledger.balance(market().fund)); }
    /// What a class has lost [USD].
    [[nodiscard]] double lost(std::string const& name, Channel channel) const
    {
        WealthBook const& wealth = run.world().ledger.wealth();
        for (std::size_t i = 0; i < wealth.classes().size(); ++i)
            if (wealth.classes()[i] == name)
                return static_cast<double>(wealth.loss(ClassId::of(i), channel).value()) * 1e-6;
        return 0;
    }
    /// Free money in the account of a holder [settlement coins].
    [[nodiscard]] double free(std::string const& name) const
    {
        for (std::size_t row = 0; row < market().positions.size(); ++row)
            if (class_name(PositionId::of(row)) == name)
                return in_money(run.world().ledger.balance(market().positions.account(PositionId::of(row))));
        return 0;
    }

  private:
    [[nodiscard]] std::string const& class_name(PositionId row) const
    {
        Ledger const& ledger = run.world().ledger;
        return ledger.wealth().classes()[ledger.owner_class(market().positions.account(row)).index()];
    }
    [[nodiscard]] double in_sizes(Units size) const
    {
        return static_cast<double>(size.value()) / market().contract().size_unit;
    }
    [[nodiscard]] double in_money(Amount amount) const
    {
        return static_cast<double>(amount.value()) / market().contract().settle_unit;
    }
};

}  // namespace stampede::testing
