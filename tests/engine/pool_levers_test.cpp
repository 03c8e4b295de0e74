// Members of pools and of protocols that lend. Each has a row with the value that is built in, or that the world below
// has, with which nothing changes, and another with which something does; a member without a row fails.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "model/pool_genesis.hpp"
#include "model/protocol_genesis.hpp"
#include "tests/support/fields.hpp"
#include "tests/support/results.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

/// A pool of two coins that lose their pegs apart, and vaults whose collateral falls by a fifth.
json base()
{
    return json::parse(R"({"step_seconds": 1800, "days": 2,
        "assets": {"USD": {"kind": "fiat", "decimals": 4},
                   "COIN": {"price": 50, "decimals": 4}, "ETH": {"price": 50, "decimals": 4},
                   "DAI": {"kind": "stablecoin", "decimals": 4, "supply": 1e9},
                   "UST": {"kind": "stablecoin", "decimals": 4, "supply": 1e9}},
        "institutions": {"Exchange": {}},
        "markets": {"COIN-USD": {"venue": "Exchange", "base": "COIN", "quote": "USD", "depth": 1e6},
                    "COIN-DAI": {"venue": "Exchange", "base": "COIN", "quote": "DAI", "depth": 1e6},
                    "ETH-USD": {"venue": "Exchange", "base": "ETH", "quote": "USD", "depth": 1e6},
                    "UST-USD": {"venue": "Exchange", "base": "UST", "quote": "USD", "depth": 500},
                    "DAI-USD": {"venue": "Exchange", "base": "DAI", "quote": "USD", "depth": 500}},
        "pools": {"Pool": {"coins": {"DAI": 50000, "UST": 50000}, "quote": "UST"}},
        "protocols": {"Vaults": {"collateral": "COIN", "coin": "USD", "supplied": 1e6}},
        "agents": {
            "owners": {"kind": "vault_owner", "protocol": "Vaults", "count": 30, "collateral": 2000,
                       "health": {"kind": "uniform", "low": 1.1, "high": 1.5}, "minds": 0.2},
            "keepers": {"kind": "keeper", "protocol": "Vaults", "venue": "Exchange", "count": 5, "capital": 5000,
                        "gas": 1}},
        "shocks": {"swap": {"kind": "swap", "at": "5h", "pool": "Pool", "give": "DAI", "take": "UST", "coins": 30000},
                   "fall": {"kind": "price_jump", "at": "10h", "asset": "COIN", "change": -0.2},
                   "same": {"kind": "price_jump", "at": "10h", "asset": "ETH", "change": -0.1},
                   "later": {"kind": "price_jump", "at": "20h", "asset": "COIN", "change": -0.2}}})");
}

struct Lever {
    std::string slot;             ///< below the pool or the protocol
    std::string neutral, active;  ///< JSON values
    std::string more = {};        ///< merged into the protocol in both and in the run without the lever
};

std::vector<Lever> pool_levers()
{
    return {
        {"curve", R"({"kind": "stableswap"})", R"({"kind": "constant_product"})"},
        {"curve/amplification", "100", "20"},
        {"coins", R"({"DAI": 50000, "UST": 50000})", R"({"DAI": 50000, "UST": 50000, "ETH": 50000})"},
        {"quote", R"("UST")", R"("DAI")"},
        {"owner", R"("")", R"("Exchange")"},
        {"fee", "0.0004", "0.01"},
        {"marks", "true", "false"},
    };
}

std::vector<Lever> protocol_levers()
{
    return {
        {"collateral", R"("COIN")", R"("ETH")"},
        {"coin", R"("USD")", R"("DAI")"},
        {"mints", "false", "true", R"({"supplied": 0, "stable": 1e6})"},
        {"threshold", "0.825", "0.7"},
        {"bonus", "0.05", "0.15"},
        {"close_factor", "0.5", "1", R"({"full_below": 0.3})"},
        {"full_below", "0.95", "0.3"},
        {"oracle_delay", "0", R"("3h")"},
        {"absorbs", "false", "true", R"({"stable": 10000})"},
        {"supplied", "1e6", "2e6"},
        {"stable", "0", "10000"},
        {"stable", "0", "10000", R"({"absorbs": true})"},
    };
}

template <class Parameters>
void check_rows(std::vector<Lever> const& levers)
{
    Parameters parameters;
    for (SeenField const& field : fields_of(parameters)) {
        INFO(field.path << " has no row in this test");
        CHECK(std::ranges::any_of(levers, [&](Lever const& lever) { return lever.slot == field.path; }));
    }
}

std::string members(json const& world)
{
    std::string const text = world.dump();
    return text.substr(1, text.size() - 2);
}

void check_levers(std::string const& place, std::vector<Lever> const& levers)
{
    Contents const plain = results_of(members(base()));
    for (Lever const& lever : levers) {
        CAPTURE(place, lever.slot, lever.neutral, lever.active);
        json start = base();
        if (!lever.more.empty())
            start[json::json_pointer{place}].merge_patch(json::parse(lever.more));
        Contents const without = lever.more.empty() ? plain : results_of(members(start));
        auto const with = [&](std::string const& value) {
            json world = start;
            world[json::json_pointer{place + "/" + lever.slot}] = json::parse(value);
            return results_of(members(world));
        };
        CHECK(difference_of(without, with(lever.neutral)).substr(0, 300).empty());
        CHECK_FALSE(difference_of(without, with(lever.active)).empty());
    }
}

}  // namespace

TEST_CASE("every member of pools and protocols has a row", "[engine][levers]")
{
    check_rows<PoolParameters>(pool_levers());
    check_rows<ProtocolParameters>(protocol_levers());
}

TEST_CASE("neutral values of pools change no dataset, others do", "[engine][levers]")
{
    check_levers("/pools/Pool", pool_levers());
}

TEST_CASE("neutral values of protocols change no dataset, others do", "[engine][levers]")
{
    check_levers("/protocols/Vaults", protocol_levers());
}
