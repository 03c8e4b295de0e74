// Levers of coins with an issuer: redemption at par and the exchange for sister tokens. Each has a neutral value with
// which nothing changes, and another with which something does.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agents/coin_holders.hpp"
#include "experiments/config.hpp"
#include "tests/support/fields.hpp"
#include "tests/support/results.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

/// A coin backed by bills and one backed by a token, both in doubt on a Friday evening and redeemed by their holders.
json base()
{
    return json::parse(R"({"step_seconds": 1800, "days": 2, "start": "2023-03-10T18:00Z",
        "assets": {"USD": {"kind": "fiat", "decimals": 4},
                   "PAR": {"kind": "stablecoin", "decimals": 4, "supply": 1e8},
                   "UST": {"kind": "stablecoin", "decimals": 4, "supply": 1e8},
                   "LUN": {"price": 50, "decimals": 4, "supply": 1e5}},
        "institutions": {"Exchange": {},
            "Mint": {"kind": "issuer", "issues": "PAR", "par": "USD", "hot": 0.1, "placements": {
                "bills": {"asset": "USD", "share": 0.95, "time_to_cash": "2d", "haircut": 0.01}}},
            "Protocol": {"kind": "protocol", "issues": "UST", "par": "USD", "sister": "LUN", "hot": 0}},
        "markets": {"PAR-USD": {"venue": "Exchange", "base": "PAR", "quote": "USD", "depth": 20000},
                    "UST-USD": {"venue": "Exchange", "base": "UST", "quote": "USD", "depth": 20000},
                    "LUN-USD": {"venue": "Exchange", "base": "LUN", "quote": "USD", "depth": 20000}},
        "social": {"kind": "erdos_renyi", "degree": 6},
        "agents": {
            "redeemers": {"kind": "coin_holder", "coin": "PAR", "venue": "Exchange", "count": 80, "way": "sell",
                          "total_usd": 3e5, "attention": {"per_day": 24, "dormant": 0}},
            "sellers": {"kind": "coin_holder", "coin": "UST", "venue": "Exchange", "count": 80, "way": "sell",
                        "total_usd": 3e5, "attention": {"per_day": 24, "dormant": 0}},
            "primary": {"kind": "primary_arbitrageur", "issuer": "Mint", "venue": "Exchange", "count": 3, "capital": 1e5},
            "burners": {"kind": "primary_arbitrageur", "issuer": "Protocol", "venue": "Exchange", "count": 3,
                        "capital": 1e5},
            "noise": {"kind": "noise_trader", "venue": "Exchange", "base": "PAR", "count": 5, "wealth": 1e6, "flow": 0.3}},
        "shocks": {"news": {"kind": "news", "at": "2h", "venue": "Mint", "level": "insolvency_reported"},
                   "doubt": {"kind": "news", "at": "2h", "venue": "Protocol", "level": "insolvency_reported"},
                   "slump": {"kind": "price_jump", "at": "4h", "asset": "PAR", "change": -0.05},
                   "fall": {"kind": "price_jump", "at": "4h", "asset": "UST", "change": -0.1},
                   "demand": {"kind": "price_jump", "at": "30h", "asset": "PAR", "change": 0.1}}})");
}

struct Lever {
    std::string slot;             ///< of /mechanisms, e.g. "redemption/fee"
    std::string neutral, active;  ///< JSON values
    std::string slow = {};        ///< what redemption processes in the world of this lever, with and without it
};

std::vector<Lever> levers()
{
    return {
        {"redemption/eligible", "[]", R"(["primary"])"},
        {"redemption/minimum", "0", "10000"},
        {"redemption/fee", R"({"kind": "fixed", "share": 0})", R"({"kind": "fixed", "share": 0.005})"},
        {"redemption/least_fee", "0", "100"},
        {"redemption/mint_fee", "0", "0.01"},
        {"redemption/mints", "true", "false"},
        {"redemption/hours", R"({"opens": 0, "closes": "24h", "weekends": true})",
         R"({"opens": "9h", "closes": "17h"})"},
        {"redemption/hours", "{}", R"({"weekends": false})"},
        {"redemption/settlement_lag", "0", R"("6h")"},
        {"redemption/normal_delay", R"("12h")", R"("30min")", R"({"kind": "daily_usd", "usd": 1000})"},
        {"redemption/processing", R"({"kind": "daily_usd", "usd": 1e15})", R"({"kind": "daily_usd", "usd": 1000})"},
        {"redemption/limit", R"({"kind": "daily_share", "share": 1})", R"({"kind": "daily_share", "share": 0.00001})"},
        {"redemption/user_limit", R"({"kind": "daily_usd", "usd": 1e15})", R"({"kind": "daily_usd", "usd": 20})"},
        {"redemption/gate", R"({"kind": "none"})", R"({"kind": "outflow", "above": 0.001})"},
        {"redemption/discipline", R"("fifo")", R"("small_first")"},
        {"redemption/at", "{}", R"({"Mint": {"mints": false}})"},
        {"swaps/base", "50000000", "10000"},
        {"swaps/period", "36", "100000"},
        {"swaps/block_time", R"("6s")", R"("1h")"},
        {"swaps/least_spread", "0.005", "0.05"},
        {"swaps/oracle_lag", R"("1min")", R"("6h")"},
        {"swaps/dilution", "1", "0"},
        {"swaps/at", "{}", R"({"Protocol": {"base": 10000}})"},
    };
}

/// Of agents and shocks.
struct AgentLever {
    std::string pointer;          ///< into the world
    std::string neutral, active;  ///< JSON values
    std::string needs = "{}";     ///< JSON merge patch of the world, with and without the lever
};

std::vector<AgentLever> agent_levers()
{
    std::string const calm = R"({"shocks": {"word": {"kind": "announcement", "at": "31h", "venue": "Mint",
        "credibility": 1}}, "agents": {"redeemers": {"fear_memory": "10min", "return_gap": 0.5}}})";
    std::string const weekdays = R"({"mechanisms": {"redemption": {"hours": {"weekends": false}}}})";
    return {
        {"/agents/redeemers/fled", "1", "0.5"},         {"/agents/redeemers/reservation", "0", "10"},
        {"/agents/redeemers/premium", "10", "0", calm}, {"/agents/primary/buys_when_closed", "false", "true", weekdays},
        {"/shocks/word/of_peg", "false", "true", calm},
    };
}

/// Members of holders that are no levers: who they are, what they hold and where, how they see and how fast they act.
std::vector<std::string> const described{"count",     "coin",  "venue",           "quote",     "way",
                                         "balance",   "rule",  "panic_threshold", "attention", "fear_memory",
                                         "total_usd", "trust", "return_gap",      "sale_time", "slippage"};

std::string members(json const& world)
{
    std::string const text = world.dump();
    return text.substr(1, text.size() - 2);
}

}  // namespace

TEST_CASE("every slot of redemption and swaps has a row", "[engine][levers]")
{
    std::vector<Lever> const all = levers();
    MechanismParameters mechanisms;
    for (SeenField const& field : fields_of(mechanisms)) {
        if (!field.path.starts_with("redemption/") && !field.path.starts_with("swaps/"))
            continue;
        INFO(field.path << " has no row in this test");
        CHECK(std::ranges::any_of(
            all, [&](Lever const& lever) { return (field.path + "/").starts_with(lever.slot + "/"); }));
    }
}

TEST_CASE("neutral values of redemption and swaps change no dataset, others do", "[engine][levers]")
{
    Contents const plain = results_of(members(base()));
    for (Lever const& lever : levers()) {
        CAPTURE(lever.slot, lever.neutral, lever.active);
        json start = base();
        if (!lever.slow.empty())
            start["mechanisms"]["redemption"]["processing"] = json::parse(lever.slow);
        Contents const without = lever.slow.empty() ? plain : results_of(members(start));
        auto const with = [&](std::string const& value) {
            json world = start;
            world[json::json_pointer{"/mechanisms/" + lever.slot}] = json::parse(value);
            return results_of(members(world));
        };
        CHECK(difference_of(without, with(lever.neutral)).substr(0, 300).empty());
        CHECK_FALSE(difference_of(without, with(lever.active)).empty());
    }
}

TEST_CASE("every member of coin holders has a row, or only says who they are", "[engine][levers]")
{
    std::vector<AgentLever> const all = agent_levers();
    CoinHolderParameters holders;
    for (SeenField const& field : fields_of(holders)) {
        std::string const member = field.path.substr(0, field.path.find('/'));
        bool const row = std::ranges::any_of(
            all, [&](AgentLever const& lever) { return lever.pointer == "/agents/redeemers/" + member; });
        INFO(member << " has no row in this test");
        CHECK(row != (std::ranges::find(described, member) != described.end()));
    }
}

TEST_CASE("neutral values of who trades coins and of announcements change no dataset, others do", "[engine][levers]")
{
    for (AgentLever const& lever : agent_levers()) {
        CAPTURE(lever.pointer, lever.neutral, lever.active);
        json start = base();
        start.merge_patch(json::parse(lever.needs));
        Contents const without = results_of(members(start));
        auto const with = [&](std::string const& value) {
            json world = start;
            world[json::json_pointer{lever.pointer}] = json::parse(value);
            return results_of(members(world));
        };
        CHECK(difference_of(without, with(lever.neutral)).substr(0, 300).empty());
        CHECK_FALSE(difference_of(without, with(lever.active)).empty());
    }
}
