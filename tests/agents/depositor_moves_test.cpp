// Depositors who flee to another venue: who goes where, what arrives, and what becomes of it if the door is shut.

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "tests/support/column_store.hpp"
#include "tests/support/configured.hpp"
#include "tests/support/results.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

constexpr int people = 100;

/// Three sound banks; the hundred clients of "left", a thousand dollars each, look in every step, and flee from news.
json three_banks()
{
    json world = dollar_world(3);
    for (std::string const bank : {"left", "right", "far"})
        world["institutions"][bank] = {{"hot", 1}, {"tokens", {{"USD", 1}}}};
    world["mechanisms"]["signals"]["news_half_life"] = "2h";
    world["agents"]["clients"] = {{"kind", "retail_user"},
                                  {"count", people},
                                  {"venue", "left"},
                                  {"coins", {{"USD", 1}}},
                                  {"balance", 1000},
                                  {"attention", {{"mode", "every_step"}}},
                                  {"fear_memory", 0},
                                  {"redeposit_gap", 0},
                                  {"panic_threshold", -1},
                                  {"moves_to", {"right", "far"}},
                                  {"moves", 1},
                                  {"rule", {{"kind", "logistic"}, {"b_news", 20}, {"b_social", 0}, {"b_outflow", 0}}}};
    return world;
}

void news(json& world, std::string const& venue, std::string const& at, std::string const& level)
{
    world["shocks"]["news " + venue + " " + at] = {{"kind", "news"}, {"at", at}, {"venue", venue}, {"level", level}};
}

/// A run on "left" one hour after the start: step 6.
json run_on_left()
{
    json world = three_banks();
    news(world, "left", "1h", "insolvency_reported");
    return world;
}

bool all_are(std::vector<double> const& coins, double count)
{
    return coins.size() == people && std::all_of(coins.begin(), coins.end(), [&](double one) { return one == count; });
}

int with(std::vector<double> const& coins, double count)
{
    return static_cast<int>(std::count(coins.begin(), coins.end(), count));
}

std::uint32_t members(Configured const& run, std::string const& venue)
{
    return run.world().members[run.world().institution(venue).index()];
}

/// Kinds of what caused the last event of a kind.
std::vector<EventKind> causes_of_last(World const& world, EventKind kind)
{
    std::size_t last = world.events.size();
    while (world.events.kind(--last) != kind) {
    }
    std::vector<EventKind> kinds;
    for (std::size_t link = 0; link < world.events.link_child().size(); ++link)
        if (world.events.link_child()[link].index() == last)
            kinds.push_back(world.events.kind(world.events.link_parent()[link].index()));
    return kinds;
}

}  // namespace

TEST_CASE("what is paid to movers is in their wallets for one step and a claim at the other venue after it",
          "[agents][moves]")
{
    Configured run{run_on_left()};
    while (run.gone("left") < people)
        run.go(1);
    CHECK(run.world().clock.step == 7);
    CHECK(all_are(run.wallets("USD"), 1000));
    CHECK(all_are(run.claims("right", "USD"), 0));
    run.go(1);
    CHECK(all_are(run.wallets("USD"), 0));
    CHECK(all_are(run.claims("left", "USD"), 0));
    CHECK(all_are(run.claims("right", "USD"), 1000));
    CHECK(run.stored("left", "USD") == 1);
    CHECK(run.stored("right", "USD") == 1 + 1000 * people);
    CHECK(members(run, "left") == people);
    CHECK(members(run, "right") == people);
    CHECK(run.gone("left") == people);
    CHECK(run.gone("right") == 0);
    CHECK(run.count(EventKind::redeposit) == people);
    CHECK(causes_of_last(run.world(), EventKind::redeposit) == std::vector{EventKind::withdrawal_paid});
    run.finish();
    CHECK(all_are(run.claims("right", "USD"), 1000));
    CHECK(run.count(EventKind::withdrawal_asked) == people);
}

TEST_CASE("the venue that seems safest gets them, of equals the first in the list", "[agents][moves]")
{
    json world = run_on_left();
    std::string gets = "right";
    SECTION("both alike") {}
    SECTION("the other first")
    {
        world["agents"]["clients"]["moves_to"] = {"far", "right"};
        gets = "far";
    }
    SECTION("a rumour, which would frighten nobody, about the first")
    {
        news(world, "right", "50min", "rumour");
        gets = "far";
    }
    SECTION("the first has shut its gate")
    {
        world["shocks"]["gate"] = {{"kind", "gate"}, {"at", "50min"}, {"venue", "right"}};
        gets = "far";
    }
    SECTION("the first has failed")
    {
        world["shocks"]["end"] = {{"kind", "failure"}, {"at", "50min"}, {"institution", "right"}};
        gets = "far";
    }
    SECTION("the first is out of order")
    {
        world["shocks"]["outage"] = {{"kind", "outage"}, {"at", "50min"}, {"venue", "right"}, {"duration", "1d"}};
        gets = "far";
    }
    SECTION("the first is where they are")
    {
        world["agents"]["clients"]["moves_to"] = {"left", "far"};
        gets = "far";
    }
    Configured run{world};
    run.go(20);
    CHECK(all_are(run.claims(gets, "USD"), 1000));
}

TEST_CASE("nobody moves from bad to worse, nor to what is open to nobody", "[agents][moves]")
{
    json world = run_on_left();
    world["agents"]["clients"]["moves_to"] = {"right"};
    SECTION("the same is said of the other")
    {
        news(world, "right", "1h", "insolvency_reported");
    }
    SECTION("less is said of it, and that frightens, too")
    {
        news(world, "right", "1h", "rival_exits");
    }
    SECTION("it has shut its gate")
    {
        world["shocks"]["gate"] = {{"kind", "gate"}, {"at", "50min"}, {"venue", "right"}};
    }
    SECTION("there is none")
    {
        world["agents"]["clients"]["moves_to"] = {"left"};
    }
    SECTION("they need their money")
    {
        world["shocks"] = json::object();
        world["agents"]["clients"]["impatient"] = 1;
        world["agents"]["clients"]["impatient_at"] = "1h";
    }
    Configured run{world};
    run.finish();
    CHECK(all_are(run.wallets("USD"), 1000));
    CHECK(run.count(EventKind::redeposit) == 0);
    CHECK(members(run, "right") == 0);
}

TEST_CASE("a gate that shuts on the way leaves the tokens in the wallet, and its owner free to come back",
          "[agents][moves]")
{
    json world = run_on_left();
    world["agents"]["clients"]["moves_to"] = {"right"};
    world["shocks"]["gate"] = {{"kind", "gate"}, {"at", "70min"}, {"venue", "right"}};
    bool const comes_back = GENERATE(false, true);
    world["agents"]["clients"]["redeposit_gap"] = comes_back ? 0.5 : 0.0;
    Configured run{world};
    run.go(8);
    CHECK(all_are(run.wallets("USD"), 1000));
    CHECK(all_are(run.claims("right", "USD"), 0));
    CHECK(run.count(EventKind::request_dropped) == people);
    CHECK(causes_of_last(run.world(), EventKind::request_dropped) ==
          std::vector{EventKind::withdrawal_paid, EventKind::gate_closed});
    CHECK(members(run, "right") == 0);
    CHECK(run.gone("left") == people);
    run.finish();
    CHECK(all_are(comes_back ? run.claims("left", "USD") : run.wallets("USD"), 1000));
    CHECK(run.gone("left") == (comes_back ? 0 : people));
}

TEST_CASE("a mover runs from the venue he moved to as from any other", "[agents][moves]")
{
    json world = run_on_left();
    news(world, "right", "1d", "insolvency_reported");
    std::string const list = GENERATE("right only", "right and far");
    if (list == "right only")
        world["agents"]["clients"]["moves_to"] = {"right"};
    Configured run{world};
    run.finish();
    CHECK(run.gone("left") == people);
    CHECK(run.gone("right") == people);
    CHECK(members(run, "right") == people);
    CHECK(run.count(EventKind::withdrawal_asked) == 2 * people);
    if (list == "right only") {
        CHECK(all_are(run.wallets("USD"), 1000));
        return;
    }
    CHECK(all_are(run.claims("far", "USD"), 1000));
    CHECK(members(run, "far") == people);
    CHECK(run.gone("far") == 0);
}

TEST_CASE("whoever left for his wallet comes back to the venue where he was", "[agents][moves]")
{
    json world = run_on_left();
    news(world, "right", "1d", "insolvency_reported");
    world["agents"]["clients"]["moves_to"] = {"right"};
    world["agents"]["clients"]["redeposit_gap"] = 0.5;
    Configured run{world};
    run.go(150);
    CHECK(run.gone("right") == people);
    run.finish();
    CHECK(all_are(run.claims("right", "USD"), 1000));
    CHECK(run.gone("right") == 0);
    CHECK(run.gone("left") == people);
}

TEST_CASE("what is paid bit by bit arrives bit by bit, and stays in the wallet of whoever has left again",
          "[agents][moves]")
{
    json world = run_on_left();
    world["agents"]["clients"]["moves_to"] = {"right"};
    world["mechanisms"]["withdrawals"] = {
        {"at", {{"left", {{"limit", {{"kind", "hourly_usd"}, {"usd", 3000}}}, {"discipline", "pro_rata"}}}}}};
    bool const leaves_again = GENERATE(false, true);
    if (leaves_again)
        news(world, "right", "12h", "insolvency_reported");
    Configured run{world};
    run.go(40);
    std::vector<double> const there = run.claims("right", "USD"), left = run.claims("left", "USD");
    CHECK(*std::min_element(there.begin(), there.end()) > 0);
    CHECK(*std::min_element(left.begin(), left.end()) > 0);
    CHECK(members(run, "right") == people);
    run.finish();
    CHECK(all_are(run.claims("left", "USD"), 0));
    CHECK(all_are(leaves_again ? run.wallets("USD") : run.claims("right", "USD"), 1000));
    CHECK(run.gone("right") == (leaves_again ? people : 0));
}

TEST_CASE("who is a mover is drawn by person, the others go to their wallets", "[agents][moves]")
{
    json world = run_on_left();
    world["agents"]["clients"]["moves"] = 0.5;
    Configured some{world};
    some.finish();
    world["agents"]["clients"]["moves"] = 0.7;
    Configured more{world};
    more.finish();
    std::vector<double> const some_moved = some.claims("right", "USD"), more_moved = more.claims("right", "USD");
    CHECK(with(some_moved, 1000) > 30);
    CHECK(with(some_moved, 1000) + with(some.wallets("USD"), 1000) == people);
    CHECK(with(more_moved, 1000) > with(some_moved, 1000));
    for (std::size_t person = 0; person < people; ++person)
        CHECK(some_moved[person] <= more_moved[person]);  // the same luck
}

TEST_CASE("who asks for a part of what he has moves with all of it", "[agents][moves]")
{
    json world = run_on_left();
    world["agents"]["clients"]["withdrawn"] = 0.5;
    world["agents"]["clients"]["moves"] = 0.5;
    Configured run{world};
    run.finish();
    CHECK(with(run.claims("right", "USD"), 1000) > 30);
    CHECK(with(run.claims("right", "USD"), 1000) + with(run.claims("left", "USD"), 500) == people);
}

TEST_CASE("without movers, or without a venue to move to, nothing is otherwise", "[agents][moves]")
{
    auto const results = [](json const& clients) {
        json world = run_on_left();
        world["agents"]["clients"].erase("moves");
        world["agents"]["clients"].erase("moves_to");
        world["agents"]["clients"].update(clients);
        std::string const text = world.dump();
        return results_of(text.substr(1, text.size() - 2));
    };
    Contents const without = results(json::object());
    CHECK(difference_of(without, results({{"moves_to", {"right"}}, {"moves", 0}})).empty());
    CHECK(difference_of(without, results({{"moves_to", json::array()}, {"moves", 1}})).empty());
    Contents const moving = results({{"moves_to", {"right"}}, {"moves", 1}});
    CHECK_FALSE(difference_of(without, moving).empty());
    CHECK(without.values<double>("/summary/venue/moved_in_usd") == std::vector<double>{0, 0, 0});
    std::vector<double> const moved = moving.values<double>("/summary/venue/moved_in_usd");
    CHECK(std::accumulate(moved.begin(), moved.end(), 0.0) == 1000.0 * people);
}

TEST_CASE("contacts are those with an account where one is, at every step", "[agents][moves]")
{
    bool const every_step = GENERATE(false, true);
    json world = run_on_left();
    json attention = {{"per_day", 48}, {"dormant", 0}, {"push_probability", 1}};
    if (every_step)
        attention = {{"mode", "every_step"}};
    world["social"] = {{"kind", "erdos_renyi"}, {"degree", 6}};
    json& clients = world["agents"]["clients"];
    clients.update({{"attention", attention}, {"moves", 0.6}, {"moves_to", {"right"}}});
    clients["panic_threshold"] = {{"kind", "normal"}, {"mean", 8}, {"sd", 4}};
    clients["redeposit_gap"] = 2;
    json others = clients;
    others.update({{"venue", "right"}, {"moves", 0}});
    world["agents"]["others"] = others;
    news(world, "right", "1d", "rival_exits");
    Configured run{world};
    World const& seen = run.world();
    InstitutionId const left = seen.institution("left");
    std::vector<InstitutionId> const born = seen.home;
    std::uint32_t most_gone = 0;
    for (int step = 0; step < 300; ++step) {
        run.go(1);
        most_gone = std::max(most_gone, run.gone("right"));
        for (auto const& population : run.simulation().populations()) {
            population->bring_up_to_date(seen);
            ColumnStore const columns = saved(*population);
            std::uint32_t const first = population->enrolment().first_person.value();
            for (Row row = 0; row < population->people(); ++row) {
                InstitutionId const at = seen.home[first + row];
                std::uint32_t known = 0, gone = 0;
                for (std::uint32_t const contact : seen.social.contacts(PersonId{first + row})) {
                    // Whoever moved on has left the one, and is counted there by those who knew him.
                    bool const was_here = seen.home[contact] == at || (at == left && born[contact] == left);
                    known += was_here ? 1U : 0U;
                    gone += was_here && (seen.home[contact] != at || seen.away[contact] != 0) ? 1U : 0U;
                }
                CAPTURE(step, population->enrolment().name, row);
                REQUIRE(columns.value<std::uint16_t>("contacts", row) == known);
                REQUIRE(columns.value<std::uint16_t>("contacts_gone", row) == gone);
            }
        }
    }
    CHECK(members(run, "right") > people + 20);
    CHECK(most_gone > 20);
    CHECK(run.gone("right") < most_gone);
    CHECK(run.gone("left") < people);
}

TEST_CASE("nobody can move to where nobody has an account", "[agents][moves]")
{
    json world = run_on_left();
    world["assets"]["PAR"] = {{"kind", "stablecoin"}, {"decimals", 6}, {"supply", 1e6}};
    world["institutions"]["mint"] = {{"kind", "issuer"}, {"issues", "PAR"}, {"par", "USD"}};
    world["agents"]["clients"]["moves_to"] = {"mint"};
    CHECK_THROWS_WITH(Configured{world}, Catch::Contains("moves_to") && Catch::Contains("mint"));
}
