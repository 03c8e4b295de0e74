// What the recorder keeps against a slow reading of the ledger, the queues and the log; and what it may not do.

#include "output/recorder.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "output/checkpoint.hpp"
#include "output/compare.hpp"
#include "tests/output/recorded_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Deed = ScriptedClients::Deed;

namespace {

constexpr std::int64_t hour_steps = 6;
constexpr std::int64_t steps = 30;

/// Two venues, one of which is short of money, a market, a loan between them, news, and clients of both.
TinyWorld busy_world()
{
    TinyWorld tiny;
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.2};
    bank.cold = Share{0.9};
    bank.cold_lag = Duration{7200};
    tiny.institution("exchange").tokens = {{"USD", 1'000}};
    tiny.market("exchange", 5'000);
    tiny.lend("bank", "exchange", 100).time_to_cash = Duration{3600};
    tiny.withdrawals.rules.normal_delay = Duration{3600};
    std::size_t const ann = tiny.client("bank", "USD", 800), bob = tiny.client("bank", "COIN", 5),
                      cid = tiny.client("exchange", "COIN", 30), dan = tiny.client("exchange", "USD", 900);
    tiny.ask(1, cid, 20, true);
    tiny.wish({3, cid, Deed::sell, 12});
    tiny.ask(4, ann, 500, true);
    tiny.ask(5, bob, 2, true);
    tiny.ask(9, dan, 100, true);
    tiny.wish({11, dan, Deed::redeposit, 60});
    tiny.wish({14, cid, Deed::sell, 3});
    tiny.ask(20, ann, 300);
    tiny.shock("leak", "news", {{"at", 2400}, {"size", 1}}, {{"venue", "bank"}, {"level", "leak"}});
    tiny.shock("fall", "price_jump", {{"at", 6000}, {"change", -0.2}}, {{"asset", "COIN"}});
    return tiny;
}

struct Naive {
    double claims = 0, queue = 0, overdue = 0, hot = 0, cold = 0, asked = 0, equity = 0;
};

/// Reads every account, request and event after every step.
class Witness final : public Observer {
  public:
    void after_step(View& seen, Events const&) override
    {
        for (std::size_t i = 1; i < seen.institution_count(); ++i)
            rows.push_back(read(seen, InstitutionId::of(i)));
        double wealth = 0;
        for (std::size_t row = 0; row < seen.ledger.accounts(); ++row) {
            AccountId const account = AccountId::of(row);
            if (seen.is_client(account))
                wealth += seen.usd(seen.ledger.asset(account), seen.ledger.balance(account));
        }
        clients_usd.push_back(wealth);
    }

    std::vector<Naive> rows;  // step by step, all venues
    std::vector<double> clients_usd;

  private:
    static Naive read(View& seen, InstitutionId venue)
    {
        Naive row;
        for (std::size_t i = 0; i < seen.ledger.accounts(); ++i) {
            AccountId const account = AccountId::of(i);
            if (!seen.ledger.is_wallet(account) && seen.ledger.institution(account) == venue)
                row.claims += seen.usd(seen.ledger.asset(account), seen.ledger.balance(account));
        }
        for (std::size_t i = 0; i < seen.assets.size(); ++i)
            read_asset(seen, venue, AssetId::of(i), row);
        for (std::size_t event = 0; event < seen.events.size(); ++event)
            if (seen.events.kind(event) == EventKind::withdrawal_asked && seen.events.institution(event) == venue &&
                seen.events.step(event) == seen.clock.step)
                row.asked += seen.events.happening(event).value_usd;
        row.equity = owned(seen, venue) - row.claims;
        return row;
    }

    static void read_asset(View& seen, InstitutionId venue, AssetId asset, Naive& row)
    {
        WithdrawalQueue const& queue = seen.queues[venue.index()][asset.index()];
        for (std::size_t i = 0; i < queue.size(); ++i) {
            row.queue += seen.usd(asset, queue[i].amount);
            if (queue[i].step < seen.clock.step - hour_steps)
                row.overdue += seen.usd(asset, queue[i].amount);
        }
        row.hot += seen.usd(asset, seen.ledger.stored(venue, asset, Storage::hot));
        row.cold += seen.usd(asset, seen.ledger.stored(venue, asset, Storage::cold));
    }

    /// Tokens anywhere, claims on others, what is owed to it less what it owes institutions.
    static double owned(View& seen, InstitutionId venue)
    {
        double sum = 0;
        for (std::size_t i = 0; i < seen.assets.size(); ++i)
            for (Storage const storage : {Storage::hot, Storage::cold, Storage::transit})
                sum += seen.usd(AssetId::of(i), seen.ledger.stored(venue, AssetId::of(i), storage));
        for (auto [edge, end] = boost::edges(seen.institutions); edge != end; ++edge) {
            Exposure const& exposure = seen.institutions[*edge];
            if (boost::source(*edge, seen.institutions) == venue.index())
                sum += seen.usd(exposure.asset, exposure.principal - exposure.provision);
            if (boost::target(*edge, seen.institutions) == venue.index())
                sum -= seen.usd(exposure.asset, exposure.principal);
        }
        for (auto const& houses : seen.houses)
            for (HouseAccount const& house : houses)
                if (house.owner == venue)
                    for (AccountId const account : {house.base, house.quote})
                        sum += seen.usd(seen.ledger.asset(account), seen.ledger.balance(account));
        return sum;
    }
};

std::vector<double> column_of(std::vector<Naive> const& rows, double Naive::*member)
{
    std::vector<double> values;
    for (Naive const& row : rows)
        values.push_back(row.*member);
    return values;
}

void check_close(std::vector<double> const& found, std::vector<double> const& expected)
{
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        CHECK(found[i] == Approx(expected[i]).margin(1e-6));
    }
}

Contents saved(Running& run)
{
    SaveColumns save;
    run.world().columns(save);
    return std::move(save).take();
}

}  // namespace

TEST_CASE("series of institutions equal a slow reading of everything", "[output][recorder]")
{
    TinyWorld tiny = busy_world();
    auto watching = std::make_unique<Witness>();
    Witness const& witness = *watching;
    Recorded recorded{tiny, steps, everything(), std::move(watching)};
    Contents const results = recorded.finish().results();

    check_close(numbers(results, "/series/venue/claims_usd"), column_of(witness.rows, &Naive::claims));
    check_close(numbers(results, "/series/venue/queue_usd"), column_of(witness.rows, &Naive::queue));
    check_close(numbers(results, "/series/venue/overdue_usd"), column_of(witness.rows, &Naive::overdue));
    check_close(numbers(results, "/series/venue/hot_usd"), column_of(witness.rows, &Naive::hot));
    check_close(numbers(results, "/series/venue/cold_usd"), column_of(witness.rows, &Naive::cold));
    check_close(numbers(results, "/series/venue/asked_usd"), column_of(witness.rows, &Naive::asked));
    check_close(numbers(results, "/series/venue/disclosed_equity_usd"), column_of(witness.rows, &Naive::equity));
    check_close(series(results, "/series/class/wealth_usd", "clients"), witness.clients_usd);
    std::vector<double> const overdue = column_of(witness.rows, &Naive::overdue);
    CHECK(*std::ranges::max_element(overdue) > 0);
}

TEST_CASE("outflow in 24 hours is what was asked over what was owed before", "[output][recorder]")
{
    TinyWorld tiny = run_on_a_bank();  // steps of 6 h
    Contents const results = Recorded{tiny, 8}.finish().results();
    std::vector<double> const outflow = series(results, "/series/venue/outflow_24h", "bank");
    check_close(outflow, {0.105, 0.505, 0.505, 0.505, 400.0 / 895, 0, 0, 0});
}

TEST_CASE("of every k-th step: states of that step, flows since the row before", "[output][recorder]")
{
    TinyWorld every = busy_world(), some = busy_world();
    Contents const all = Recorded{every, steps}.finish().results();
    Contents const few = Recorded{some, steps, everything(7)}.finish().results();
    std::vector<std::int64_t> const kept{6, 13, 20, 27, 29};
    REQUIRE(few.values<std::int64_t>("/series/venue/step") == kept);

    std::string const name = GENERATE("claims_usd", "overdue_usd", "equity_usd", "news");
    std::string const flow = GENERATE("asked_usd", "paid_usd");
    CAPTURE(name, flow);
    std::vector<double> const states = series(all, "/series/venue/" + name, "bank"),
                              flows = series(all, "/series/venue/" + flow, "bank");
    std::vector<double> expected_states, expected_flows;
    std::int64_t before = -1;
    for (std::int64_t const step : kept) {
        expected_states.push_back(states.at(static_cast<std::size_t>(step)));
        expected_flows.push_back(0);
        for (std::int64_t i = before + 1; i <= step; ++i)
            expected_flows.back() += flows.at(static_cast<std::size_t>(i));
        before = step;
    }
    check_close(series(few, "/series/venue/" + name, "bank"), expected_states);
    check_close(series(few, "/series/venue/" + flow, "bank"), expected_flows);
    check_close(series(few, "/series/market/volume_usd", "exchange COIN/USD"), [&] {
        std::vector<double> const volume = series(all, "/series/market/volume_usd", "exchange COIN/USD");
        std::vector<double> sums;
        std::int64_t last = -1;
        for (std::int64_t const step : kept) {
            sums.push_back(0);
            while (last < step)
                sums.back() += volume.at(static_cast<std::size_t>(++last));
        }
        return sums;
    }());
}

TEST_CASE("outcomes do not depend on how often rows are kept", "[output][recorder]")
{
    TinyWorld every = busy_world(), some = busy_world();
    Contents const all = Recorded{every, steps}.finish().results();
    Contents const few = Recorded{some, steps, {false, false, false, false, 7}}.finish().results();
    std::size_t compared = 0;
    for (auto const& [path, dataset] : few.datasets()) {
        CAPTURE(path);
        REQUIRE((path.starts_with("/summary/") || path.starts_with("/losses/")));
        CHECK(differences(path, dataset, all.at(path)).empty());
        ++compared;
    }
    CHECK(compared > 60);
}

TEST_CASE("the recorder changes nothing of the run", "[output][recorder]")
{
    TinyWorld watched = busy_world(), alone = busy_world();
    Recorded recorded{watched, steps};
    recorded.finish();
    Running run = alone.start(steps);
    run.go(steps);
    CHECK(differences(saved(recorded.run()), saved(run)).empty());
}

TEST_CASE("a resumed run records on as if nothing had been", "[output][recorder]")
{
    std::int64_t const at = GENERATE(0, 1, 13, 29);
    TinyWorld whole = busy_world(), first = busy_world(), second = busy_world();
    Recorded uninterrupted{whole, steps, everything(7)}, before{first, steps, everything(7)},
        after{second, steps, everything(7)};
    uninterrupted.finish();
    before.run().go(at);
    SaveColumns save;
    before.run().simulation().columns(save);
    LoadColumns load{save.columns(), "memory"};
    after.run().simulation().columns(load);
    load.require_all_read();
    after.run().simulation().restored();
    after.finish();
    for (Difference const& each : differences(uninterrupted.results(), after.results()))
        FAIL_CHECK(each.path << ": " << each.what);
}

TEST_CASE("recording a step costs the same whoever sleeps", "[output][recorder]")
{
    auto const cost = [](std::size_t sleepers) {
        TinyWorld tiny = busy_world();
        for (std::size_t i = 0; i < sleepers; ++i)
            tiny.client("bank", "USD", 1);
        Recorded recorded{tiny, steps};
        recorded.run().go(2);
        double best = 1e9;
        for (int sample = 0; sample < 15; ++sample) {
            auto const start = std::chrono::steady_clock::now();
            for (int i = 0; i < 100; ++i)
                recorded.recorder().after_step(recorded.run().world(), recorded.run().world().events);
            best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
        return best;
    };
    double const few = cost(10), many = cost(30'000);
    CAPTURE(few, many);
    CHECK(many < 5 * few);  // 2,500 times as many accounts
}

TEST_CASE("what is recorded is asked for by name", "[output][recorder]")
{
    RecordOptions const options = RecordOptions::of({"events", "agents"}, 3);
    CHECK_FALSE(options.series);
    CHECK(options.events);
    CHECK_FALSE(options.network);
    CHECK(options.agents);
    CHECK(options.every == 3);
    CHECK_THROWS_WITH(static_cast<void>(RecordOptions::of({"serie"})), Catch::Contains("\"serie\""));
    CHECK_THROWS_AS(static_cast<void>(RecordOptions::of({}, 0)), InputError);
}

TEST_CASE("a run that was stopped says so, and one that never began has results", "[output][recorder]")
{
    TinyWorld tiny = busy_world();
    Recorded recorded{tiny, steps};
    Contents const unborn = recorded.results();
    CHECK(unborn.values<std::int8_t>("/summary/finished").at(0) == 0);
    CHECK(unborn.find("/series/venue/claims_usd") == nullptr);
    CHECK(outcome(unborn, "/summary/simulated_h") == 0);
    recorded.run().go(4);
    Contents const stopped = recorded.results();
    CHECK(stopped.values<std::int8_t>("/summary/finished").at(0) == 0);
    CHECK(stopped.values<std::int64_t>("/series/venue/step").size() == 4);
}
