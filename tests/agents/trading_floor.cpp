#include "tests/agents/trading_floor.hpp"

namespace stampede::testing {
namespace {

constexpr double interest = 1e7;  // [USD]

nlohmann::json lognormal(double median, double sigma)
{
    return {{"kind", "lognormal"}, {"median", median}, {"sigma", sigma}, {"sample", "stratified"}};
}

/// A market in which nothing but the crowd rests of itself.
nlohmann::json market(double depth)
{
    return {{"venue", "Exchange"},           {"base", "COIN"}, {"quote", "USD"}, {"depth", depth},
            {"profile", {0, 0, 0, 0, 0, 0}}, {"floor", 0.05}};
}

}  // namespace

nlohmann::json trading_floor(double days)
{
    nlohmann::json world = dollar_world(days);
    world["step_seconds"] = 60;
    world["assets"]["COIN"] = {{"price", 100}, {"decimals", 6}};
    world["institutions"]["Exchange"] = nlohmann::json::object();
    world["markets"]["COIN-USD"] = market(0.007 * interest);
    world["markets"]["COIN-PERP"] = market(0.013 * interest);
    world["markets"]["COIN-PERP"]["kind"] = "perp";
    world["markets"]["COIN-PERP"]["perp"] = {
        {"insurance_of_interest", 0.01},
        {"tiers", {{"from", {0, 1e5, 1e6}}, {"rate", {0.005, 0.01, 0.025}}, {"leverage", {50, 20, 10}}}}};
    nlohmann::json const here = {{"venue", "Exchange"}, {"base", "COIN"}};
    auto const add = [&](std::string const& name, nlohmann::json one) {
        one.update(here);
        world["agents"][name] = std::move(one);
    };
    // Longs of the whole open interest, shorts of 0.4 of it; carry traders are short the rest.
    add("leveraged", {{"kind", "leveraged_trader"},
                      {"count", 1000},
                      {"notional", lognormal(1.4 * interest / 1000 / 7.4, 2)},
                      {"shorts", 0.286}});
    add("carry", {{"kind", "carry_trader"}, {"count", 50}, {"notional", lognormal(0.6 * interest / 50 / 1.65, 1)}});
    world["agents"]["makers"] = {{"kind", "market_maker"},
                                 {"venues", {"Exchange"}},
                                 {"base", "COIN"},
                                 {"count", 10},
                                 {"capital", 0.0075 * interest}};
    add("arbitrage", {{"kind", "arbitrageur"}, {"count", 5}, {"capital", 0.02 * interest}});
    add("value", {{"kind", "value_trader"}, {"count", 50}, {"capital", 0.65 * 1.7 * interest / 50}});
    add("value in perpetuals",
        {{"kind", "value_trader"}, {"count", 50}, {"on_perp", true}, {"capital", 0.35 * 1.7 * interest / 50}});
    add("noise", {{"kind", "noise_trader"}, {"wealth", 1e6}, {"flow", 0.03}});
    return world;
}

}  // namespace stampede::testing
