// Every lever has a neutral value, every choice a default, with which nothing changes; and another with which something
// does. lever_rows_test.cpp says that every entry of every roster has a row here or in perp_levers_test.cpp.

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "experiments/config.hpp"
#include "networks/institution_network.hpp"
#include "networks/social_network.hpp"
#include "tests/engine/lever_rows.hpp"
#include "tests/support/fields.hpp"
#include "tests/support/results.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

/// A run on a lender that owns a bank's debt, sells into a market, and can place what it does not need.
json base()
{
    return json::parse(R"({"step_seconds": 1800, "days": 2,
        "assets": {"USD": {"kind": "fiat", "decimals": 4}, "COIN": {"price": 50, "decimals": 4, "volatility": 0.05}},
        "institutions": {"Exchange": {},
            "Bank": {"kind": "bank", "token": "COIN", "hot": 0.6, "placements": {"bonds": {"asset": "USD", "share": 0.65, "time_to_cash": "4d"}}},
            "Lender": {"kind": "lender", "hot": 0.15, "cold": 0.1, "grace": "6h", "discloses": false, "hidden_loss": 0.05,
                "placements": {"loans": {"share": 0.85, "time_to_cash": "2d", "haircut": 0.02, "yearly_yield": 0.1}}}},
        "exposures": {"deposit": {"creditor": "Lender", "debtor": "Bank", "asset": "USD", "amount": 100000,
                                  "time_to_cash": "6h", "kind": "deposit"}},
        "markets": {"COIN-USD": {"venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 40000}},
        "pools": {"Pool": {"curve": {"kind": "constant_product"}, "coins": {"USD": 50000, "COIN": 1000}, "quote": "USD"}},
        "social": {"kind": "erdos_renyi", "degree": 6},
        "agents": {
            "users": {"kind": "retail_user", "venue": "Lender", "count": 400, "coins": {"USD": 1, "COIN": 1},
                      "coins_each": 2, "attention": {"per_day": 12}, "sells_coins": 1, "impatient": 0.3, "impatient_at": "5h"},
            "savers": {"kind": "retail_user", "venue": "Bank", "count": 100, "coins": {"USD": 1}, "impatient": 0.2, "impatient_at": "8h"},
            "noise": {"kind": "noise_trader", "venue": "Exchange", "base": "COIN", "wealth": 1e5}},
        "mechanisms": {"withdrawals": {}, "treasury": {}, "contagion": {}},
        "shocks": {"news": {"kind": "news", "at": "3h", "venue": "Lender", "level": "insolvency_reported"}}})");
}

struct Lever {
    std::string family, kind, pointer;
    std::string neutral, active;               ///< JSON values; neutral "" = there is none but leaving it out
    std::string more_pointer = {}, more = {};  ///< set in both and in the run without the lever
};

std::vector<Lever> policies()
{
    std::string const w = "/mechanisms/withdrawals/";
    return {
        {"withdrawal limit", "none", w + "limit", R"({"kind": "none"})", R"({"kind": "daily_share", "share": 0.01})"},
        {"withdrawal limit", "hourly_usd", w + "limit", R"({"kind": "hourly_usd", "usd": 1e15})",
         R"({"kind": "hourly_usd", "usd": 100})"},
        {"withdrawal limit", "hourly_share", w + "limit", R"({"kind": "hourly_share", "share": 1e9})",
         R"({"kind": "hourly_share", "share": 0.0005})"},
        {"withdrawal limit", "daily_usd", w + "limit", R"({"kind": "daily_usd", "usd": 1e15})",
         R"({"kind": "daily_usd", "usd": 2000})"},
        {"withdrawal limit", "daily_share", w + "limit", R"({"kind": "daily_share", "share": 1})",
         R"({"kind": "daily_share", "share": 0.01})"},
        {"user limit", "none", w + "user_limit", R"({"kind": "none"})", R"({"kind": "daily_usd", "usd": 20})"},
        {"user limit", "daily_usd", w + "user_limit", R"({"kind": "daily_usd", "usd": 1e15})",
         R"({"kind": "daily_usd", "usd": 20})"},
        {"user limit", "daily_share", w + "user_limit", R"({"kind": "daily_share", "share": 1e9})",
         R"({"kind": "daily_share", "share": 0.05})"},
        {"gate", "none", w + "gate", R"({"kind": "none"})", R"({"kind": "outflow", "above": 0.01, "duration": "12h"})"},
        {"gate", "coverage", w + "gate", R"({"kind": "coverage", "below": 0})",
         R"({"kind": "coverage", "below": 0.9})"},
        {"gate", "outflow", w + "gate", R"({"kind": "outflow", "above": 1e9})",
         R"({"kind": "outflow", "above": 0.01})"},
        {"gate", "dry", w + "gate", R"({"kind": "dry", "queue_above": 1e9})",
         R"({"kind": "dry", "for": "30min", "queue_above": 0})", "/institutions/Lender/placements/loans/time_to_cash",
         R"("30d")"},
        {"gate", "after_share", w + "gate", R"({"kind": "after_share", "share": 1e9})",
         R"({"kind": "after_share", "share": 0.02})"},
        {"exit fee", "none", w + "fee", R"({"kind": "none"})", R"({"kind": "fixed", "share": 0.01})"},
        {"exit fee", "fixed", w + "fee", R"({"kind": "fixed", "share": 0})", R"({"kind": "fixed", "share": 0.01})"},
        {"exit fee", "swing", w + "fee", R"({"kind": "swing", "factor": 0})",
         R"({"kind": "swing", "factor": 0.02, "threshold": 0.001})"},
        {"circuit breaker", "none", "/markets/COIN-USD/breaker", R"({"kind": "none"})",
         R"({"kind": "halt", "trigger": 0.002})"},
        {"circuit breaker", "halt", "/markets/COIN-USD/breaker", R"({"kind": "halt", "trigger": 1e9})",
         R"({"kind": "halt", "trigger": 0.002})"},
        {"circuit breaker", "band", "/markets/COIN-USD/breaker", R"({"kind": "band", "width": 1e9})",
         R"({"kind": "band", "width": 0.001})"}};
}

std::vector<Lever> choices()
{
    std::string const risk = R"({"kind": "risk_adjusted", "base_share": 0.6, "scale": 1, "risk_aversion": 0.1})";
    return {
        {"treasury policy", "static", "/mechanisms/treasury/policy", R"({"kind": "static"})",
         R"({"kind": "static", "hot_share": 0.2})"},
        {"treasury policy", "buffer", "/mechanisms/treasury/policy", "", R"({"kind": "buffer", "coverage": 0.5})"},
        {"treasury policy", "risk_adjusted", "/mechanisms/treasury/policy", "", risk},
        {"treasury policy", "delta_neutral", "/mechanisms/treasury/policy", "",
         R"({"kind": "delta_neutral", "hot_share": 0.2})"},
        {"volatility forecast", "ewma", "/mechanisms/treasury/policy/forecast", R"({"kind": "ewma"})",
         R"({"kind": "ewma", "half_life": "1h"})", "/mechanisms/treasury/policy", risk},
        {"volatility forecast", "garch", "/mechanisms/treasury/policy/forecast", "", R"({"kind": "garch"})",
         "/mechanisms/treasury/policy", risk},
        {"volatility forecast", "realised", "/mechanisms/treasury/policy/forecast", "", R"({"kind": "realised"})",
         "/mechanisms/treasury/policy", risk},
        {"clearing rule", "eisenberg_noe", "/mechanisms/contagion/clearing", R"({"kind": "eisenberg_noe"})",
         R"({"kind": "rogers_veraart", "alpha": 0.5, "beta": 0.5})", "/shocks/end",
         R"({"kind": "failure", "at": "1d", "institution": "Bank"})"},
        {"clearing rule", "rogers_veraart", "/mechanisms/contagion/clearing",
         R"({"kind": "rogers_veraart", "alpha": 1, "beta": 1})",
         R"({"kind": "rogers_veraart", "alpha": 0.5, "beta": 0.5})", "/shocks/end",
         R"({"kind": "failure", "at": "1d", "institution": "Bank"})"},
        {"clearing rule", "furfine", "/mechanisms/contagion/clearing", "",
         R"({"kind": "furfine", "loss_given_default": 0.9})", "/shocks/end",
         R"({"kind": "failure", "at": "1d", "institution": "Bank"})"},
        {"run_rule", "logistic", "/agents/users/rule", R"({"kind": "logistic"})",
         R"({"kind": "logistic", "b_news": 8})"},
        {"run_rule", "threshold", "/agents/users/rule", "", R"({"kind": "threshold"})"},
        {"run_rule", "diamond_dybvig", "/agents/users/rule", "", R"({"kind": "diamond_dybvig"})"},
        {"run_rule", "global_game", "/agents/users/rule", "", R"({"kind": "global_game"})"},
    };
}

/// Slots of mechanisms that are no choice of a roster, and the slot that shares its roster with the limit.
std::vector<Lever> slots()
{
    std::string const w = "/mechanisms/withdrawals/", t = "/mechanisms/treasury/", policy = t + "policy";
    std::string const risk = R"({"kind": "risk_adjusted", "base_share": 0.6, "scale": 1, "risk_aversion": 0.1})";
    std::string const failure = R"({"kind": "failure", "at": "1d", "institution": "Bank"})";
    return {
        {"slot", "normal_delay", w + "normal_delay", R"("12h")", R"("30min")"},
        {"slot", "notice", w + "notice", "0", R"("6h")"},
        {"slot", "discipline", w + "discipline", R"("fifo")", R"("pro_rata")"},
        {"slot", "discipline", w + "discipline", R"("fifo")", R"("small_first")"},
        {"slot", "processing", w + "processing", R"({"kind": "none"})", R"({"kind": "hourly_usd", "usd": 100})"},
        {"slot", "processing", w + "processing", R"({"kind": "hourly_usd", "usd": 1e15})",
         R"({"kind": "hourly_usd", "usd": 100})"},
        {"slot", "processing", w + "processing", R"({"kind": "hourly_share", "share": 1e9})",
         R"({"kind": "hourly_share", "share": 0.0005})"},
        {"slot", "processing", w + "processing", R"({"kind": "daily_usd", "usd": 1e15})",
         R"({"kind": "daily_usd", "usd": 2000})"},
        {"slot", "processing", w + "processing", R"({"kind": "daily_share", "share": 1})",
         R"({"kind": "daily_share", "share": 0.01})"},
        {"slot", "reuse", t + "reuse", "1", "0", policy, risk},
        {"slot", "conversion_time", t + "conversion_time", R"("1h")", R"("1d")"},
        {"slot", "slippage", t + "slippage", "0.02", "0.0001"},
        {"slot", "sells", t + "sells", "true", "false"},
        {"slot", "spreads", "/mechanisms/contagion/spreads", "true", "false", "/shocks/end", failure},
        {"slot", "moves_prices", "/mechanisms/trading/moves_prices", "true", "false"},
        {"slot", "moves", "/agents/users/moves", "0", "0.5", "/agents/users/moves_to", R"(["Exchange", "Bank"])"},
        {"slot", "moves_to", "/agents/users/moves_to", "[]", R"(["Exchange"])", "/agents/users/moves", "0.5"},
        {"slot", "at", w + "at", "{}", R"({"Lender": {"notice": "6h"}})"},
        {"slot", "at", t + "at", "{}", R"({"Lender": {"reuse": 0}})", policy, risk},
    };
}

/// What everyone sees of a venue, and how depositors look at it.
std::vector<Lever> signals()
{
    std::string const s = "/mechanisms/signals/", w = "/mechanisms/withdrawals/", gate = w + "gate";
    std::string const shut = R"({"kind": "outflow", "above": 0.01, "duration": "6h"})";
    return {
        {"slot", "news_half_life", s + "news_half_life", R"("18h")", R"("1h")"},
        {"slot", "alarm_news", s + "alarm_news", "1", "5"},
        {"slot", "alarm_overdue", s + "alarm_overdue", "1", "50", w + "normal_delay", R"("30min")"},
        {"slot", "alarm_outflow", s + "alarm_outflow", "1", "50"},
        {"slot", "alarm_gate", s + "alarm_gate", "1", "0", gate, shut},
        {"slot", "outflow_window", s + "outflow_window", R"("24h")", R"("2h")"},
        {"slot", "token_window", s + "token_window", R"("7d")", R"("1h")", "/shocks/slump",
         R"({"kind": "price_jump", "at": "1h", "asset": "COIN", "change": -0.2})"},
        {"slot", "coverage_horizon", s + "coverage_horizon", R"("24h")", R"("1h")"},
        {"slot", "news_scale", s + "news_scale", "{}", R"({"insolvency_reported": 0.2})"},
        {"slot", "mode", "/agents/users/attention/mode", R"("poisson")", R"("every_step")"},
    };
}

/// How a spot market is made.
std::vector<Lever> books()
{
    std::string const market = "/markets/COIN-USD/";
    return {
        {"slot", "book", market + "discipline", R"("pro_rata")", R"("price_time")"},
        {"slot", "distance", market + "distance", R"("logarithmic")", R"("linear")"},
    };
}

/// Curves of a pool into which somebody swaps.
std::vector<Lever> curves()
{
    std::string const curve = "/pools/Pool/curve", swap = "/shocks/swap";
    std::string const swapped =
        R"({"kind": "swap", "at": "10h", "pool": "Pool", "give": "COIN", "take": "USD", "coins": 100})";
    return {
        {"pool curve", "stableswap", curve, R"({"kind": "stableswap"})",
         R"({"kind": "stableswap", "amplification": 2})", swap, swapped},
        {"pool curve", "constant_product", curve, "", R"({"kind": "constant_product"})", swap, swapped},
        {"pool curve", "constant_sum", curve, "", R"({"kind": "constant_sum"})", swap, swapped},
    };
}

/// Shocks: with a chance of 0 they do not happen.
std::vector<Lever> shocks()
{
    std::vector<Lever> all;
    auto const add = [&](std::string const& kind, std::string const& members) {
        std::string const text = R"({"kind": ")" + kind + R"(", "at": "4h", )" + members;
        all.push_back({"shock", kind, "/shocks/lever", text + R"(, "chance": 0})", text + "}"});
    };
    add("news", R"("venue": "Bank", "level": "leak")");
    add("price_jump", R"("asset": "COIN", "change": -0.3)");
    add("failure", R"("institution": "Bank")");
    add("write_down", R"("institution": "Lender", "share": 0.3)");
    add("freeze", R"("institution": "Lender", "duration": "1d")");
    add("hack", R"("institution": "Bank", "asset": "USD", "share": 0.3)");
    add("outage", R"("venue": "Lender", "duration": "6h")");
    add("order", R"("asset": "COIN", "side": "sell", "usd": 10000)");
    add("withdrawal", R"("venue": "Lender", "asset": "USD", "usd": 10000)");
    add("swap", R"("pool": "Pool", "give": "COIN", "take": "USD", "coins": 100)");
    add("liquidity_removal", R"("pool": "Pool", "share": 0.5)");
    add("unlock", R"("asset": "COIN", "coins": 1000)");
    add("announcement", R"("venue": "Lender", "credibility": 0.9)");
    add("disclosure", R"("venue": "Lender")");
    add("guarantee", R"("venue": "Lender", "usd": 1e6)");
    add("liquidity", R"("venue": "Lender", "asset": "USD", "usd": 1e5, "term": "2d")");
    add("gate", R"("venue": "Lender")");
    add("recall", R"("creditor": "Lender", "debtor": "Bank", "share": 1)");
    std::string const frozen =
        R"({"kind": "freeze", "at": "1h", "institution": "Lender", "debtor": "Bank", "duration": "4d"})";
    std::string const promise = R"({"kind": "guarantee", "at": "10h", "venue": "Bank", "lifts_freezes": )";
    all.push_back({"shock", "guarantee", "/shocks/lever", promise + "false}",
                   promise + R"(true, "lifted_after": "2h"})", "/shocks/shut", frozen});
    std::string const shut = R"({"kind": "gate", "at": "4h", "venue": "Lender"})";
    all.push_back({"shock", "open_gate", "/shocks/lever",
                   R"({"kind": "open_gate", "at": "8h", "venue": "Lender", "chance": 0})",
                   R"({"kind": "open_gate", "at": "8h", "venue": "Lender"})", "/shocks/shut", shut});
    return all;
}

std::vector<Lever> networks()
{
    std::vector<Lever> all;
    for (auto const& entry : roster<SocialNetwork>().entries()) {
        std::string kind = R"({"kind": ")" + std::string{entry.name} + R"("})";
        if (entry.name == "edge_list")
            kind = R"({"kind": "edge_list", "file": "contacts.csv"})";
        bool const first = entry.name == roster<SocialNetwork>().entries().front().name;
        all.push_back({"social network", std::string{entry.name}, "/social", first ? kind : "",
                       first ? R"({"kind": "complete"})" : kind});
    }
    for (auto const& entry : roster<InstitutionNetwork>().entries()) {
        std::string links = R"({"kind": ")" + std::string{entry.name} + R"(")";
        if (entry.name == "erdos_renyi")
            links += R"(, "degree": 1)";
        if (entry.name == "from_margins")
            links += R"(, "lent": [1000, 0, 2000], "borrowed": [0, 3000, 0])";
        bool const first = entry.name == roster<InstitutionNetwork>().entries().front().name;
        std::string const network = R"({"asset": "USD", "links": )" + links + "}}";
        all.push_back({"institution network", std::string{entry.name}, "/network", first ? network : "",
                       first ? R"({"asset": "USD", "links": {"kind": "star"}})" : network});
    }
    return all;
}

std::vector<std::string> split(std::string const& path)
{
    std::vector<std::string> parts{""};
    for (char const c : path)
        if (c == '/')
            parts.emplace_back();
        else
            parts.back() += c;
    return parts;
}

std::string members(json const& world)
{
    std::string const text = world.dump();
    return text.substr(1, text.size() - 2);
}

/// A chain of all 500 people, as a file of pairs.
std::string contacts()
{
    std::string pairs;
    for (int i = 0; i < 499; ++i)
        pairs += std::to_string(i) + "," + std::to_string(i + 1) + "\n";
    return pairs;
}

Contents results_with(json world, std::string const& pointer, std::string const& value)
{
    if (!pointer.empty() && !value.empty())
        world[json::json_pointer{pointer}] = json::parse(value);
    return results_of(members(world), {1, 0, 1, true}, {{"contacts.csv", contacts()}});
}

/// What differs in the series.
std::string difference_in_series(Contents const& first, Contents const& second)
{
    std::string text;
    for (Difference const& difference : differences(first, second))
        if (difference.path.starts_with("/series"))
            text += difference.path + ": " + difference.what + "\n";
    return text;
}

std::vector<Lever> all_levers()
{
    std::vector<Lever> all = policies();
    for (auto const& more : {choices(), slots(), signals(), books(), curves(), shocks(), networks()})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

}  // namespace

std::vector<LeverRow> testing::lever_rows_of_runs()
{
    std::vector<LeverRow> rows;
    for (Lever const& lever : all_levers())
        rows.push_back({lever.family, lever.kind, !lever.neutral.empty()});
    return rows;
}

// What perpetual markets and coins with an issuer have is in perp_levers_test.cpp and coin_levers_test.cpp.
TEST_CASE("every slot of the mechanisms of runs has a row", "[engine][levers]")
{
    std::set<std::string> const of_hedges{"hedge_leverage", "hedge_band"};
    std::set<std::string> const elsewhere{"margin", "deleveraging", "marking", "congestion", "redemption", "swaps"};
    std::vector<Lever> const all = all_levers();
    MechanismParameters mechanisms;
    for (SeenField const& field : fields_of(mechanisms)) {
        std::vector<std::string> const parts = split(field.path);
        if (elsewhere.contains(parts[0]) || of_hedges.contains(parts[1]))
            continue;
        INFO(field.path << " has no row in this test");
        CHECK(std::ranges::any_of(all, [&](Lever const& lever) {
            return (lever.pointer + "/").starts_with("/mechanisms/" + parts[0] + "/" + parts[1] + "/");
        }));
    }
}

TEST_CASE("neutral values change no dataset, others do", "[engine][levers]")
{
    std::map<std::string, Contents> runs;  // without the lever, by what else is set
    for (Lever const& lever : all_levers()) {
        json world = base();
        if (lever.family == "pool curve")
            world["pools"]["Pool"].erase("curve");
        if (lever.family == "social network")
            world.erase("social");
        if (!lever.more_pointer.empty())
            world[json::json_pointer{lever.more_pointer}] = json::parse(lever.more);
        CAPTURE(lever.family, lever.kind, lever.neutral, lever.active);
        std::string const key = world.dump();
        if (!runs.contains(key))
            runs.emplace(key, results_of(members(world)));
        Contents const& without = runs.at(key);
        if (!lever.neutral.empty())
            CHECK(difference_of(without, results_with(world, lever.pointer, lever.neutral)).substr(0, 300).empty());
        Contents const with = results_with(world, lever.pointer, lever.active);
        // That a shock fell due is an event whatever it does.
        CHECK_FALSE(
            (lever.family == "shock" ? difference_in_series(without, with) : difference_of(without, with)).empty());
    }
}
