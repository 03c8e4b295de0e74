// Who flees does so for a reason, and the events say which: worlds by configuration alone, walked event by event.

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/column_store.hpp"
#include "tests/support/configured.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using nlohmann::json;

namespace {

struct Parent {
    EventId event;
    double weight;
};

std::vector<Parent> parents_of(Events const& events, EventId child)
{
    std::vector<Parent> parents;
    for (std::size_t link = 0; link < events.link_child().size(); ++link)
        if (events.link_child()[link] == child)
            parents.push_back({events.link_parent()[link], static_cast<double>(events.link_weight()[link])});
    return parents;
}

/// @throws BrokenInvariant unless there is exactly one cause
EventId only_parent(Events const& events, EventId child)
{
    std::vector<Parent> const parents = parents_of(events, child);
    ensure(parents.size() == 1, "test expects one cause, there are", parents.size());
    return parents.front().event;
}

std::vector<EventId> all(Events const& events, EventKind kind)
{
    std::vector<EventId> found;
    for (std::size_t event = 0; event < events.size(); ++event)
        if (events.kind(event) == kind)
            found.push_back(EventId::of(event));
    return found;
}

/// Requests of a class, in their order.
std::vector<EventId> requests(World const& world, std::string const& owner_class)
{
    std::vector<EventId> found = all(world.events, EventKind::withdrawal_asked);
    std::erase_if(found, [&](EventId event) {
        ClassId const owner = world.ledger.owner_class(world.events.account(event.index()));
        return world.ledger.wealth().classes()[owner.index()] != owner_class;
    });
    return found;
}

EventId first(Events const& events, EventKind kind)
{
    std::vector<EventId> const found = all(events, kind);
    ensure(!found.empty(), "test asks for an event that never happened");
    return found.front();
}

/// Fifty people who look in each step, forget at once, know nobody, and are frightened by nothing but what `rule` says.
json clients(json const& coins, json const& weights, double threshold = -1)
{
    json rule{{"kind", "logistic"}, {"b_social", 0}, {"b_queue", 0}, {"b_outflow", 0}, {"b_token", 0},
              {"b_peg", 0},         {"b_news", 0},   {"b_gate", 0},  {"b_trust", 0}};
    rule.update(weights);
    return {{"kind", "retail_user"}, {"count", 50},
            {"venue", "Exchange"},   {"coins", coins},
            {"coins_each", 0},       {"balance", 1000},
            {"fear_memory", 0},      {"redeposit_gap", 0},
            {"rule", rule},          {"panic_threshold", threshold},
            {"sells_token", 1},      {"attention", {{"mode", "every_step"}}}};
}

/// An exchange that has all it owes, and the market of its own token TOK.
json exchange_with_token()
{
    json world = dollar_world(1);
    world["social"] = {{"kind", "none"}};
    world["assets"]["TOK"] = {{"decimals", 6}, {"price", 10}};
    world["institutions"]["Exchange"] = {{"hot", 1}, {"token", "TOK"}};
    world["markets"]["TOK-USD"] = {
        {"venue", "Exchange"}, {"base", "TOK"}, {"quote", "USD"}, {"depth", 1500}, {"resilience_time", "100d"}};
    return world;
}

/// The same with a coin PAR that it owes its clients and another has issued.
json exchange_with_coin()
{
    json world = exchange_with_token();
    world["assets"]["PAR"] = {{"kind", "stablecoin"}, {"decimals", 6}, {"supply", 1e8}};
    world["institutions"]["Issuer"] = {{"kind", "issuer"}, {"issues", "PAR"}, {"par", "USD"}};
    world["markets"]["PAR-USD"] = {
        {"venue", "Exchange"}, {"base", "PAR"}, {"quote", "USD"}, {"depth", 50'000}, {"resilience_time", "100d"}};
    return world;
}

json const report{{"kind", "news"}, {"at", "1h"}, {"venue", "Exchange"}, {"level", "insolvency_reported"}};

}  // namespace

TEST_CASE("news, requests, payments, sales and the fall of the token are one chain", "[agents][causes]")
{
    json world = exchange_with_token();
    world["agents"]["readers"] = clients({{"USD", 1}, {"TOK", 1}}, {{"b_news", 20}});
    world["agents"]["watchers"] = clients({{"USD", 1}}, {{"b_token", 60}});
    world["shocks"]["report"] = report;
    Configured run{world};
    run.finish();
    Events const& events = run.world().events;
    EventId const news = first(events, EventKind::news);

    CHECK(only_parent(events, news) == first(events, EventKind::shock));
    std::vector<EventId> const asked = requests(run.world(), "readers");
    CHECK(asked.size() == 100);
    for (EventId const request : asked)
        REQUIRE(only_parent(events, request) == news);
    for (EventId const paid : all(events, EventKind::withdrawal_paid)) {
        EventId const request = only_parent(events, paid);
        REQUIRE(events.kind(request.index()) == EventKind::withdrawal_asked);
        REQUIRE(events.account(paid.index()) == events.account(request.index()));
    }
    std::vector<EventId> const sales = all(events, EventKind::sale);
    CHECK(sales.size() == 50);
    for (EventId const sale : sales) {
        EventId const paid = only_parent(events, sale);
        REQUIRE(events.kind(paid.index()) == EventKind::withdrawal_paid);
        REQUIRE(run.world().ledger.owner(events.account(paid.index())) ==
                run.world().ledger.owner(events.account(sale.index())));
    }
    CHECK(run.world().price(run.world().asset("TOK")).value() < 9);
    VenueSignals const& signal = run.world().signals[run.world().institution("Exchange").index()];
    CHECK(signal.token_event == sales.back());
    CHECK(signal.token_caused == 1);
    std::vector<EventId> const watching = requests(run.world(), "watchers");
    CHECK(watching.size() == 50);
    for (EventId const request : watching)
        REQUIRE(events.kind(only_parent(events, request).index()) == EventKind::sale);
}

TEST_CASE("a coin that slips off its peg without news is why its holders ask", "[agents][causes]")
{
    auto const [slip, cause] = GENERATE(table<json, EventKind>({
        {{{"kind", "price_jump"}, {"at", "1h"}, {"asset", "PAR"}, {"change", -0.05}}, EventKind::shock},
        {{{"kind", "order"}, {"at", "1h"}, {"asset", "PAR"}, {"side", "sell"}, {"coins", 2e5}}, EventKind::sale},
    }));
    CAPTURE(slip.dump());
    json world = exchange_with_coin();
    world["agents"]["savers"] = clients({{"PAR", 1}}, {{"b_peg", 200}});
    world["shocks"]["slip"] = slip;
    Configured run{world};
    run.finish();
    Events const& events = run.world().events;
    EventId const why = first(events, cause);
    CHECK(run.count(EventKind::news) == 0);
    CHECK(requests(run.world(), "savers").size() == 50);
    for (EventId const request : requests(run.world(), "savers"))
        REQUIRE(only_parent(events, request) == why);
    if (cause == EventKind::sale)
        CHECK(only_parent(events, why) == first(events, EventKind::shock));
}

TEST_CASE("holders of a coin sell it for the slip of its peg, and go on because they have begun", "[agents][causes]")
{
    json world = exchange_with_coin();
    world["agents"]["holders"] = {{"kind", "coin_holder"},
                                  {"coin", "PAR"},
                                  {"venue", "Exchange"},
                                  {"count", 20},
                                  {"balance", 1000},
                                  {"fear_memory", 0},
                                  {"return_gap", 0},
                                  {"sale_time", "1h"},
                                  {"panic_threshold", -1},
                                  {"rule", clients({}, {{"b_peg", 200}})["rule"]},
                                  {"attention", {{"mode", "every_step"}}}};
    world["shocks"]["slip"] = {{"kind", "price_jump"}, {"at", "1h"}, {"asset", "PAR"}, {"change", -0.05}};
    Configured run{world};
    run.go(30);
    Events const& events = run.world().events;
    std::map<PersonId, EventId> began;
    std::vector<EventId> const sales = all(events, EventKind::sale);
    CHECK(sales.size() > 40);
    for (EventId const sale : sales) {
        PersonId const who = run.world().ledger.owner(events.account(sale.index()));
        auto const [known, fresh] = began.try_emplace(who, sale);
        REQUIRE(only_parent(events, sale) == (fresh ? first(events, EventKind::shock) : known->second));
    }
    CHECK(began.size() == 20);
}

TEST_CASE("a gate alone is why people ask behind it", "[agents][causes]")
{
    json world = exchange_with_token();
    world["agents"]["clients"] = clients({{"USD", 1}}, {{"b_gate", 20}});
    world["shocks"]["gate"] = {{"kind", "gate"}, {"at", "1h"}, {"venue", "Exchange"}, {"duration", "6h"}};
    Configured run{world};
    run.finish();
    Events const& events = run.world().events;
    CHECK(requests(run.world(), "clients").size() == 50);
    for (EventId const request : requests(run.world(), "clients"))
        REQUIRE(only_parent(events, request) == first(events, EventKind::gate_closed));
}

TEST_CASE("what is stolen from a venue is why people ask who doubt its coverage", "[agents][causes]")
{
    json world = exchange_with_token();
    world["agents"]["clients"] = clients({{"USD", 1}}, {{"b_trust", 20}}, -20);
    world["shocks"]["theft"] = {
        {"kind", "hack"}, {"at", "1h"}, {"institution", "Exchange"}, {"asset", "USD"}, {"share", 0.5}};
    Configured run{world};
    run.go(8);
    Events const& events = run.world().events;
    CHECK(requests(run.world(), "clients").size() == 50);
    for (EventId const request : requests(run.world(), "clients"))
        REQUIRE(only_parent(events, request) == first(events, EventKind::shock));
}

TEST_CASE("causes share a request by their parts of the score", "[agents][causes]")
{
    json world = exchange_with_token();
    world["agents"]["clients"] = clients({{"USD", 1}}, {{"b_news", 20}, {"b_gate", 5}});
    world["shocks"]["report"] = report;
    world["shocks"]["gate"] = {{"kind", "gate"}, {"at", "1h"}, {"venue", "Exchange"}, {"duration", "6h"}};
    Configured run{world};
    run.go(7);
    Events const& events = run.world().events;
    double const news = 20 * run.world().signals[run.world().institution("Exchange").index()].news;
    for (EventId const request : requests(run.world(), "clients")) {
        std::vector<Parent> const parents = parents_of(events, request);
        REQUIRE(parents.size() == 2);
        CHECK(parents[0].event == first(events, EventKind::news));
        CHECK_THAT(parents[0].weight, WithinAbs(news / (news + 5), 1e-6));
        CHECK(parents[1].event == first(events, EventKind::gate_closed));
    }
    CHECK(requests(run.world(), "clients").size() == 50);
}

TEST_CASE("the part of a fall that came with the market has no event", "[agents][causes]")
{
    PriceMoves moves;
    moves.add(-0.1, 1, EventId{7});
    CHECK(moves.caused() == 1);
    moves.add(-0.3, 0, EventId{8});
    CHECK_THAT(moves.caused(), WithinAbs(0.25, 1e-12));
    CHECK(moves.fall == EventId{7});
    moves.add(0.3, 0, calm_root);  // the market has recovered
    CHECK(moves.caused() == 1);
    moves.add(-0.2, 0.5, EventId{9});
    CHECK(moves.fall == EventId{9});
    CHECK_THAT(moves.caused(), WithinAbs(2.0 / 3, 1e-12));
    CHECK(PriceMoves{}.caused() == 0);
}

TEST_CASE("a parent that counts twice is told of once", "[agents][causes]")
{
    std::array const parts = {Cause::Part{EventId{3}, 1}, Cause::Part{EventId{4}, 2}, Cause::Part{EventId{3}, 1}};
    Cause const cause{parts};
    REQUIRE(cause.size() == 2);
    CHECK(cause.parent(0) == EventId{3});
    CHECK(cause.weight(0) == 0.5F);
    CHECK(cause.weight(1) == 0.5F);
}

TEST_CASE("whose request has fallen away whole waits for nothing and may ask again", "[agents][causes]")
{
    json world = exchange_with_token();
    world["days"] = 3;
    world["agents"]["clients"] = clients({{"USD", 1}, {"TOK", 1}}, {{"b_news", 20}});
    world["agents"]["clients"]["count"] = 1;
    world["agents"]["clients"]["withdrawn"] = 0.5;
    world["mechanisms"]["signals"]["news_half_life"] = "2h";
    world["shocks"]["report"] = report;
    world["shocks"]["another"] = report;
    world["shocks"]["another"]["at"] = "2d";
    world["shocks"]["gate"] = {{"kind", "gate"}, {"at", "30min"}, {"venue", "Exchange"}, {"duration", "6h"}};
    Configured run{world};
    run.go(12);
    REQUIRE(run.count(EventKind::withdrawal_asked) == 2);
    Population& people = *run.simulation().populations().front();
    CHECK(saved(people).value<std::uint8_t>("waiting", 0) == 2);
    // Behind the gate the dollars of the claim are lost.
    AccountId const dollars{saved(people).value<std::uint32_t>("account", 0)};
    Ledger& ledger = run.simulation().changeable_world().ledger;
    bool const is_usd = ledger.asset(dollars) == run.world().asset("USD");
    AccountId const lost = is_usd ? dollars : AccountId{dollars.value() + 1};
    ledger.cut_claim(lost, ledger.balance(lost), Channel::operational);
    run.go(60);
    CHECK(run.count(EventKind::request_void) == 1);
    CHECK(run.count(EventKind::request_dropped) == 0);
    CHECK(run.count(EventKind::withdrawal_paid) == 1);
    CHECK(saved(people).value<std::uint8_t>("waiting", 0) == 0);
    run.finish();
    CHECK(run.count(EventKind::withdrawal_asked) == 3);
    CHECK(run.claims("Exchange", "TOK").front() == 12.5);
}
