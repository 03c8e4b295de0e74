// Outcomes and series of assets and markets, against closed forms and the printed numbers of the formulas.

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/output/recorded_world.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

/// COIN takes these prices one step after the other, from 100 on.
Contents price_path(std::vector<double> const& prices)
{
    TinyWorld tiny{3600};
    tiny.institution("bank");
    tiny.client("bank", "USD", 1);
    double before = 100;
    for (std::size_t i = 0; i < prices.size(); ++i) {
        tiny.shock("jump " + std::to_string(i), "price_jump",
                   {{"at", 3600.0 * static_cast<double>(i)}, {"change", prices[i] / before - 1}}, {{"asset", "COIN"}});
        before = prices[i];
    }
    return Recorded{tiny, static_cast<std::int64_t>(prices.size())}.finish().results();
}

}  // namespace

TEST_CASE("realised volatility and drawdown of a price path", "[output][outcomes]")
{
    // sqrt(sum of squared log returns) of 100, 101, 99, 100 is 0.02449582; per year of 8,760 hours from their mean.
    Contents const calm = price_path({101, 99, 100});
    CHECK(outcome(calm, "/summary/asset/realised_volatility", "COIN") ==
          Approx(0.02449582 * std::sqrt(8'760.0 / 3)).epsilon(1e-6));
    CHECK(series(calm, "/series/asset/volatility", "COIN").back() ==
          Approx(0.02449582 * std::sqrt(8'760.0 / 3)).epsilon(1e-6));

    Contents const wild = price_path({120, 90, 110, 60, 80});
    CHECK(outcome(wild, "/summary/asset/max_drawdown", "COIN") == Approx(0.5));
    CHECK(outcome(wild, "/summary/asset/first_price", "COIN") == 100);
    CHECK(outcome(wild, "/summary/asset/lowest_price", "COIN") == Approx(0.6));
    CHECK(outcome(wild, "/summary/asset/last_price", "COIN") == Approx(0.8));
    CHECK(std::isnan(outcome(wild, "/summary/asset/recovery_h", "COIN")));
    std::vector<double> const falls = series(wild, "/series/asset/drawdown_7d", "COIN");
    std::vector<double> const expected{0, 0.25, 1 - 110.0 / 120, 0.5, 1 - 80.0 / 120};
    for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK(falls.at(i) == Approx(expected[i]).margin(1e-12));
}

TEST_CASE("time to recover counts from the lowest price", "[output][outcomes]")
{
    CHECK(outcome(price_path({60, 80, 99.5, 90}), "/summary/asset/recovery_h", "COIN") == 2);
}

TEST_CASE("a stablecoin has depeg-hours, other assets have none", "[output][outcomes]")
{
    TinyWorld tiny{3600};
    tiny.declared.assets["PEG"].kind = AssetKind::stablecoin;
    tiny.declared.assets["PEG"].decimals = 6;
    tiny.institution("bank");
    tiny.client("bank", "PEG", 10);
    tiny.shock("fall", "price_jump", {{"at", 3600}, {"change", -0.1}}, {{"asset", "PEG"}});
    tiny.shock("rise", "price_jump", {{"at", 7200}, {"change", 0.95 / 0.9 - 1}}, {{"asset", "PEG"}});
    tiny.shock("back", "price_jump", {{"at", 10800}, {"change", 1 / 0.95 - 1}}, {{"asset", "PEG"}});
    Contents const results = Recorded{tiny, 5}.finish().results();
    CHECK(outcome(results, "/summary/asset/depeg_h", "PEG") == Approx(0.15));
    CHECK(outcome(results, "/summary/asset/beyond_peg", "PEG") == Approx(0.4));
    CHECK(std::isnan(outcome(results, "/summary/asset/beyond_peg", "COIN")));
    CHECK(std::isnan(outcome(results, "/summary/asset/depeg_h", "COIN")));
    std::vector<double> const deviation = series(results, "/series/asset/peg_deviation", "PEG");
    CHECK(deviation.at(1) == Approx(-0.1));
    CHECK(deviation.at(3) == Approx(0).margin(1e-12));
}

TEST_CASE("depth, slippage, spread, imbalance and illiquidity of one sale", "[output][outcomes]")
{
    // 10,000 USD rest in each 1 % of log price: 100 coins at 100. Selling Q = 50 moves the mid by d = 0.005; its
    // average price is mid (1 - e^-d) / d.
    TinyWorld tiny;
    tiny.institution("venue");
    std::size_t const ann = tiny.client("venue", "COIN", 100);
    tiny.market("venue", 10'000).resilience_time = Duration{0};
    tiny.ask(0, ann, 60);
    tiny.wish({2, ann, ScriptedClients::Deed::sell, 50});
    Contents const results = Recorded{tiny, 5}.finish().results();
    auto const market = [&](std::string const& name) {
        return series(results, "/series/market/" + name, "venue COIN/USD");
    };
    double const d = 0.005, average = (1 - std::exp(-d)) / d;

    Dataset const& bids = results.at("/series/market/depth_bid_usd");
    CHECK(bids.shape == std::vector<std::size_t>{1, 5, 1, 4});
    std::vector<double> const bid = numbers(results, "/series/market/depth_bid_usd"),
                              ask = numbers(results, "/series/market/depth_ask_usd");
    std::array const bps{10.0, 25.0, 100.0, 200.0};
    for (std::size_t i = 0; i < bps.size(); ++i) {
        CHECK(bid.at(i) == Approx(-std::log(1 - bps[i] * 1e-4) / 0.01 * 10'000).epsilon(1e-6));
        CHECK(ask.at(i) == Approx(std::log(1 + bps[i] * 1e-4) / 0.01 * 10'000).epsilon(1e-6));
    }
    CHECK(market("mid").at(1) == 100);
    CHECK(market("mid").at(2) == Approx(100 * std::exp(-d)).epsilon(1e-9));
    CHECK(market("volume_usd").at(2) == Approx(50 * 100 * average).epsilon(1e-6));
    CHECK(market("slippage").at(2) == Approx(average - 1).epsilon(1e-4));
    CHECK(market("effective_spread").at(2) == Approx(2 * (1 - average)).epsilon(1e-4));
    CHECK(market("imbalance").at(2) == -1);
    CHECK(std::isnan(market("imbalance").at(3)));
    CHECK(std::isnan(market("slippage").at(3)));
    CHECK(outcome(results, "/summary/market/max_fall", "venue COIN/USD") == Approx(1 - std::exp(-d)).epsilon(1e-9));
    CHECK(outcome(results, "/summary/market/worst_slippage", "venue COIN/USD") == Approx(1 - average).epsilon(1e-4));
    CHECK(outcome(results, "/summary/market/volume_usd", "venue COIN/USD") == Approx(5'000 * average).epsilon(1e-6));
    // Amihud: one step with volume, abs(log return) = d.
    CHECK(outcome(results, "/summary/market/illiquidity", "venue COIN/USD") ==
          Approx(d / (5'000 * average)).epsilon(1e-6));
    CHECK(outcome(results, "/summary/market/halted_h", "venue COIN/USD") == 0);
    CHECK(outcome(results, "/summary/channel/loss_usd", "fire_sale") > 0);
}

TEST_CASE("Kyle's lambda of an even book in price is one over its depth", "[output][outcomes]")
{
    // 50 coins rest per unit of price, at once anew after every sale: selling Q moves the mid by Q / 50.
    TinyWorld tiny;
    tiny.institution("venue");
    std::size_t const ann = tiny.client("venue", "COIN", 100);
    MarketParameters& market = tiny.market("venue", 50);
    market.distance = Distance::linear;
    market.resilience_time = Duration{0};
    tiny.ask(0, ann, 90);
    for (std::int64_t const step : {1, 2, 3, 4})
        tiny.wish({step, ann, ScriptedClients::Deed::sell, 5.0 * static_cast<double>(step)});
    Contents const results = Recorded{tiny, 6}.finish().results();
    CHECK(outcome(results, "/summary/market/kyle_lambda", "venue COIN/USD") == Approx(1.0 / 50).epsilon(1e-6));
}

TEST_CASE("the quoted spread is twice the half spread", "[output][outcomes]")
{
    TinyWorld tiny;
    tiny.institution("venue");
    tiny.client("venue", "COIN", 1);
    tiny.market("venue", 10'000).half_spread = Share{0.002};
    Contents const results = Recorded{tiny, 2}.finish().results();
    CHECK(series(results, "/series/market/quoted_spread", "venue COIN/USD").at(0) ==
          Approx(std::exp(0.002) - std::exp(-0.002)));
}

TEST_CASE("the tail exponent is Hill's of the largest twentieth of the moves", "[output][outcomes]")
{
    // Moves of size u^(-1/3) / 1000 at quantiles u have an exponent near 3; up and down in turn.
    std::vector<double> prices;
    double price = 100;
    std::vector<double> moves;
    for (int i = 0; i < 400; ++i) {
        moves.push_back(0.001 * std::pow((i + 0.5) / 400, -1.0 / 3));
        price *= std::exp(i % 2 == 0 ? moves.back() : -moves.back());
        prices.push_back(price);
    }
    double sum = 0;
    for (std::size_t i = 0; i < 20; ++i)
        sum += std::log(moves[i] / moves[20]);
    CHECK(outcome(price_path(prices), "/summary/asset/tail_exponent", "COIN") == Approx(20 / sum).epsilon(1e-6));
    CHECK(20 / sum == Approx(3).epsilon(0.1));
    CHECK(std::isnan(outcome(price_path({101, 99}), "/summary/asset/tail_exponent", "COIN")));
}

TEST_CASE("losses by class and channel are those of the ledger and sum to the loss", "[output][outcomes]")
{
    TinyWorld tiny;
    tiny.institution("bank");
    tiny.client("bank", "COIN", 10);
    tiny.shock("fall", "price_jump", {{"at", 600}, {"change", -0.1}}, {{"asset", "COIN"}});
    Contents const results = Recorded{tiny, 3}.finish().results();
    CHECK(outcome(results, "/summary/class/initial_usd", "clients") == 1'000);
    CHECK(outcome(results, "/summary/class/loss_usd", "clients") == Approx(100));
    CHECK(outcome(results, "/summary/class/loss_share", "clients") == Approx(0.1));
    CHECK(outcome(results, "/summary/channel/loss_usd", "price") == Approx(100));  // the bank holds what it owes
    CHECK(outcome(results, "/summary/loss_usd") == Approx(100));
    CHECK(series(results, "/series/class/wealth_usd", "clients") == std::vector<double>{1'000, 900, 900});

    auto const& exact = results.values<std::int64_t>("/losses/loss_micro_usd");
    auto const& classes = results.values<std::string>("/losses/class");
    std::vector<double> const in_total = numbers(results, "/summary/class/loss_usd");
    for (std::size_t i = 0; i < classes.size(); ++i) {
        std::int64_t sum = 0;
        for (std::size_t channel = 0; channel < channel_count; ++channel)
            sum += exact.at(i * channel_count + channel);
        CHECK(static_cast<double>(sum) * 1e-6 == in_total.at(i));
    }
}
