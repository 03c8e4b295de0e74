// Tables of a results file: every event and cause of the log, and the network with what was written off.

#include "output/tables.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "tests/output/recorded_world.hpp"

using namespace stampede;
using namespace stampede::testing;

TEST_CASE("every event is a row, with the names its numbers stand for", "[output][tables]")
{
    TinyWorld tiny = run_on_a_bank();
    Recorded recorded{tiny, 12};
    Contents const results = recorded.finish().results();
    Events const& log = recorded.run().world().events;
    auto const& kinds = results.values<std::int8_t>("/events/kind");
    REQUIRE(kinds.size() == log.size());
    auto const& institutions = results.values<std::string>("/events/institution_name");
    auto const& classes = results.values<std::string>("/events/class_name");
    std::map<std::string, int> asked;
    for (std::size_t event = 0; event < log.size(); ++event) {
        CHECK(kinds[event] == static_cast<std::int8_t>(log.kind(event)));
        CHECK(results.values<std::int64_t>("/events/step")[event] == log.step(event));
        CHECK(results.values<std::int64_t>("/events/amount")[event] == log.happening(event).amount.value());
        CHECK(results.values<std::int64_t>("/events/run")[event] == 3);
        if (log.kind(event) != EventKind::withdrawal_asked)
            continue;
        auto const at = static_cast<std::size_t>(results.values<std::int32_t>("/events/institution")[event]);
        auto const of = static_cast<std::size_t>(results.values<std::int32_t>("/events/class")[event]);
        ++asked[institutions.at(at) + " " + classes.at(of)];
    }
    CHECK(asked == std::map<std::string, int>{{"bank clients", 3}});
    CHECK(results.values<std::int32_t>("/events/institution")[0] == -1);  // the root
}

TEST_CASE("causes point back, and the weights of an event sum to one", "[output][tables]")
{
    TinyWorld tiny = run_on_a_bank();
    Contents const results = Recorded{tiny, 12}.finish().results();
    auto const& child = results.values<std::int64_t>("/causes/child");
    auto const& parent = results.values<std::int64_t>("/causes/parent");
    std::map<std::int64_t, double> weights;
    for (std::size_t link = 0; link < child.size(); ++link) {
        CHECK(parent[link] < child[link]);
        weights[child[link]] += numbers(results, "/causes/weight")[link];
    }
    CHECK(weights.size() + 1 == results.values<std::int8_t>("/events/kind").size());  // all but the root
    for (auto const& [event, sum] : weights)
        CHECK(sum == Approx(1).epsilon(1e-6));
}

TEST_CASE("the network shows what is owed and written off", "[output][tables]")
{
    TinyWorld tiny;
    tiny.institution("borrower");
    InstitutionParameters& bank = tiny.institution("bank");
    bank.kind = InstitutionKind::lender;
    bank.tokens = {{"USD", 1'000}};
    PlacementParameters& bills = bank.placements["bills"];
    bills.asset = "USD";
    bills.amount = 50;
    tiny.lend("bank", "borrower", 400);
    Contents const results = Recorded{tiny, 1}.finish().results();

    auto const& venues = results.values<std::string>("/network/venue");
    REQUIRE(venues == std::vector<std::string>{"bank", "borrower"});
    CHECK(results.values<std::int8_t>("/network/venue_kind")[0] == static_cast<std::int8_t>(InstitutionKind::lender));
    auto const& debtor = results.values<std::int32_t>("/network/target");
    REQUIRE(debtor.size() == 2);
    std::size_t const loan = debtor[0] == 1 ? 0 : 1, paper = 1 - loan;
    CHECK(debtor[paper] == -1);
    CHECK(results.values<std::int32_t>("/network/source") == std::vector<std::int32_t>{0, 0});
    CHECK(numbers(results, "/network/start_usd")[loan] == 400);
    CHECK(numbers(results, "/network/principal_usd")[loan] == 400);
    CHECK(numbers(results, "/network/provision_usd")[loan] == 400);  // the borrower has nothing
    CHECK(numbers(results, "/network/principal_usd")[paper] == 50);
    CHECK(numbers(results, "/network/provision_usd")[paper] == 0);
}
