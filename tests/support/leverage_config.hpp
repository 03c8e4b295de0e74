#pragma once
// Perpetual markets and holders with stated positions, by configuration alone: published cases of leverage.

#include <algorithm>
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
    bool at_entry = false;  ///< maintenance is measured on what was paid
};

/// Maintenance of one rate.
inline nlohmann::json one_tier(double rate)
{
    return {{"from", {0}}, {"rate", {rate}}, {"leverage", {1000}}};
}

/// A rate with the deduction that a venue's table states, as a tier that begins where its margin is still nothing.
inline nlohmann::json tier_with(double rate, double deduction)
{
    if (deduction <= 0)
        return one_tier(rate);
    return {{"from", {0, deduction / rate}}, {"rate", {0, rate}}, {"leverage", {1000, 1000}}};
}

/// A market BASE-PERP at Exchange: marked at mid, no spread, crowd or funding.
inline void add_market(nlohmann::json& world, std::string const& base, PerpVenue const& venue)
{
    // What the books can count of money is bounded, so that finer money means less of it.
    double const unit = world.at("assets").at("USD").at("decimals").get<int>() > 6 ? 1e-2 : 1;
    world["assets"][base] = {{"decimals", 8}, {"price", venue.price}};
    nlohmann::json& market = world["markets"][base + "-PERP"];
    market = {{"kind", "perp"},
              {"venue", "Exchange"},
              {"base", base},
              {"quote", "USD"},
              {"depth", venue.depth},
              {"maker_quote", 9e11 * unit},
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
    if (venue.at_entry)
        market["perp"]["maintenance_on"] = "entry";
    if (venue.linear_book)
        market.update({{"distance", "linear"}, {"edges", {0.9}}, {"profile", {1}}});
}

/// A world with an Exchange: no fee; what the engine takes it sells at once; nobody is deleveraged unless a test says
/// so. @param decimals  of USD
inline nlohmann::json venue_world(int decimals = 6)
{
    nlohmann::json world = dollar_world(0.5);
    world["assets"]["USD"]["decimals"] = decimals;
    world["institutions"]["Exchange"] = {{"tokens", {{"USD", 1e6}}}};  // equity of its own
    world["mechanisms"]["margin"] = {{"liquidation_time", 0}, {"fee", 0}};
    world["mechanisms"]["deleveraging"] = {{"trigger", "never"}};
    return world;
}

/// The same with COIN-PERP.
inline nlohmann::json leverage_world(PerpVenue const& venue, int decimals = 6)
{
    nlohmann::json world = venue_world(decimals);
    add_market(world, "COIN", venue);
    world["institutions"]["Exchange"]["tokens"]["COIN"] = 1000;
    return world;
}

namespace detail {

inline nlohmann::json lone_trader(std::string const& base, bool is_short)
{
    return {{"kind", "leveraged_trader"},
            {"venue", "Exchange"},
            {"base", base},
            {"count", 1},
            {"shorts", is_short ? 1 : 0},
            {"short_leverage", 1},
            {"looks_per_day", 0},
            {"entry_volatility", 0},
            {"spare", 0},
            {"size_exponent", 0}};
}

inline double price_of(nlohmann::json const& world, std::string const& base)
{
    return world.at("assets").at(base).at("price").get<double>();
}

}  // namespace detail

/// A population of one.
/// @param size    [coins; USD if inverse], < 0 = short
/// @param margin  [settlement coins]; if more than the position is worth, under a cross account
inline void add_holder(nlohmann::json& world, std::string const& name, double size, double entry, double margin)
{
    nlohmann::json const& market = world.at("markets").at("COIN-PERP");
    bool const inverse = market.at("perp").at("inverse").get<bool>();
    double const price = detail::price_of(world, "COIN");
    double const value = std::abs(size) * (inverse ? 1 / entry : entry);
    nlohmann::json holder = detail::lone_trader("COIN", size < 0);
    holder["notional"] = std::abs(size) * (inverse ? 1 : price);
    holder["entry"] = std::log(entry / price);
    holder["leverage"] = std::max(1.0, value / margin);
    if (margin > value)
        holder.update({{"cross_above", 1e-9}, {"spare", margin / value - 1}});
    world["agents"][name] = holder;
}

/// One position of a cross account, entered at the price at the start.
struct Leg {
    std::string base;
    double size;  ///< [coins], < 0 = short
};

/// A population of one with money behind one or more linear positions.
/// @param money  [settlement coins]
inline void add_cross_holder(nlohmann::json& world, std::string const& name, std::vector<Leg> const& legs, double money)
{
    double const unit = std::pow(10, -world.at("assets").at("USD").at("decimals").get<double>());
    double const first = std::abs(legs.front().size) * detail::price_of(world, legs.front().base);
    nlohmann::json holder = detail::lone_trader(legs.front().base, legs.front().size < 0);
    holder["notional"] = first;
    holder["cross_above"] = 1e-9;
    double positions = 1;
    for (std::size_t i = 1; i < legs.size(); ++i) {
        // Sizes of further positions are cut off below a unit of 1e-8: a quarter of one more is the same size.
        double const more = (std::abs(legs[i].size) + 0.25e-8) * detail::price_of(world, legs[i].base) / first;
        bool const opposite = (legs[0].size < 0) != (legs[i].size < 0);
        holder["also"].push_back(legs[i].base);
        holder["also_notionals"].push_back(opposite ? -more : more);
        positions += more;
    }
    // Margins are rounded up to a unit, money is cut off below one.
    double const each = (money + 0.25 * unit) / positions;
    holder["leverage"] = each < first ? first / (each - 0.5 * unit) : 1;
    holder["spare"] = each < first ? 0 : each / first - 1;
    world["agents"][name] = holder;
}

/// The price of an asset jumps in a step from one value to another.
inline void add_jump(nlohmann::json& world, std::string const& base, int step, double from, double to)
{
    world["shocks"][base + " " + std::to_string(step)] = {
        {"kind", "price_jump"}, {"at", 600 * step}, {"asset", base}, {"change", to / from - 1}};
}

/// The price of an asset jumps to each of these in turn, in step 1, 1 + every, ...
inline void add_prices(nlohmann::json& world, std::vector<double> const& prices, std::string const& base = "COIN",
                       int every = 1)
{
    double before = detail::price_of(world, base);
    int step = 1;
    for (double const price : prices) {
        add_jump(world, base, step, before, price);
        before = price;
        step += every;
    }
}

/// The first position of a population in a market, and what the venue holds beside the holders.
struct LeverageView {
    Configured const& run;
    std::string base = "COIN";

    [[nodiscard]] PerpMarket const& market() const
    {
        return run.world().perps[run.world().perp(base + "-PERP").index()];
    }
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
    [[nodiscard]] double inventory_cost() const { return std::abs(signed_cost()); }
    /// The same with its sign: a long has cost something, a short has brought something.
    [[nodiscard]] double signed_cost() const { return in_money(market().positions.position(market().engine).cost); }
    [[nodiscard]] double fund() const { return in_money(run.world().ledger.balance(market().fund)); }
    /// What a class has lost [USD].
    [[nodiscard]] double lost(std::string const& name, Channel channel) const
    {
        WealthBook const& wealth = run.world().ledger.wealth();  // in 1e-6 USD
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
