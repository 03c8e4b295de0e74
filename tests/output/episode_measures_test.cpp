// What episodes are held against history by, on series written down by hand.

#include "output/measures/measure.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "experiments/json_fields.hpp"
#include "tests/output/series_by_hand.hpp"
#include "tests/support/fields.hpp"

using namespace stampede;
using namespace stampede::testing;
using nlohmann::json;

namespace {

constexpr double never = std::numeric_limits<double>::quiet_NaN();

struct OneMeasure {
    Choice<Measure> measure;

    void visit(FieldVisitor& field) { field("measure", measure, "the one"); }
};

/// @param text  as it stands in an experiment
OneMeasure measure_of(std::string const& text)
{
    OneMeasure one;
    InputFiles files;
    Problems problems{"test"};
    ReadOptions const names{{}, {}, {}};
    read_fields({{"measure", json::parse(text)}}, visit_of(one), files, problems, names);
    for (Problem const& problem : problems.all())
        if (problem.text.find("there is no such") == std::string::npos)
            FAIL(problem.where << ": " << problem.text);
    return one;
}

double value(std::string const& text, SeriesByHand const& run)
{
    return measure_of(text).measure->value(RunRecord{run.results()});
}

/// Hours 1 to 6; "SPOT" falls from 100 to 60 and comes back, "PERP" to 50.
SeriesByHand prices()
{
    SeriesByHand run{{1, 2, 3, 4, 5, 6}};
    run.things("/series/market", {"OTHER", "SPOT"});
    run.column("/series/market/mid", {1, 100, 1, 80, 1, 60, 1, 70, 1, 75, 1, 90});
    run.things("/series/perp", {"PERP"});
    run.column("/series/perp/mid", {100, 90, 50, 50, 60, 95});
    return run;
}

}  // namespace

TEST_CASE("fall, its hour and what is regained, of spot and perpetual markets", "[output][measures]")
{
    SeriesByHand const run = prices();
    CHECK(value(R"({"kind": "fall", "of": "SPOT"})", run) == Approx(0.4));
    CHECK(value(R"({"kind": "fall", "of": "PERP"})", run) == Approx(0.5));
    CHECK(value(R"({"kind": "fall", "of": "SPOT", "from": "2h"})", run) == Approx(0.25));
    CHECK(value(R"({"kind": "fall", "of": "SPOT", "until": "2h"})", run) == Approx(0.2));
    CHECK(value(R"({"kind": "fall", "of": "SPOT", "from": "4h"})", run) == Approx(0).margin(1e-12));
    CHECK(value(R"({"kind": "time_of_low", "of": "SPOT"})", run) == 3);
    CHECK(value(R"({"kind": "time_of_low", "of": "PERP"})", run) == 3);  // the first of equals
    CHECK(value(R"({"kind": "regained", "of": "SPOT", "within": "2h"})", run) == Approx(15.0 / 40));
    CHECK(value(R"({"kind": "regained", "of": "PERP", "within": "150min"})", run) == Approx(10.0 / 50));
    CHECK(std::isnan(value(R"({"kind": "regained", "of": "SPOT", "within": "4h"})", run)));  // the run ends before
    CHECK(std::isnan(value(R"({"kind": "regained", "of": "SPOT", "from": "3h", "within": "1h"})", run)));  // no fall
}

TEST_CASE("lowest price, when it is back at par, how far one market is below another, how thin it gets",
          "[output][measures]")
{
    SeriesByHand run = prices();
    std::vector<double> bids;  // by distance: 10, 25, 100 and 200 basis points
    for (double const within : {50, 40, 5, 10, 30, 60})
        for (double const each : {9.0, 9.0, 9.0, 9.0, 0.0, 1.0, within, 2 * within})
            bids.push_back(each);
    run.column("/series/market/depth_bid_usd", bids, 4);
    run.column("/series/perp/depth_usd", {10, 10, 2, 4, 6, 8});
    CHECK(value(R"({"kind": "lowest_price", "of": "SPOT"})", run) == 60);
    CHECK(value(R"({"kind": "lowest_price", "of": "SPOT", "from": "3.5h"})", run) == 70);
    CHECK(value(R"({"kind": "back_at", "of": "SPOT", "par": 100, "within": 0.1})", run) == 6);
    CHECK(value(R"({"kind": "back_at", "of": "SPOT", "par": 100, "within": 0.25})", run) == 5);
    CHECK(std::isnan(value(R"({"kind": "back_at", "of": "SPOT", "par": 100, "within": 0.05})", run)));
    CHECK(value(R"({"kind": "back_at", "of": "SPOT", "par": 100, "within": 0.5})", run) == 0);
    CHECK(value(R"({"kind": "discount", "of": "PERP", "against": "SPOT"})", run) == Approx(1 - 50 / 70.0));
    CHECK(value(R"({"kind": "discount", "of": "SPOT", "against": "PERP", "from": "4h"})", run) ==
          Approx(1 - 90 / 95.0));
    CHECK(value(R"({"kind": "depth_fall", "of": "SPOT", "from": "1h"})", run) == Approx(0.9));
    CHECK(value(R"({"kind": "depth_fall", "of": "PERP", "from": "3h"})", run) == Approx(0));
}

TEST_CASE("coins redeemed are net of those minted", "[output][measures]")
{
    SeriesByHand run{{1, 2, 3, 4}};
    run.things("/series/coin", {"PAR"});
    run.column("/series/coin/redeemed", {0, 5, 7, 1});
    run.column("/series/coin/minted", {1, 0, 2, 9});
    CHECK(value(R"({"kind": "redeemed", "of": "PAR"})", run) == 1);
    CHECK(value(R"({"kind": "redeemed", "of": "PAR", "from": "1h", "until": "3h"})", run) == 10);
}

TEST_CASE("open interest changes from the close or the mean of one day to that of another", "[output][measures]")
{
    SeriesByHand run{{12, 24, 36, 48, 60}};
    run.things("/series/perp", {"A", "B"});
    run.column("/series/perp/open_interest_usd", {100, 20, 150, 50, 60, 20, 100, 0, 1, 1});
    run.column("/series/perp/open_interest", {10, 1, 10, 1, 9, 1, 8, 1, 0, 0});
    CHECK(value(R"({"kind": "interest_change_usd"})", run) == Approx(100.0 / 200 - 1));
    CHECK(value(R"({"kind": "interest_change_usd", "of": ["A"]})", run) == Approx(100.0 / 150 - 1));
    CHECK(value(R"({"kind": "interest_change_usd", "daily": "mean"})", run) == Approx(90.0 / 160 - 1));
    CHECK(value(R"({"kind": "interest_change_usd", "before": -1, "day": 0})", run) == Approx(200.0 / 120 - 1));
    CHECK(value(R"({"kind": "interest_change_coins"})", run) == Approx(9.0 / 11 - 1));
    CHECK(std::isnan(value(R"({"kind": "interest_change_usd", "day": 2})", run)));  // that day is not over
}

TEST_CASE("liquidations are added up over markets, and their densest stretch is found", "[output][measures]")
{
    SeriesByHand run{{0.25, 0.5, 0.75, 1, 1.25, 1.5}};
    run.things("/series/perp", {"A", "B"});
    run.column("/series/perp/liquidated_usd", {0, 10, 5, 5, 40, 0, 20, 0, 10, 0, 0, 10});
    run.column("/series/perp/deleveraged_usd", {0, 1, 0, 0, 2, 0, 0, 0, 0, 4, 0, 0});
    CHECK(value(R"({"kind": "liquidated_usd"})", run) == 100);
    CHECK(value(R"({"kind": "liquidated_usd", "of": ["B"], "from": "15min", "until": "75min"})", run) == 5);
    CHECK(value(R"({"kind": "deleveraged_usd"})", run) == 7);
    CHECK(value(R"({"kind": "peak_share", "window": "30min"})", run) == Approx(0.6));
    CHECK(value(R"({"kind": "peak_share", "window": "45min"})", run) == Approx(0.7));
    CHECK(value(R"({"kind": "peak_share", "window": "2h"})", run) == Approx(1));
    SeriesByHand calm{{1}};
    calm.things("/series/perp", {"A"}).column("/series/perp/liquidated_usd", {0});
    CHECK(std::isnan(value(R"({"kind": "peak_share"})", calm)));
}

TEST_CASE("what a venue pays, is asked for and keeps back", "[output][measures]")
{
    SeriesByHand run{{24, 48, 72, 96}};
    run.things("/series/venue", {"Bank", "Lender"});
    run.column("/series/venue/paid_usd", {0, 10, 0, 20, 0, 30, 5, 0});
    run.column("/series/venue/asked_usd", {0, 10, 0, 30, 0, 60, 5, 100});
    run.column("/series/venue/claims_usd", {50, 400, 50, 300, 50, 200, 50, 200});
    run.things("/summary/venue", {"Bank", "Lender"});
    run.column("/summary/venue/claims_start_usd", {50, 500});
    run.column("/summary/venue/first_gate_h", {never, 80});
    run.column("/summary/venue/failure_h", {never, 90});
    run.column("/summary/venue/frozen_usd", {0, 200}).column("/summary/venue/run_off", {0, 0.6});
    CHECK(value(R"({"kind": "paid_out", "of": "Lender"})", run) == 60);
    CHECK(value(R"({"kind": "paid_out", "of": "Lender", "from": "1d", "until": "3d"})", run) == 50);
    CHECK(value(R"({"kind": "paid_share", "of": "Lender"})", run) == Approx(60.0 / 500));
    CHECK(value(R"({"kind": "paid_share", "of": "Lender", "from": "1d", "until": "2d"})", run) == Approx(20.0 / 400));
    CHECK(value(R"({"kind": "asked_share", "of": "Lender", "from": "2d"})", run) == Approx(160.0 / 300));
    CHECK(value(R"({"kind": "gated_at", "of": "Lender"})", run) == 80);
    CHECK(std::isnan(value(R"({"kind": "gated_at", "of": "Bank"})", run)));
    CHECK(value(R"({"kind": "frozen_claims", "of": "Lender"})", run) == 200);
    CHECK(value(R"({"kind": "frozen_claims", "of": "Bank"})", run) == 0);
    CHECK(value(R"({"kind": "run_off", "of": "Lender"})", run) == 0.6);
}

TEST_CASE("a venue that fails without a gate is shut from then on", "[output][measures]")
{
    SeriesByHand run{{24}};
    run.things("/summary/venue", {"Bank"});
    run.column("/summary/venue/first_gate_h", {never}).column("/summary/venue/failure_h", {12});
    CHECK(value(R"({"kind": "gated_at", "of": "Bank"})", run) == 12);
}

TEST_CASE("who asks first, by size", "[output][measures]")
{
    SeriesByHand run{{24, 48, 72}};
    run.things("/series/venue", {"Bank", "Lender", "Empty"});
    run.column("/series/venue/asked_by_size", {0,   0.5, 0.5, 0.1, 0.1, 0.5, never, never, never,  //
                                               0.3, 0.5, 0.5, 0.2, 0.3, 0.8, never, never, never,  //
                                               0.4, 0.5, 0.5, 0.9, 0.9, 0.9, never, 0.1,   0.2},
               3);
    CHECK(value(R"({"kind": "asked_by_size", "of": "Lender", "until": "1d"})", run) == 0);  // 0.1, 0.1, 0.5
    CHECK(value(R"({"kind": "asked_by_size", "of": "Lender", "until": "2d"})", run) == 1);
    CHECK(value(R"({"kind": "asked_by_size", "of": "Lender", "from": "1d", "until": "2d"})", run) == 1);
    CHECK(value(R"({"kind": "asked_by_size", "of": "Lender", "from": "2d"})", run) == 0);
    CHECK(value(R"({"kind": "asked_by_size", "of": "Bank", "from": "1d"})", run) == 0);
    CHECK(value(R"({"kind": "asked_by_size", "of": "Empty"})", run) == 1);  // of the two sizes there are
    CHECK(std::isnan(value(R"({"kind": "asked_by_size", "of": "Empty", "until": "2d"})", run)));
    CHECK(value(R"({"kind": "asked_of_size", "of": "Lender", "from": "1d", "until": "2d", "size": "above_500k"})",
                run) == Approx(0.3));
}

TEST_CASE("every measure has a name, a unit, a formula and fields with meanings", "[output][measures][roster]")
{
    std::set<std::string_view> names;
    for (auto const& entry : roster<Measure>().entries()) {
        CAPTURE(entry.name);
        CHECK(names.insert(entry.name).second);
        auto const measure = entry.make();
        std::string_view const unit = measure->unit();
        CHECK(std::set<std::string_view>{"1", "USD", "h", "coin", "quote/base"}.contains(unit));
        CHECK(entry.meaning.size() > 20);
        CHECK(!measure->complaint({}).empty());  // there is no market and no venue yet
        for (SeenField const& field : fields_of(*measure))
            CHECK(!field.meaning.empty());
    }
}

TEST_CASE("a measure tells when it cannot be taken", "[output][measures]")
{
    Declarations world;
    world.markets["SPOT"].base = "BTC";
    world.markets["P"].base = "BTC";
    world.markets["Q"].base = "ETH";
    world.markets["P"].kind = world.markets["Q"].kind = MarketKind::perp;
    auto const complaint = [&](std::string const& text) { return measure_of(text).measure->complaint(world); };
    CHECK(complaint(R"({"kind": "fall", "of": "SPOT"})") == "");
    CHECK(complaint(R"({"kind": "fall", "of": "SPOT", "from": "2h", "until": "2h"})") ==
          "\"from\" must come before \"until\"");
    CHECK(complaint(R"({"kind": "fall"})") == "\"of\" is missing: the market whose mid it is");
    CHECK(complaint(R"({"kind": "paid_out"})") == "\"of\" is missing: the venue that is looked at");
    CHECK(complaint(R"({"kind": "interest_change_usd"})") == "");
    CHECK(complaint(R"({"kind": "interest_change_usd", "before": 1})") == "\"before\" must come before \"day\"");
    CHECK(complaint(R"({"kind": "interest_change_coins", "of": ["P"]})") == "");
    CHECK(complaint(R"({"kind": "interest_change_coins"})") ==
          "coins of BTC, ETH cannot be added up; name markets of one of them in \"of\"");
    CHECK(complaint(R"({"kind": "liquidated_usd", "of": ["SPOT"]})") ==
          "\"SPOT\" is a spot market; only perpetual ones have positions");
    CHECK(complaint(R"({"kind": "discount", "of": "P"})") == "\"against\" is missing: the market to compare with");
    CHECK(complaint(R"({"kind": "redeemed"})") == "\"of\" is missing: the coin");
    CHECK(complaint(R"({"kind": "redeemed", "of": "PAR"})") == "no institution issues \"PAR\"");
    world.institutions["Mint"].issues = "PAR";
    CHECK(complaint(R"({"kind": "redeemed", "of": "PAR"})") == "");
    world.markets.clear();
    CHECK(complaint(R"({"kind": "peak_share"})") == "there is no perpetual market in this world");
}
