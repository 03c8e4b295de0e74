// How much of a position is taken over: published sizes.

#include "model/policies/liquidation_style.hpp"

#include "model/cross_margin.hpp"
#include "model/positions.hpp"
#include "tests/analytic/case_file.hpp"
#include "tests/support/fields.hpp"
#include "tests/support/validation.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using testing::validation_row;

namespace {

std::unique_ptr<LiquidationStyle> style(std::string_view kind, std::map<std::string, double> numbers = {})
{
    auto made = roster<LiquidationStyle>().find(kind)->make();
    testing::set(*made, std::move(numbers));
    return made;
}

}  // namespace

// OKX: 15,000 contracts in tier 3, tier 1 holds 2,000: 13,000 are closed; M 1.3.
TEST_CASE("stepping down to the tier whose margin is met", "[analytic][liquidation]")
{
    MarginSchedule const schedule{{{0, 0.005, 100}, {2000, 0.01, 50}, {10000, 0.02, 25}}};
    LiquidationQuestion const asked{15000, 15000, 50, 0, 0, Duration{1e18}, schedule};
    CHECK_THAT(style("tier_step_down")->taken(asked), WithinAbs(13000, 1e-9));
    LiquidationQuestion const richer{15000, 15000, 95, 0, 0, Duration{1e18}, schedule};
    CHECK_THAT(style("tier_step_down")->taken(richer), WithinAbs(5000, 1e-9));
    LiquidationQuestion const poorer{15000, 15000, 5, 0, 0, Duration{1e18}, schedule};
    CHECK(style("tier_step_down")->taken(poorer) == 15000);
}

TEST_CASE("a fifth of a large position first, the rest after 30 seconds", "[analytic][liquidation]")
{
    MarginSchedule const schedule{0.01};
    auto const fraction = style("fraction", {{"above", 100000}});
    auto const taken = [&](double notional, double since) {
        return fraction->taken({10, notional, 1, 0, 0, Duration{since}, schedule});
    };
    CHECK(taken(100000, 1e18) == 10);
    CHECK(taken(100001, 1e18) == 2);
    CHECK(taken(100001, 29) == 0);
    CHECK(taken(100001, 30) == 10);
}

// Chitra, arXiv 2512.01112 (M 1.3): 10.24 asked of a position of 1. Drift: shortage 10 at price 100 and ratio 0.1: 1.
TEST_CASE("just enough to meet the margin of the rest", "[analytic][liquidation]")
{
    double const mark = 5.5, equity = -4.399, rate = 0.1, sold = 5.55;
    CHECK_THAT((rate * mark - equity) / (-(sold - mark) - 0.003 * mark + rate * mark), WithinAbs(10.24, 0.005));
    CHECK_THAT(size_that_restores(rate * mark - equity, mark, rate, (sold - mark) / mark, 0.003),
               WithinAbs(10.24, 0.005));
    MarginSchedule const schedule{rate};
    CHECK(style("minimal")->taken({1, mark, equity, (sold - mark) / mark, 0.003, Duration{1e18}, schedule}) == 1);
    int done = 0;
    for (auto const& one : cases::all("liquidation_sizing_and_socialised_loss.json"))
        if (one.at("kind") == "base_to_close_for_margin_shortage") {
            double const size =
                size_that_restores(one.at("margin_shortage"), one.at("oracle_price"), one.at("margin_ratio"),
                                   one.at("liquidator_fee"), one.at("insurance_fee"));
            CHECK_THAT(size, WithinAbs(one.at("base_amount").get<double>(), one.at("abs_tolerance").get<double>()));
            ++done;
        }
    CHECK(done >= 1);
}

// Drift: a debt of 100 a coin is paid off with collateral until a shortage of 10 is gone; what that takes. The two
// cases of a size are of this function alone: no engine here asks how much debt to hand over at weights and multipliers
// until a margin is met, as venues sell collateral in the market until a loan is repaid, and protocols take the part of
// a debt that their close factor allows. Through the engine: coins closed of a shortage in leverage_engine_test,
// collateral paid for a debt in vault_liquidation_test, a loss spread over deposits in failing_venues_test.
TEST_CASE("a debt paid off with collateral cures a shortage", "[analytic][liquidation]")
{
    int debts = 0, assets = 0, elsewhere = 0;
    for (auto const& one : cases::all("liquidation_sizing_and_socialised_loss.json")) {
        TransferTerms terms{one.value("asset_weight", 1.0), one.value("liability_weight", 1.0),
                            one.value("asset_multiplier", 1.0), one.value("liability_multiplier", 1.0),
                            one.value("insurance_fee", 0.0)};
        CAPTURE(one.dump());
        if (one.at("kind") == "liability_to_transfer_for_margin_shortage") {
            double const shortage = one.at("margin_shortage"), price = one.at("liability_price");
            double const debt = debt_that_cures(shortage, price, terms), expected = one.at("liability_amount");
            CHECK_THAT(debt, WithinAbs(expected, one.at("abs_tolerance").get<double>()));
            // What the account is rid of, weighted, less the weighted collateral it gives for it, is the shortage.
            double const paid = debt * price * terms.liability_weight * (1 - terms.insurance_fee);
            double const given = collateral_for(debt, price, 1, terms) * terms.asset_weight;
            CHECK_THAT(paid - given, WithinRel(shortage, 1e-12));
            validation_row(fmt::format("Drift, debt that cures a shortage, {}", one.at("name").get<std::string>()),
                           "Drift", expected, debt);
            ++debts;
        }
        else if (one.at("kind") == "asset_paid_for_liability") {
            double const paid =
                collateral_for(one.at("liability_amount"), one.at("liability_price"), one.at("asset_price"), terms);
            CHECK_THAT(paid, WithinAbs(one.at("asset_amount").get<double>(), one.at("abs_tolerance").get<double>()));
            ++assets;
        }
        else {
            CHECK((one.at("kind") == "base_to_close_for_margin_shortage" ||
                   one.at("kind") == "deposit_loss_socialised_fraction"));
            ++elsewhere;
        }
    }
    CHECK(elsewhere >= 2);
    CHECK(debts >= 2);
    CHECK(assets >= 1);
    CHECK(debt_that_cures(1, 1, {1, 1, 1, 1, 0.1}) > 1e300);
}

TEST_CASE("what minimal leaves meets its margin exactly", "[analytic][liquidation]")
{
    double const rate = 0.05, size = 1000, price = 3, slippage = 0.01, equity = 100;
    MarginSchedule const schedule{rate};
    double const taken = style("minimal")->taken({size, size * price, equity, slippage, 0, Duration{1e18}, schedule});
    REQUIRE(taken < size);
    CHECK_THAT(equity - taken * price * slippage, WithinRel((size - taken) * price * rate, 1e-12));
    CHECK(style("minimal")->taken({size, size * price, equity, rate, 0, Duration{1e18}, schedule}) == size);
}

TEST_CASE("no style takes more than there is", "[analytic][liquidation]")
{
    MarginSchedule const schedule{{{0, 0.005, 100}, {2000, 0.01, 50}}};
    for (auto const& entry : roster<LiquidationStyle>().entries())
        for (double const equity : {-50.0, 0.0, 3.0, 12.0, 20.0}) {
            double const taken = entry.make()->taken({500, 3000, equity, 0.001, 0.001, Duration{1e18}, schedule});
            CAPTURE(entry.name, equity, taken);
            CHECK(taken >= 0);
            CHECK(taken <= 500);
        }
}
