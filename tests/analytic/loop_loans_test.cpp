// Loans against a coin that they bought, through the whole engine, by configuration alone. With equity share 1/k of the
// coins, haircut h and rate m an account is liquidated at P = P0 (1 + m) (1 - 1/k) / (1 - h).
// Source: (1 - h) C P - L = m L with L = C P0 (1 - 1/k), derived in model/ODD.md.

#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "model/cross_standing.hpp"
#include "tests/support/configured.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using nlohmann::json;

namespace {

/// What a loop is at the start, and what its venue asks.
struct Loop {
    double leverage = 4, haircut = 0.02, maintenance = 0.1;
    double equity = 1000;  ///< [USD]

    [[nodiscard]] double coins() const { return equity * leverage; }
    [[nodiscard]] double loan() const { return equity * (leverage - 1); }
    [[nodiscard]] double liquidated_at() const { return (1 + maintenance) * (1 - 1 / leverage) / (1 - haircut); }
};

json spot(std::string const& venue, double depth)
{
    return {{"venue", venue},   {"base", "LOOP"}, {"quote", "USD"},       {"depth", depth},
            {"half_spread", 0}, {"floor", 0},     {"resilience_time", 0}, {"maker_quote", 1e9}};
}

json borrower(Loop const& loop)
{
    return {{"kind", "loop_borrower"}, {"coin", "LOOP"},
            {"venue", "Exchange"},     {"count", 1},
            {"equity", loop.equity},   {"leverage", loop.leverage},
            {"most_leverage", 100},    {"minds", 0}};
}

/// One loop in a market that takes any sale at its price.
json loop_world(Loop const& loop)
{
    json world = dollar_world(0.5);
    world["assets"]["LOOP"] = {{"decimals", 6}, {"price", 1}};
    world["institutions"]["Exchange"] = {{"tokens", {{"USD", 1e6}}}, {"collateral", {{"LOOP", loop.haircut}}}};
    world["markets"]["LOOP-USD"] = spot("Exchange", 1e11);
    world["markets"]["LOOP-USD"].update({{"maker_base", 1e6}, {"maker_quote", 1e11}});
    world["mechanisms"]["margin"] = {{"liquidation_time", 0}, {"loan_maintenance", loop.maintenance}};
    world["agents"]["loop"] = borrower(loop);
    return world;
}

/// The price jumps to each of these in turn, in step 1, 2, ...
void add_jumps(json& world, std::vector<double> const& prices)
{
    double before = 1;
    for (std::size_t i = 0; i < prices.size(); ++i) {
        world["shocks"]["price " + std::to_string(i + 1)] = {
            {"kind", "price_jump"}, {"at", 600 * (i + 1)}, {"asset", "LOOP"}, {"change", prices[i] / before - 1}};
        before = prices[i];
    }
}

struct LoopView {
    Configured const& run;
    std::size_t which = 0;

    [[nodiscard]] CrossAccount const& account() const { return run.world().crosses[which]; }
    [[nodiscard]] double loan() const { return in_units(run.world().ledger.borrowed(account().loan)); }
    [[nodiscard]] double coins() const
    {
        return in_units(run.world().ledger.balance(account().collateral.front().account));
    }
    [[nodiscard]] double money() const { return in_units(run.world().ledger.balance(account().money)); }
    [[nodiscard]] double lost(std::string const& name, Channel channel) const
    {
        WealthBook const& wealth = run.world().ledger.wealth();
        for (std::size_t i = 0; i < wealth.classes().size(); ++i)
            if (wealth.classes()[i] == name)
                return in_units(Amount{wealth.loss(ClassId::of(i), channel).value()});
        return 0;
    }
    [[nodiscard]] static double in_units(Amount amount) { return static_cast<double>(amount.value()) * 1e-6; }
};

/// Kinds of the direct causes of the first liquidation.
std::vector<EventKind> causes_of_first_liquidation(World const& world)
{
    Events const& events = world.events;
    std::vector<EventKind> kinds;
    std::size_t first = 0;
    while (first < events.size() && events.kind(first) != EventKind::liquidation)
        ++first;
    for (std::size_t i = 0; i < events.link_child().size(); ++i)
        if (events.link_child()[i].index() == first)
            kinds.push_back(events.kind(events.link_parent()[i].index()));
    return kinds;
}

}  // namespace

TEST_CASE("a loop is liquidated at its closed price", "[analytic][loops]")
{
    for (double const leverage : {1.5, 3.0, 4.0, 5.0})
        for (double const haircut : {0.0, 0.02, 0.1})
            for (double const maintenance : {0.0, 0.03, 0.1}) {
                Loop const loop{leverage, haircut, maintenance};
                CAPTURE(leverage, haircut, maintenance, loop.liquidated_at());
                if (loop.liquidated_at() >= 1)
                    continue;
                for (double const beside : {1e-5, -1e-5}) {
                    json world = loop_world(loop);
                    add_jumps(world, {loop.liquidated_at() + beside});
                    Configured run{world};
                    CHECK_THAT(LoopView{run}.loan(), WithinAbs(loop.loan(), 1e-6));
                    run.go(6);
                    CHECK(run.count(EventKind::liquidation) == (beside < 0 ? 1 : 0));
                    CHECK((LoopView{run}.loan() == 0) == (beside < 0));
                }
            }
}

TEST_CASE("at birth the venue has lent out of its storage, and nobody's wealth has changed", "[analytic][loops]")
{
    Loop const loop;
    Configured run{loop_world(loop)};
    json without = loop_world(loop);
    without["agents"].erase("loop");
    Configured const other{without};
    InstitutionId const venue = run.world().institution("Exchange");
    CHECK_THAT(other.stored("Exchange", "USD") - run.stored("Exchange", "USD"), WithinAbs(loop.loan(), 1e-6));
    CHECK(run.world().true_equity(venue) == other.world().true_equity(venue));
    CHECK_THAT(LoopView{run}.coins(), WithinAbs(loop.coins(), 1e-6));
    CHECK(LoopView{run}.money() == 0);
    run.go(20);  // nobody moves: nothing is sold while the account is sound
    CHECK_THAT(LoopView{run}.loan(), WithinAbs(loop.loan(), 1e-6));
    CHECK(withdrawable(run.world(), LoopView{run}.account().collateral.front().account) == Amount{0});
}

TEST_CASE("a venue that has not what it lent is refused", "[analytic][loops]")
{
    Loop loop;
    loop.equity = 1e11;
    json const world = loop_world(loop);
    CHECK_THROWS_WITH(Configured{world}, Catch::Contains("/institutions/Exchange/tokens") &&
                                             Catch::Contains("more than is in hot storage"));
}

TEST_CASE("collateral is sold in later steps, as much as the loan is worth, and the rest stays its owner's",
          "[analytic][loops]")
{
    Loop const loop;
    double const at = loop.liquidated_at() - 0.01;
    json world = loop_world(loop);
    add_jumps(world, {at});
    Configured run{world};
    run.go(2);  // the jump of step 1
    CHECK(run.count(EventKind::liquidation) == 1);
    CHECK_THAT(LoopView{run}.loan(), WithinAbs(loop.loan(), 1e-6));
    CHECK_THAT(LoopView{run}.coins(), WithinAbs(loop.coins(), 1e-6));
    run.go(3);
    CHECK(LoopView{run}.loan() == 0);
    CHECK_THAT(LoopView{run}.coins(), WithinAbs(loop.coins() - loop.loan() / at, 1e-3));
    CHECK_THAT(LoopView{run}.money(), WithinAbs(0, 1e-3));
    CHECK(causes_of_first_liquidation(run.world()) == std::vector{EventKind::shock});
}

TEST_CASE("collateral of loops goes over the liquidation time", "[analytic][loops]")
{
    Loop const loop;
    json world = loop_world(loop);
    world["mechanisms"]["margin"]["liquidation_time"] = "1h";
    add_jumps(world, {loop.liquidated_at() - 0.01});
    Configured run{world};
    run.go(2 + 6);
    CHECK_THAT(LoopView{run}.loan(), WithinRel(loop.loan() * std::exp(-1.0), 1e-3));
}

TEST_CASE("what a jump beyond the loan leaves unpaid is the venue's loss, its fund's first", "[analytic][loops]")
{
    Loop const loop;
    double const at = 0.6;  // below 0.75, where the own money is gone
    double const bad = loop.loan() - loop.coins() * at;
    for (double const fund : {0.0, 0.4 * bad, 2 * bad}) {
        CAPTURE(fund, bad);
        json world = loop_world(loop);
        world["markets"]["LOOP-PERP"] = {
            {"kind", "perp"},
            {"venue", "Exchange"},
            {"base", "LOOP"},
            {"quote", "USD"},
            {"depth", 1},
            {"perp",
             {{"oracle", {{"kind", "single"}}}, {"mark", "index"}, {"funding_interval", 0}, {"insurance_fund", fund}}}};
        add_jumps(world, {at});
        Configured run{world};
        run.go(6);
        CHECK(LoopView{run}.loan() == 0);
        CHECK(LoopView{run}.coins() == 0);
        PerpMarket const& oracle = run.world().perps.front();
        double const left = LoopView::in_units(run.world().ledger.balance(oracle.fund));
        CHECK_THAT(left, WithinAbs(std::max(0.0, fund - bad), 1e-3));
        CHECK(run.count(EventKind::deficit) == (fund < bad ? 1 : 0));
        // The fund belongs to the venue, so all of it is the venue's loss.
        CHECK_THAT(LoopView{run}.lost("Exchange", Channel::liquidation), WithinAbs(bad, 1e-3));
    }
    for (bool const inverse : {false, true}) {  // no market that could bear it, or one that settles in the coin
        json world = loop_world(loop);
        if (inverse)
            world["markets"]["LOOP-PERP"] = {{"kind", "perp"}, {"venue", "Exchange"},
                                             {"base", "LOOP"}, {"quote", "USD"},
                                             {"depth", 1},     {"perp", {{"inverse", true}, {"mark", "index"}}}};
        add_jumps(world, {at});
        Configured run{world};
        run.go(6);
        CHECK(LoopView{run}.loan() == 0);
        CHECK_THAT(LoopView{run}.lost("Exchange", Channel::liquidation), WithinAbs(bad, 1e-3));
    }
}

TEST_CASE("who is called has until the deadline, and is left alone if the price comes back", "[analytic][loops]")
{
    Loop const loop;
    double const at = loop.liquidated_at() - 0.01;
    for (bool const back : {false, true}) {
        json world = loop_world(loop);
        world["agents"]["loop"].update({{"call_at", 1.2}, {"deadline", "1h"}});
        add_jumps(world, back ? std::vector<double>{at, 1.0} : std::vector<double>{at});
        Configured run{world};
        run.go(2);
        CHECK(run.count(EventKind::margin_call) == 1);
        run.go(5);
        CHECK(run.count(EventKind::liquidation) == 0);
        run.go(1);
        CHECK(run.count(EventKind::liquidation) == (back ? 0 : 1));
    }
}

namespace {

constexpr double depth = 1e5;  // [coins per unit of price] within the venue's book
constexpr double sale = 4000;  // of somebody else, which lowers the price by 0.04

/// Loops of rising leverage, each of which is liquidated by the sale of those before it; three venues trade the coin.
json cascade(std::string const& oracle)
{
    Loop const first;
    json world = loop_world(first);
    for (std::string const venue : {"Exchange", "Second", "Third"}) {
        if (venue != "Exchange")
            world["institutions"][venue] = json::object();
        world["markets"]["LOOP-USD " + venue] = spot(venue, depth);
        world["markets"]["LOOP-USD " + venue].update({{"distance", "linear"}, {"edges", {0.9}}, {"profile", {1}}});
    }
    world["markets"].erase("LOOP-USD");
    world["markets"]["LOOP-PERP"] = {
        {"kind", "perp"}, {"venue", "Exchange"},
        {"base", "LOOP"}, {"quote", "USD"},
        {"depth", 1},     {"perp", {{"oracle", {{"kind", oracle}}}, {"mark", "index"}, {"funding_interval", 0}}}};
    world["agents"].erase("loop");
    for (int i = 0; i < 5; ++i) {
        // Liquidated at 0.965, 0.945, ...: the loan of each is worth a fall of 0.03.
        double const at = 0.965 - 0.02 * i, part = at * (1 - first.haircut) / (1 + first.maintenance);
        Loop loop;
        loop.leverage = 1 / (1 - part);
        loop.equity = 0.03 * depth / (loop.leverage - 1);
        world["agents"]["loop " + std::to_string(i)] = borrower(loop);
    }
    world["shocks"]["sale"] = {{"kind", "order"}, {"at", 600},      {"venue", "Exchange"},
                               {"asset", "LOOP"}, {"side", "sell"}, {"coins", sale}};
    return world;
}

double mid_at(World const& world, std::string const& market)
{
    for (Market const& one : world.markets)
        if (one.name == market)
            return one.mid;
    return 0;
}

}  // namespace

TEST_CASE("by the venue's own book one sale liquidates all loops in turn, by a median none", "[analytic][loops]")
{
    Configured own{cascade("single")}, median{cascade("median")};
    double const loans = 5 * 0.03 * depth, after_sale = 1 - sale / depth;
    for (std::size_t i = 0; i < 5; ++i)
        CHECK_THAT(LoopView({own, i}).loan(), WithinRel(0.03 * depth, 1e-6));
    own.finish();
    median.finish();
    CHECK(own.count(EventKind::liquidation) == 5);
    CHECK(median.count(EventKind::liquidation) == 0);
    for (std::size_t i = 0; i < 5; ++i)
        CHECK(LoopView({own, i}).loan() == 0);
    // A linear book pays (p^2 - q^2) depth / 2 for the way from p to q.
    CHECK_THAT(mid_at(own.world(), "LOOP-USD Exchange"),
               WithinAbs(std::sqrt(after_sale * after_sale - 2 * loans / depth), 1e-4));
    CHECK_THAT(mid_at(median.world(), "LOOP-USD Exchange"), WithinAbs(after_sale, 1e-6));
    CHECK(causes_of_first_liquidation(own.world()) == std::vector{EventKind::sale});
}
