// Outcomes of institutions, people and the whole run, against worlds that can be reckoned by hand.

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/output/recorded_world.hpp"

using namespace stampede;
using namespace stampede::testing;

TEST_CASE("a run on a bank: demand", "[output][outcomes]")
{
    TinyWorld tiny = run_on_a_bank();
    Contents const results = Recorded{tiny, 12}.finish().results();
    auto const bank = [&](std::string const& name) { return outcome(results, "/summary/venue/" + name, "bank"); };

    CHECK(bank("claims_start_usd") == 1'000'000);
    CHECK(bank("asked_share") == Approx(0.505));
    CHECK(bank("asked_share_72h") == Approx(0.4));  // ann; bob and cid asked before the news
    CHECK(bank("paid_share") == Approx(0.505));
    CHECK(bank("peak_outflow_24h") == Approx(0.505));
    CHECK(bank("people") == 4);
    CHECK(bank("people_gone_share") == 0.75);
    // M 9: (balance at the start - balance at the end) / balance at the start; the largest share of a step, per day.
    CHECK(bank("run_off") == Approx(0.505));
    CHECK(bank("peak_daily_run_off") == Approx(205.0 / 700 * 4));
}

TEST_CASE("the worst day of a bank that everyone left is known although nothing is owed later", "[output][outcomes]")
{
    TinyWorld tiny{6 * 3600};
    tiny.institution("bank");
    tiny.ask(1, tiny.client("bank", "USD", 60), 60);
    tiny.ask(2, tiny.client("bank", "USD", 40), 40);
    Contents const results = Recorded{tiny, 12}.finish().results();
    CHECK(outcome(results, "/summary/venue/peak_outflow_24h", "bank") == 1);
    CHECK(std::isnan(series(results, "/series/venue/outflow_24h", "bank").back()));
}

TEST_CASE("a run on a bank: liquidity and waiting", "[output][outcomes]")
{
    TinyWorld tiny = run_on_a_bank();
    Contents const results = Recorded{tiny, 12}.finish().results();
    auto const bank = [&](std::string const& name) { return outcome(results, "/summary/venue/" + name, "bank"); };

    // Cold storage takes 36 h, so that only hot storage counts within 24 h until the transit is that near.
    CHECK(bank("lowest_coverage") == 0);  // after step 1 hot storage is empty
    // 300 liquid; 505 asked less at most 75 % of it by the 700 in cold storage.
    CHECK(bank("coverage_ratio_30d") == Approx(300 / (505 - 0.75 * 505)));
    CHECK(bank("survival_h") == 12);  // 505 > 300 + 0 at the end of step 1
    CHECK(bank("longest_wait_h") == 36);
    CHECK(bank("mean_wait_h") == Approx(12));  // 0, 0 and 36 h
    CHECK(bank("p95_wait_h") == Approx(32.4));
    CHECK(bank("first_news_h") == 12);
    CHECK(std::isnan(bank("first_gate_h")));
    CHECK(std::isnan(bank("failure_h")));
    CHECK(std::isnan(bank("recovery")));
    CHECK(bank("frozen_usd") == 0);
}

TEST_CASE("who left first, and what the run was", "[output][outcomes]")
{
    TinyWorld tiny = run_on_a_bank();
    Contents const results = Recorded{tiny, 12}.finish().results();
    auto const size = [&](std::string const& name) { return numbers(results, "/summary/size/" + name); };

    CHECK(size("people") == std::vector<double>{1, 2, 1});
    CHECK(size("claims_start_usd") == std::vector<double>{5'000, 395'000, 600'000});
    CHECK(size("asked_share_72h") == std::vector<double>{0, 0, 1});
    CHECK(size("asked_share") == std::vector<double>{1, 0.5, 1});
    CHECK(results.values<std::string>("/summary/arm") == std::vector<std::string>{"base"});
    CHECK(results.values<std::int64_t>("/summary/replicate") == std::vector<std::int64_t>{7});
    CHECK(results.values<std::int64_t>("/summary/run") == std::vector<std::int64_t>{3});
    CHECK(results.values<std::int8_t>("/summary/finished") == std::vector<std::int8_t>{1});
    CHECK(outcome(results, "/summary/simulated_h") == 72);
    CHECK(outcome(results, "/summary/step_s") == 21'600);
    CHECK(outcome(results, "/summary/asked_usd") == 505'000);
    CHECK(outcome(results, "/summary/paid_usd") == 505'000);
    CHECK(outcome(results, "/summary/requests") == 3);
    CHECK(outcome(results, "/summary/branching_ratio") == 0);  // each wished it for no reason but its own
    CHECK(outcome(results, "/summary/people_gone_share") == 0.75);
    CHECK(outcome(results, "/summary/gates") == 0);
    CHECK(outcome(results, "/summary/failures") == 0);
    CHECK(outcome(results, "/summary/contagion_index") == 0);
    CHECK(outcome(results, "/summary/loss_usd") == 0);
}

TEST_CASE("failures spread from the first to those that lent to it", "[output][outcomes]")
{
    // borrower has nothing and fails in the first step; bank owes 1,000, has 700, lent it 400
    // and fails a step later; safe does not.
    TinyWorld tiny;
    tiny.institution("borrower");
    InstitutionParameters& bank = tiny.institution("bank");
    bank.hot = Share{0.7};
    tiny.lend("bank", "borrower", 400);
    tiny.institution("safe");
    tiny.client("bank", "USD", 1'000);
    tiny.client("safe", "USD", 1'000);
    Contents const results = Recorded{tiny, 10}.finish().results();

    CHECK(outcome(results, "/summary/failures") == 2);
    CHECK(outcome(results, "/summary/insolvencies") == 2);
    CHECK(outcome(results, "/summary/illiquid") == 0);
    CHECK(outcome(results, "/summary/venue/lowest_equity_usd", "borrower") == -400);
    CHECK(outcome(results, "/summary/venue/lowest_equity_usd", "bank") == -300);
    CHECK(outcome(results, "/summary/venue/lowest_equity_usd", "safe") == 0);
    CHECK(outcome(results, "/summary/shortfall_usd") == 700);
    CHECK(outcome(results, "/summary/contagion_index") == 0.5);
    CHECK(outcome(results, "/summary/first_failure_h") == Approx(1.0 / 6));
    CHECK(outcome(results, "/summary/venue/failure_h", "borrower") == Approx(1.0 / 6));
    CHECK(outcome(results, "/summary/venue/failure_h", "bank") == Approx(2.0 / 6));
    CHECK(outcome(results, "/summary/venue/recovery", "bank") == Approx(0.7));
    CHECK(outcome(results, "/summary/venue/recovery", "borrower") == 0);
    CHECK(outcome(results, "/summary/class/loss_usd", "clients") == Approx(300));
    CHECK(outcome(results, "/summary/class/loss_share", "clients") == Approx(0.15));
    CHECK(outcome(results, "/summary/channel/loss_usd", "default") == Approx(outcome(results, "/summary/loss_usd")));
    CHECK(std::isnan(outcome(results, "/summary/venue/failure_h", "safe")));
}

TEST_CASE("gates: who stopped paying, and what is frozen at the end", "[output][outcomes]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    std::size_t const ann = tiny.client("bank", "USD", 100);
    tiny.client("bank", "USD", 900);
    tiny.ask(3, ann, 100, true);
    tiny.shock("stop", "gate", {{"at", 1200}}, {{"venue", "bank"}});
    Contents const results = Recorded{tiny, 6}.finish().results();

    CHECK(outcome(results, "/summary/gates") == 1);
    CHECK(outcome(results, "/summary/illiquid") == 1);
    CHECK(outcome(results, "/summary/insolvencies") == 0);
    CHECK(outcome(results, "/summary/venue/first_gate_h", "bank") == 0.5);
    CHECK(outcome(results, "/summary/venue/frozen_usd", "bank") == 1'000);
    CHECK(outcome(results, "/summary/venue/paid_share", "bank") == 0);
    CHECK(outcome(results, "/summary/venue/longest_wait_h", "bank") == Approx(0.5));
    CHECK(std::isnan(outcome(results, "/summary/venue/mean_wait_h", "bank")));
    CHECK(std::isnan(outcome(results, "/summary/venue/survival_h", "bank")));
    CHECK(series(results, "/series/venue/queue_usd", "bank") == std::vector<double>{0, 0, 0, 100, 100, 100});
    CHECK(results.values<std::int8_t>("/series/venue/status") == std::vector<std::int8_t>{0, 0, 1, 1, 1, 1});
}
