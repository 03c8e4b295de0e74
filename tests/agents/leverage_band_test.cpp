// Leveraged traders who keep their leverage inside a band, and who do not open at any price or behind a shut gate;
// and who are refused.

#include <catch2/catch.hpp>

#include <algorithm>
#include <utility>

#include "tests/support/configured.hpp"

using namespace stampede;
using namespace stampede::testing;
using Json = nlohmann::json;

namespace {

/// Ten longs at 5 in a book too deep to move; nothing but the band makes them trade.
Json longs(double spare)
{
    Json world = dollar_world(2);
    world["step_seconds"] = 60;
    world["assets"]["COIN"] = {{"price", 100}, {"decimals", 6}};
    world["institutions"]["Exchange"] = Json::object();
    world["markets"]["COIN-PERP"] = {{"kind", "perp"}, {"venue", "Exchange"}, {"base", "COIN"},
                                     {"quote", "USD"}, {"depth", 1e9},        {"half_spread", 0}};
    world["markets"]["COIN-PERP"]["perp"] = {{"mark", "mid"}, {"funding_interval", 0}};
    world["agents"]["longs"] = {{"kind", "leveraged_trader"},
                                {"venue", "Exchange"},
                                {"base", "COIN"},
                                {"count", 10},
                                {"notional", 1e5},
                                {"shorts", 0},
                                {"size_exponent", 0},
                                {"leverage", 5},
                                {"spare", spare},
                                {"cut", 10},
                                {"take_profit", 10},
                                {"tops_up", 0},
                                {"reopening", 0},
                                {"looks_per_day", 96},
                                {"band", 1.5},
                                {"entry_volatility", 0}};
    world["shocks"]["fall"] = {{"kind", "price_jump"}, {"at", "10min"}, {"asset", "COIN"}, {"change", -0.1}};
    return world;
}

/// What the ten hold, whose rows come first [units of size].
double held(World const& world)
{
    double sum = 0;
    for (std::size_t i = 0; i < 10; ++i)
        sum += static_cast<double>(world.perps.front().positions.position(PositionId::of(i)).size.value());
    return sum;
}

/// Lowest and highest price of the perpetual until the end.
std::pair<double, double> range_of_mids(Configured& run)
{
    std::pair<double, double> range{1e300, 0};
    while (!run.simulation().done()) {
        run.simulation().step();
        double const mid = run.world().perps.front().mid;
        range = {std::min(range.first, mid), std::max(range.second, mid)};
    }
    return range;
}

}  // namespace

TEST_CASE("who is above the band of leverage reduces once, to the leverage at birth of all it has left",
          "[agents][leverage]")
{
    double const cross_above = GENERATE(0.0, 1.0), spare = GENERATE(0.0, 0.5), lost = GENERATE(0.05, 0.1);
    CAPTURE(cross_above, spare, lost);
    Json world = longs(spare);
    world["agents"]["longs"]["cross_above"] = cross_above;
    world["shocks"]["fall"]["change"] = -lost;
    Configured run{world};
    double const before = held(run.world());
    run.finish();
    // At 5 times, per unit of notional: margin 0.2, 0.2 (1 + spare) in all; the loss leaves that much less.
    double const all = 0.2 * (1 + spare) - lost, value = 1 - lost;
    double const behind = cross_above > 0 ? all / (1 + spare) : 0.2 - lost;
    bool const outside = value > 1.5 * 5 * behind;
    double const kept = outside ? 5 * all / (1 + spare) / value : 1;
    CHECK(held(run.world()) == Approx(kept * before).epsilon(1e-3));
    CHECK(run.count(EventKind::liquidation) == 0);
}

TEST_CASE("after a cut its margin is what leverage at birth asks for, so a further fall is judged anew",
          "[agents][leverage]")
{
    bool const cross = GENERATE(false, true);
    double const lost = cross ? 0.13 : 0.1, again = GENERATE(0.01, 0.05, 0.15);
    CAPTURE(cross, again);
    Json world = longs(0.5);
    world["agents"]["longs"].update({{"cross_above", cross ? 1.0 : 0.0}, {"looks_per_day", 480}});
    world["shocks"]["fall"]["change"] = -lost;
    world["shocks"]["second fall"] = {{"kind", "price_jump"}, {"at", "60min"}, {"asset", "COIN"}, {"change", -again}};
    Configured run{world};
    double const before = held(run.world());
    run.finish();
    // Per unit of notional at birth all money is 0.3, of which two thirds are margin; both are so again after a cut.
    double const first = 5 * (0.3 - lost) / 1.5, all = 0.3 - lost - first * again, value = first * (1 - again);
    double const behind = cross ? all / 1.5 : first / 5 - first * again;
    bool const outside = value > 1.5 * 5 * behind;
    CHECK(outside == (again > 0.05));
    double const kept = (outside ? 5 * all / 1.5 / (1 - again) : first) / (1 - lost);
    CHECK(held(run.world()) == Approx(kept * before).epsilon(1e-3));
    CHECK(run.count(EventKind::liquidation) == 0);
}

TEST_CASE("no order reaches farther from the index than the venue's price band", "[agents][leverage]")
{
    double const band = GENERATE(0.0, 0.05);
    Json world = longs(0.5);
    world["agents"]["longs"].update({{"cut", 0}, {"pace", 1}});
    world["shocks"].erase("fall");
    world["markets"]["COIN-PERP"].update({{"depth", 3e4}, {"resilience_time", "100d"}});
    world["markets"]["COIN-PERP"]["perp"]["price_band"] = band;
    world["markets"]["COIN-USD"] = {{"venue", "Exchange"}, {"base", "COIN"}, {"quote", "USD"}, {"depth", 1e9}};
    Configured run{world};
    double const lowest = range_of_mids(run).first;
    if (band > 0)
        CHECK(lowest >= 100 * (1 - band) * (1 - 1e-6));
    CHECK((lowest < 94) == (band == 0));
}

TEST_CASE("nobody opens a position behind a shut gate, nor at a price far from the index", "[agents][leverage]")
{
    Json world = longs(0.5);
    world["agents"]["longs"].update({{"take_profit", 0}, {"reopening", 1}, {"band", 1e6}, {"momentum", 0}});
    world["shocks"].erase("fall");
    SECTION("a gate")
    {
        bool const shut = GENERATE(false, true);
        if (shut)
            world["shocks"]["gate"] = {{"kind", "gate"}, {"at", 0}, {"venue", "Exchange"}};
        Configured run{world};
        std::size_t opened = 0;
        double before = held(run.world());
        while (!run.simulation().done()) {
            run.simulation().step();
            opened += held(run.world()) > before ? 1 : 0;
            before = held(run.world());
        }
        CHECK((opened > 0) != shut);
    }
    SECTION("a price")
    {
        // The book is thin, and the index stands still: what they buy lifts the perpetual as far as they accept.
        double const slippage = GENERATE(0.0, 0.03);
        world["markets"]["COIN-PERP"].update({{"depth", 3e4}, {"resilience_time", "100d"}});
        world["markets"]["COIN-USD"] = {{"venue", "Exchange"}, {"base", "COIN"}, {"quote", "USD"}, {"depth", 1e9}};
        world["agents"]["longs"].update({{"slippage", slippage}, {"pace", 1}});
        Configured run{world};
        double const highest = range_of_mids(run).second;
        if (slippage > 0)
            CHECK(highest <= 100 * (1 + slippage) * (1 + 1e-6));
        else
            CHECK(highest > 104);
    }
}

TEST_CASE("further assets of cross accounts are others than the first, each once, and settle as it does",
          "[agents][leverage][errors]")
{
    auto const [also, told] = GENERATE(table<Json, std::string>(
        {{{"COIN"}, R"(/agents/longs/also  names "COIN" twice, or as "base" does)"},
         {{"ETH", "ETH"}, R"(/agents/longs/also  names "ETH" twice, or as "base" does)"},
         {{"SOL"}, R"(/agents/longs/also  names "SOL", whose contract settles in another asset than the first one)"}}));
    Json world = longs(0.5);
    for (char const* const name : {"ETH", "SOL"}) {
        world["assets"][name] = world["assets"]["COIN"];
        Json& market = world["markets"][name + std::string{"-PERP"}] = world["markets"]["COIN-PERP"];
        market["base"] = name;
        market["perp"]["inverse"] = name == std::string{"SOL"};
    }
    world["agents"]["longs"].update({{"cross_above", 1.0}, {"also", also}});
    CHECK_THROWS_WITH(Configured{world}, Catch::Contains(told));
    world["agents"]["longs"]["also"] = {"ETH"};
    CHECK_NOTHROW(Configured{world});
}

TEST_CASE("a cross account holds in each further contract what is said for it, or the same in all",
          "[agents][leverage][errors]")
{
    Json world = longs(0.5);
    for (char const* const name : {"ETH", "TOK"}) {
        world["assets"][name] = world["assets"]["COIN"];
        world["markets"][name + std::string{"-PERP"}] = world["markets"]["COIN-PERP"];
        world["markets"][name + std::string{"-PERP"}]["base"] = name;
    }
    world["agents"]["longs"].update({{"count", 1}, {"cross_above", 1.0}, {"also", {"ETH", "TOK"}}});
    auto const sizes = [](Json const& one) {
        Configured const run{one};
        std::vector<double> coins;
        for (char const* const name : {"COIN-PERP", "ETH-PERP", "TOK-PERP"}) {
            PerpMarket const& market = run.world().perps[run.world().perp(name).index()];
            coins.push_back(1e-6 * static_cast<double>(market.positions.position(PositionId::of(0)).size.value()));
        }
        // Behind all of them lies a fifth of their value, and half of that beside it.
        CrossAccount const& cross = run.world().crosses.front();
        coins.push_back(1e-6 * static_cast<double>(run.world().ledger.balance(cross.money).value()));
        return coins;
    };
    world["agents"]["longs"]["also_notional"] = 0.5;
    CHECK(sizes(world) == std::vector<double>{1000, 500, 500, 60000});
    world["agents"]["longs"]["also_notionals"] = {0.5, 0.5};
    CHECK(sizes(world) == std::vector<double>{1000, 500, 500, 60000});
    world["agents"]["longs"]["also_notionals"] = {-0.25, 1.75};
    CHECK(sizes(world) == std::vector<double>{1000, -250, 1750, 90000});
    world["agents"]["longs"]["also_notionals"] = {0.5};
    CHECK_THROWS_WITH(Configured{world}, Catch::Contains(R"( numbers, and "also" names )"));
}
