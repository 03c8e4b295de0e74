// Levers of leverage: each has a neutral value with which nothing changes, and another with which something does;
// worlds without perpetual markets know nothing of them.

#include <algorithm>
#include <catch2/catch.hpp>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "experiments/config.hpp"
#include "tests/engine/lever_rows.hpp"
#include "tests/support/fields.hpp"
#include "tests/support/results.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

/// Two crashes in a market of leveraged traders whose insurance fund is small; spot at three venues.
json base()
{
    return json::parse(R"({"step_seconds": 600, "days": 0.5,
        "assets": {"USD": {"kind": "fiat", "decimals": 4}, "COIN": {"price": 100, "decimals": 4, "volatility": 0.1}},
        "institutions": {"Exchange": {"tokens": {"USD": 1e7, "COIN": 500}, "hedge": "COIN-PERP"},
                         "Other": {}, "Third": {}},
        "markets": {
            "COIN-USD": {"venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e5},
            "COIN-USD third": {"venue": "Third", "base": "COIN", "quote": "USD", "depth": 1e5},
            "COIN-USD other": {"venue": "Other", "base": "COIN", "quote": "USD", "depth": 1e4},
            "COIN-PERP": {"kind": "perp", "venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e5,
                "perp": {"insurance_fund": 500, "funding_interval": "1h", "concentration": 0.02,
                         "tiers": {"from": [0, 50000], "rate": [0.01, 0.02], "leverage": [50, 20]}}}},
        "agents": {
            "traders": {"kind": "leveraged_trader", "venue": "Exchange", "base": "COIN", "count": 200,
                        "leverage": {"kind": "lognormal", "median": 8, "sigma": 0.6},
                        "entry": {"kind": "normal", "mean": 0, "sd": 0.05}},
            "noise": {"kind": "noise_trader", "venue": "Other", "base": "COIN", "wealth": 1e6},
            "more noise": {"kind": "noise_trader", "venue": "Third", "base": "COIN", "wealth": 1e6}},
        "mechanisms": {"margin": {"liquidation_time": "20min"},
                       "treasury": {"policy": {"kind": "risk_adjusted", "base_share": 0, "scale": 0}}},
        "shocks": {"first": {"kind": "price_jump", "at": "1h", "asset": "COIN", "change": -0.2},
                   "second": {"kind": "price_jump", "at": "5h", "asset": "COIN", "change": -0.25}}})");
}

struct Lever {
    std::string family, kind, pointer;
    std::string neutral, active;  ///< JSON values; neutral "" = there is none but leaving it out
    std::string more = {};        ///< changes the world of this lever, with and without it
};

/// Levers that act only where another is set.
std::vector<Lever> dependent()
{
    std::string const hedging = R"({"mechanisms": {"treasury": {"policy": {"hedge": 1}}}})";
    std::string const unhedged = R"({"institutions": {"Exchange": {"hedge": null}},
                                     "mechanisms": {"treasury": {"policy": {"hedge": 1}}}})";
    std::string const bankruptcy = R"({"mechanisms": {"margin": {"price": "bankruptcy"}}})";
    std::string const fillable = R"({"mechanisms": {"margin": {"price": "fillable"}}})";
    std::string const drawdown = R"({"mechanisms": {"deleveraging": {"trigger": "drawdown", "drawdown": 0.2}}})";
    std::string const late = R"({"mechanisms": {"congestion": {"latency": "10min"}}})";
    std::string const outages = R"({"mechanisms": {"congestion": {"outage_rate": 1, "capacity": 1000}}})";
    std::string const t = "/mechanisms/treasury/", c = "/mechanisms/congestion/";
    return {
        {"plain", "hedge_leverage", t + "hedge_leverage", "2", "5", hedging},
        {"plain", "hedge_band", t + "hedge_band", "0.02", "0.5", hedging},
        {"plain", "hedges", "/institutions/Exchange/hedges", "{}", R"({"COIN-PERP": 1})", unhedged},
        {"plain", "tolerance", "/mechanisms/margin/tolerance", "0", "0.1", bankruptcy},
        {"plain", "bankruptcy_adjustment", "/mechanisms/margin/bankruptcy_adjustment", "1", "10", fillable},
        {"plain", "spread_to_maintenance", "/mechanisms/margin/spread_to_maintenance", "0.1", "1", fillable},
        {"plain", "drawdown", "/mechanisms/deleveraging/drawdown", "0.2", "0.9", drawdown},
        {"plain", "window", "/mechanisms/deleveraging/window", R"("8h")", "0", drawdown},
        {"plain", "engine", c + "engine", "true", "false", late},
        {"plain", "late", c + "late", "[]", R"(["noise"])", late},
        {"plain", "outage_power", c + "outage_power", "2", "0", outages},
        {"plain", "outage_time", c + "outage_time", R"("1h")", R"("10min")", outages},
        {"plain", "capacity", c + "capacity", "1000", "1e18", outages},
    };
}

/// Loans against coins that they bought, in a world where there are some.
std::vector<Lever> loans()
{
    std::string const borrowers = R"({"institutions": {"Exchange": {"collateral": {"COIN": 0.1}}},
        "agents": {"loops": {"kind": "loop_borrower", "coin": "COIN", "venue": "Exchange", "total_usd": 1e5}}})";
    std::string const called = R"({"institutions": {"Exchange": {"collateral": {"COIN": 0.1}}},
        "agents": {"loops": {"kind": "loop_borrower", "coin": "COIN", "venue": "Exchange", "total_usd": 1e5,
                             "minds": 0, "deadline": "3h"}}})";
    std::string const loops = "/agents/loops/";
    return {
        {"plain", "loan_maintenance", "/mechanisms/margin/loan_maintenance", "0.1", "0.02", borrowers},
        {"plain", "minds", loops + "minds", "0.5", "1", borrowers},
        {"plain", "band", loops + "band", "1.5", "1.01", borrowers},
        {"plain", "loop attention", loops + "attention", R"("1h")", "0", borrowers},
        {"plain", "loop slippage", loops + "slippage", "0.02", "0", borrowers},
        {"plain", "yearly_rate", loops + "yearly_rate", "-1", "1", borrowers},
        {"plain", "yield_market", loops + "yield_market", R"("")", R"("COIN-PERP")", borrowers},
        {"plain", "call_at", loops + "call_at", "1", "3", called},
        {"plain", "loop deadline", loops + "deadline", R"("3h")", "0", called},
    };
}

/// Coins as margin and their haircuts, in a world where they are.
std::vector<Lever> haircuts()
{
    std::string const accepted = R"({"institutions": {"Exchange": {"collateral": {"COIN": 0.1}}},
                                     "agents": {"traders": {"cross_above": 1}}})";
    std::string const coins = R"({"institutions": {"Exchange": {"collateral": {"COIN": 0.1}}},
                                  "agents": {"traders": {"cross_above": 1, "in_coins": 0.5}}})";
    std::string const rule = "/institutions/Exchange/haircut_rule";
    return {
        {"haircut rule", "fixed", rule, R"({"kind": "fixed"})", R"({"kind": "volatility_scaled"})", coins},
        {"haircut rule", "volatility_scaled", rule, R"({"kind": "volatility_scaled", "multiple": 0})",
         R"({"kind": "volatility_scaled"})", coins},
        {"haircut rule", "through_the_cycle", rule, R"({"kind": "through_the_cycle", "multiple": 0})",
         R"({"kind": "through_the_cycle"})", coins},
        {"plain", "in_coins", "/agents/traders/in_coins", "0", "0.5", accepted},
        {"plain", "collateral", "/institutions/Exchange/collateral", R"({"COIN": 0.1})", R"({"COIN": 0.5})", coins},
        {"plain", "covers_haircut", "/agents/traders/covers_haircut", "false", "true", coins},
    };
}

std::vector<Lever> levers()
{
    std::string const perp = "/markets/COIN-PERP/perp/", margin = "/mechanisms/margin/",
                      adl = "/mechanisms/deleveraging/";
    return {
        {"oracle_rule", "median", perp + "oracle", R"({"kind": "median"})", R"({"kind": "single"})"},
        {"oracle_rule", "mean", perp + "oracle", "", R"({"kind": "mean", "clamp": 0.5})"},
        {"oracle_rule", "single", perp + "oracle", "", R"({"kind": "single", "venue": "Exchange"})"},
        {"oracle_rule", "twap", perp + "oracle", R"({"kind": "twap", "window": 0})",
         R"({"kind": "twap", "window": "1h"})"},
        {"liquidation_style", "full", margin + "style", R"({"kind": "full"})", R"({"kind": "minimal"})"},
        {"liquidation_style", "tier_step_down", margin + "style", "", R"({"kind": "tier_step_down"})"},
        {"liquidation_style", "fraction", margin + "style", R"({"kind": "fraction", "share": 1})",
         R"({"kind": "fraction", "share": 0.2, "above": 0})"},
        {"liquidation_style", "minimal", margin + "style", "", R"({"kind": "minimal"})"},
        {"adl_rule", "queue", adl + "rule", R"({"kind": "queue"})", R"({"kind": "queue", "score": "size"})"},
        {"adl_rule", "pro_rata", adl + "rule", "", R"({"kind": "pro_rata"})"},
        {"adl_rule", "pro_rata_wealth", adl + "rule", "", R"({"kind": "pro_rata_wealth"})"},
        {"adl_rule", "capped", adl + "rule", "", R"({"kind": "capped", "cap": 0.5})"},
        {"adl_rule", "capped", adl + "rule", R"({"kind": "capped", "cap": 1, "from": 0})",
         R"({"kind": "capped", "cap": 0.5, "from": 1e7})",
         R"({"mechanisms": {"deleveraging": {"rule": {"kind": "capped", "cap": 1}}}})"},
        {"adl_rule", "risk_weighted", adl + "rule", "", R"({"kind": "risk_weighted"})"},
        {"plain", "leverage_cap", perp + "leverage_cap", "1000", "5"},
        {"plain", "add_on", perp + "add_on", "0", "2"},
        {"plain", "maintenance_on", perp + "maintenance_on", R"("mark")", R"("entry")",
         R"({"markets": {"COIN-PERP": {"perp": {"tiers": {"rate": [0.05, 0.1], "leverage": [15, 8]}}}}})"},
        {"plain", "mark", perp + "mark", R"("median")", R"("index")"},
        {"plain", "price_band", perp + "price_band", "0", "0.01"},
        {"plain", "insurance_fund", perp + "insurance_of_interest", "0", "0.05"},
        {"plain", "price", margin + "price", R"("any")", R"("bankruptcy")"},
        {"plain", "fillable", margin + "price", "", R"("fillable")"},
        {"plain", "fee", margin + "fee", "0.004", "0"},
        {"plain", "execution_fee", margin + "execution_fee", "0", "0.004"},
        {"plain", "liquidates", margin + "liquidates", "true", "false"},
        {"plain", "liquidation_time", margin + "liquidation_time", "1200", "0"},
        {"plain", "trigger", adl + "trigger", R"("shortfall")", R"("never")"},
        {"plain", "execution", adl + "price", R"("bankruptcy")", R"("mark")"},
        {"plain", "socialised", adl + "socialised", "1", "0"},
        {"plain", "cross_above", "/agents/traders/cross_above", "0", "5000"},
        {"plain", "hedge", "/mechanisms/treasury/policy/hedge", "0", "1"},
        {"plain", "hedged_at_birth", "/institutions/Exchange/hedged_at_birth", "0", "2"},
        {"plain", "delta_neutral", "/mechanisms/treasury/policy",
         R"({"kind": "risk_adjusted", "base_share": 0, "scale": 0, "hedge": 0})", R"({"kind": "delta_neutral"})"},
        {"plain", "funding", "/mechanisms/marking/funding", "true", "false"},
        {"plain", "latency", "/mechanisms/congestion", R"({"latency": 0, "capacity": 1, "outage_rate": 0})",
         R"({"latency": "10min"})"},
        {"plain", "per_load", "/mechanisms/congestion", R"({"per_load": "1h", "capacity": 1e18})",
         R"({"per_load": "1min", "capacity": 100})"},
        {"plain", "outage_rate", "/mechanisms/congestion", R"({"outage_rate": 3600, "capacity": 0})",
         R"({"outage_rate": 1, "capacity": 1000})"},
        {"plain", "holds", "/mechanisms/congestion", R"({"outage_rate": 0, "holds": true})",
         R"({"outage_rate": 1, "capacity": 1000, "holds": true})"},
    };
}

/// Terms of the contract that have no row above.
std::vector<Lever> terms()
{
    std::string const perp = "/markets/COIN-PERP/perp/", tiers = perp + "tiers/";
    std::string const often = R"({"markets": {"COIN-PERP": {"perp": {"funding_interval": null}}}})";
    std::string const poor = R"({"markets": {"COIN-PERP": {"perp": {"insurance_fund": null}}}})";
    std::string const all_of_it = R"({"markets": {"COIN-PERP": {"perp": {"add_on": 2, "concentration": null}}}})";
    std::string const two_contracts =
        R"({"markets": {"COIN-PERP": {"perp": {"tiers": {"file": "two.csv", "symbol": "COIN"}}}}})";
    return {
        {"plain", "inverse", perp + "inverse", "false", "true", R"({"institutions": {"Exchange": {"hedge": null}}})"},
        {"plain", "concentration", perp + "concentration", "1", "0.02", all_of_it},
        {"plain", "basis_time", perp + "basis_time", "300", R"("1h")"},
        {"plain", "funding_interval", perp + "funding_interval", R"("8h")", R"("2h")", often},
        {"plain", "funding_interval", perp + "funding_interval", R"("1h")", "0"},
        {"plain", "interest", perp + "interest", "1e-4", "0.005"},
        {"plain", "funding_clamp", perp + "funding_clamp", "5e-4", "0"},
        {"plain", "funding_cap", perp + "funding_cap", "7.5e-3", "0"},
        {"plain", "insurance_fund", perp + "insurance_fund", "0", "500", poor},
        {"plain", "from", tiers + "from", "[0, 50000]", "[0, 1000]"},
        {"plain", "rate", tiers + "rate", "[0.01, 0.02]", "[0.02, 0.04]"},
        {"plain", "leverage", tiers + "leverage", "[50, 20]", "[10, 5]"},
        {"plain", "file", tiers + "file", R"("tiers.csv")", R"("stricter.csv")"},
        {"plain", "symbol", tiers + "symbol", R"("COIN")", R"("OTHER")", two_contracts},
    };
}

/// Tables that the rows name; the first says what the lists of the world above do.
std::map<std::string, std::string> tables()
{
    std::string const columns = "symbol,min_notional,maint_margin_rate,max_leverage\n";
    std::string const same = "COIN,0,0.01,50\nCOIN,50000,0.02,20\n", other = "OTHER,0,0.05,10\n";
    return {{"tiers.csv", columns + same}, {"stricter.csv", columns + other}, {"two.csv", columns + same + other}};
}

std::vector<Lever> all_levers()
{
    std::vector<Lever> all = levers();
    std::ranges::copy(terms(), std::back_inserter(all));
    std::ranges::copy(dependent(), std::back_inserter(all));
    std::ranges::copy(haircuts(), std::back_inserter(all));
    std::ranges::copy(loans(), std::back_inserter(all));
    return all;
}

std::string members(json const& world)
{
    std::string const text = world.dump();
    return text.substr(1, text.size() - 2);
}

Contents results_in(json const& world)
{
    return results_of(members(world), {1, 0, 1, true}, tables());
}

Contents results_with(json world, std::string const& pointer, std::string const& value)
{
    world[json::json_pointer{pointer}] = json::parse(value);
    return results_in(world);
}

}  // namespace

std::vector<LeverRow> testing::lever_rows_of_leverage()
{
    std::vector<LeverRow> rows;
    for (Lever const& lever : all_levers())
        rows.push_back({lever.family, lever.kind, !lever.neutral.empty()});
    return rows;
}

TEST_CASE("every slot of the mechanisms of leverage has a row", "[engine][levers]")
{
    std::vector<Lever> const all = all_levers();
    MechanismParameters mechanisms;
    for (SeenField const& field : fields_of(mechanisms)) {
        std::string const mechanism = field.path.substr(0, field.path.find('/'));
        std::string rest = field.path.substr(std::min(mechanism.size() + 1, field.path.size()));
        std::string const slot = rest.substr(0, rest.find('/'));
        if (slot == "at" ||  // the same slots by venue
            !std::set<std::string>{"margin", "deleveraging", "marking", "congestion"}.contains(mechanism))
            continue;
        INFO(field.path << " has no row in this test");
        CHECK(std::ranges::any_of(all, [&](Lever const& lever) {
            std::string const place = "/mechanisms/" + mechanism;
            return lever.pointer == place + "/" + slot ||
                   (lever.pointer == place && json::parse(lever.active).contains(slot));
        }));
    }
}

TEST_CASE("every term of a perpetual contract has a row with a neutral value", "[engine][levers]")
{
    std::vector<Lever> const all = all_levers();
    PerpParameters contract;
    for (SeenField const& field : fields_of(contract)) {
        bool const of_oracle = field.path.starts_with("oracle/");  // what its kinds have is theirs
        std::string const place = "/markets/COIN-PERP/perp/" + (of_oracle ? "oracle" : field.path);
        INFO(place << " has no row in this test");
        CHECK(std::ranges::any_of(
            all, [&](Lever const& lever) { return lever.pointer == place && !lever.neutral.empty(); }));
    }
}

TEST_CASE("neutral values of leverage change no dataset, others do", "[engine][levers]")
{
    std::map<std::string, Contents> without;  // by what changes the world
    for (Lever const& lever : all_levers()) {
        CAPTURE(lever.family, lever.kind, lever.neutral, lever.active);
        json world = base();
        if (!lever.more.empty())
            world.merge_patch(json::parse(lever.more));
        if (!without.contains(lever.more))
            without.emplace(lever.more, results_in(world));
        Contents const& plain = without.at(lever.more);
        if (!lever.neutral.empty())
            CHECK(difference_of(plain, results_with(world, lever.pointer, lever.neutral)).substr(0, 300).empty());
        CHECK_FALSE(difference_of(plain, results_with(world, lever.pointer, lever.active)).empty());
    }
}

TEST_CASE("without perpetual markets the rules of leverage change nothing", "[engine][levers]")
{
    json world = base();
    world["markets"].erase("COIN-PERP");
    world["institutions"]["Exchange"].erase("hedge");
    world["agents"].erase("traders");
    world["mechanisms"].clear();
    Contents const without = results_of(members(world));
    world["mechanisms"] = json::parse(R"({"margin": {"style": {"kind": "minimal"}, "fee": 0.1, "liquidation_time": 0},
        "deleveraging": {"trigger": "drawdown", "socialised": 0}, "marking": {"funding": false}})");
    CHECK(difference_of(without, results_of(members(world))).empty());
}
