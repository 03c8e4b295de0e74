// Where venues liquidate: published positions, in the integers of a run, linear and inverse, isolated and cross.

#include "model/base/check.hpp"
#include "model/cross_margin.hpp"
#include "model/positions.hpp"
#include "tests/analytic/case_file.hpp"

using namespace stampede;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr Contract linear{ContractKind::linear, 1e8, 1e8};
constexpr Contract inverse{ContractKind::inverse, 1, 1e12};

/// Position of `size` at a mean price with `margin` posted, in whole units.
Position position_of(Contract const& contract, double size, double entry, double margin)
{
    Units const units{round_to_integer(size * contract.size_unit)};
    return {units, value_of(units, contract, Price{entry}), Amount{round_to_integer(margin * contract.settle_unit)}};
}

double sign_of(cases::Json const& one)
{
    return one.at("side") == "long" ? 1 : -1;
}

/// A tier of one rate with the deduction that a venue's table states, as a schedule that has it where it is used.
MarginSchedule tier_with(double rate, double deduction, double settle_unit)
{
    if (deduction == 0)
        return MarginSchedule{rate};
    // deduction = from (rate - 0): the tier begins where its margin is still nothing.
    return MarginSchedule{{{0, 0, 1e9}, {deduction / rate * settle_unit, rate, 1 / rate}}};
}

double price_by_venue(cases::Json const& one)
{
    double const sign = sign_of(one), entry = one.at("entry_price"), rate = one.at("maintenance_rate");
    double const size = sign * one.at("amount").get<double>(), wallet = one.at("wallet_balance");
    std::string const rule = one.at("rule");
    Position const position = position_of(linear, size, entry, wallet);
    if (rule == "binance")
        return liquidation_price(position, linear, tier_with(rate, one.at("maintenance_amount"), linear.settle_unit))
            .value();
    if (rule == "gate_okx")
        return liquidation_price(position, linear, MarginSchedule{rate + one.at("taker_fee").get<double>()}).value();
    double const at_entry = rate * notional(position.size, linear, Price{entry});
    return liquidation_price(position, linear, at_entry).value();
}

}  // namespace

TEST_CASE("isolated linear positions of three venues", "[analytic][positions]")
{
    int done = 0;
    for (auto const& one : cases::all("liquidation_price_isolated_and_cross.json")) {
        if (one.at("margin") != "isolated")
            continue;
        CAPTURE(one.dump());
        CHECK_THAT(price_by_venue(one),
                   WithinAbs(one.at("liquidation_price").get<double>(), one.at("abs_tolerance").get<double>()));
        ++done;
    }
    CHECK(done >= 8);
}

// Binance's published wallet of 1,535,443.01 USDT with two longs; M 1.2.
TEST_CASE("Binance: one wallet behind two positions", "[analytic][positions]")
{
    double const wallet = 1535443.01;
    std::vector<CrossPosition> const both = {{109.488, 32481.98, 31967.27, 0.025, 16300},
                                             {3683.979, 1456.84, 1335.18, 0.1, 135365}};
    CHECK_THAT(maintenance(both[0]), WithinAbs(71200.811444, 1e-6));
    CHECK_THAT(maintenance(both[1]), WithinAbs(356512.508122, 1e-6));
    CHECK_THAT(unrealised(both[0]), WithinAbs(-56354.56848, 1e-5));
    CHECK_THAT(unrealised(both[1]), WithinAbs(-448192.885140, 1e-5));
    CHECK_THAT(cross_liquidation_price(wallet, both, 0).value(), WithinAbs(26316.89, 0.005));
    CHECK_THAT(cross_liquidation_price(wallet, both, 1).value(), WithinAbs(1153.26, 0.005));
    CHECK_THAT(cross_liquidation_price(wallet, std::span{both}.first(1), 0).value(), WithinAbs(18778.73, 0.005));
    CHECK_THAT(cross_liquidation_price(wallet, std::span{both}.last(1), 0).value(), WithinAbs(1114.78, 0.005));
}

TEST_CASE("the published cross-margined case", "[analytic][positions]")
{
    int done = 0;
    for (auto const& one : cases::all("liquidation_price_isolated_and_cross.json")) {
        if (one.at("margin") != "cross")
            continue;
        std::vector<CrossPosition> positions = {{sign_of(one) * one.at("amount").get<double>(), one.at("entry_price"),
                                                 one.at("entry_price"), one.at("maintenance_rate"),
                                                 one.at("maintenance_amount")}};
        for (auto const& other : one.at("other_positions"))
            positions.push_back({sign_of(other) * other.at("amount").get<double>(), other.at("entry_price"),
                                 other.at("mark_price"), other.at("maintenance_rate"), other.at("maintenance_amount")});
        CHECK_THAT(cross_liquidation_price(one.at("wallet_balance"), positions, 0).value(),
                   WithinAbs(one.at("liquidation_price").get<double>(), one.at("abs_tolerance").get<double>()));
        ++done;
    }
    CHECK(done >= 1);
}

// Hyperliquid: maintenance rate is half the initial rate at the largest leverage; live positions, M 1.2.
TEST_CASE("Hyperliquid: live positions", "[analytic][positions]")
{
    auto const [size, entry, margin, leverage, expected, tolerance] =
        GENERATE(table<double, double, double, double, double, double>({
            {0.0015, 66930.0, 20.043862, 50, 54108.51043771, 1e-6},
            {-0.00099, 65536.0, 21.604172, 50, 86493.46174617, 1e-6},
            {-0.019, 2642.8, 25.091876, 50, 3924.18322043, 1e-6},
            {0.5, 250, 25, 10, 210.5263157894737, 1e-9},
        }));
    Contract const fine{ContractKind::linear, 1e9, 1e12};
    Position const position = position_of(fine, size, entry, margin);
    CHECK_THAT(liquidation_price(position, fine, MarginSchedule{0.5 / leverage}).value(),
               WithinRel(expected, tolerance));
}

// Bybit, BitMEX, MCS, Phemex: M 1.2.
TEST_CASE("linear contracts with the maintenance of other venues", "[analytic][positions]")
{
    Position const bybit = position_of(linear, 1, 20000, 400);
    CHECK_THAT(liquidation_price(bybit, linear, 100 * linear.settle_unit).value(), WithinAbs(19700, 1e-6));
    CHECK_THAT(bankruptcy_price(position_of(linear, 100, 500, 1000 + 100), linear).value(), WithinAbs(489, 1e-6));
    Position const karen = position_of(linear, 20, 1000, 10000);
    CHECK_THAT(bankruptcy_price(karen, linear).value(), WithinAbs(500, 1e-9));
    CHECK_THAT(liquidation_price(karen, linear, 0.01 * 20000 * linear.settle_unit).value(), WithinAbs(510, 1e-9));
    Position const phemex = position_of(linear, 500, 0.4, 40.096);
    CHECK_THAT(liquidation_price(phemex, linear, MarginSchedule{0.01 + 0.0006}).value(), WithinAbs(0.323234, 1e-6));
}

// BitMEX: 100 coins at 100 with 4 % behind them and 1 % of the value kept are liquidated at 97, not at 96. The rule of
// thumb EP (1 - s/L + s mmr) is exact where maintenance is that of the entry: 60,000 at 10x, 0.4 %. M 1.2.
TEST_CASE("maintenance of the entry price makes the rule of thumb exact", "[analytic][positions]")
{
    Position const isolated = position_of(linear, 100, 100, 400);
    CHECK_THAT(liquidation_price(isolated, linear, 100 * linear.settle_unit).value(), WithinAbs(97, 1e-9));
    CHECK_THAT(bankruptcy_price(isolated, linear).value(), WithinAbs(96, 1e-9));
    double const kept = 0.004 * 60000 * linear.settle_unit;
    CHECK_THAT(liquidation_price(position_of(linear, 1, 60000, 6000), linear, kept).value(), WithinAbs(54240, 1e-6));
    CHECK_THAT(liquidation_price(position_of(linear, -1, 60000, 6000), linear, kept).value(), WithinAbs(65760, 1e-6));
}

// Five positions of Chitra, arXiv 2512.01112, at a price of 1 and a rate of 0.1; the paper prints 1.0010 for the last
// liquidation price, which is 1.0009 by its own formula. Later prices: equity stays what it was at 1. M 2.3.
TEST_CASE("five positions: bankruptcy, liquidation, and what is lost in a book of one coin per unit of price",
          "[analytic][positions]")
{
    auto const [size, money, ruin, liquidated] =
        GENERATE(table<double, double, double, double>({{1, 2, 0, 0},
                                                        {1, 2.0 / 3, 0.3333, 0.3704},
                                                        {-4, 8.0 / 3, 1.6667, 1.5152},
                                                        {1, 2.0 / 19, 0.8947, 0.9942},
                                                        {-1, 10.0 / 99, 1.1010, 1.0009}}));
    Position const held = position_of(linear, size, 1, money);
    CHECK_THAT(std::max(0.0, bankruptcy_price(held, linear).value()), WithinAbs(ruin, 5e-5));
    CHECK_THAT(std::max(0.0, liquidation_price(held, linear, MarginSchedule{0.1}).value()),
               WithinAbs(liquidated, 6e-5));

    double const d = bankruptcy_price(position_of(linear, 1, 0.94, 2.0 / 19), linear).value();
    CHECK_THAT(d, WithinAbs(0.8347, 5e-5));
    auto const left = [](Position const& closed, double price) {
        return equity(closed, linear, Price{price}) / linear.settle_unit;
    };
    // Sold in a book that moves by 1 per coin, at its mean price: 0.84, no bad debt.
    CHECK(left(position_of(linear, 0.2, 0.94, 0.2 * 2 / 19), 0.94 - 0.20 / 2) > 0);
    CHECK_THAT(left(position_of(linear, -1, 1.05, 10.0 / 99), 1.05 + 1.0 / 2), WithinAbs(-0.399, 5e-4));
    CHECK_THAT(bankruptcy_price(position_of(linear, 1, 0.98, 2.0 / 19), linear).value(), WithinAbs(0.8747, 5e-5));
    CHECK_THAT(left(position_of(linear, 0.4, 0.98, 0.4 * 2 / 19), 0.98 - 0.4 / 2), WithinAbs(-0.0379, 5e-5));
}

TEST_CASE("inverse contracts: bankruptcy and liquidation in 1/P", "[analytic][positions]")
{
    // Isolated at 50x from 7,890.08: BP = EP L / (L + 1).
    Position const fifty = position_of(inverse, 100000, 7890.08, 100000 / 7890.08 / 50);
    Price const fifty_ruin = bankruptcy_price(fifty, inverse);
    CHECK_THAT(fifty_ruin.value(), WithinAbs(7735.372549, 1e-6));
    CHECK(on_tick(fifty_ruin, 0.5, fifty.size).value() == 7735.5);  // as printed
    CHECK(on_tick(fifty_ruin, 0.5, -fifty.size).value() == 7735);
    CHECK(on_tick(Price{0.3}, 0.1, fifty.size).value() == Approx(0.3));
    // MCS: 10x from 2,000, maintenance 0.5 % of the value at entry.
    double const value = 1e6 / 2000, margin = value / 10;
    double const kept = 0.005 * value * inverse.settle_unit;
    CHECK_THAT(liquidation_price(position_of(inverse, 1e6, 2000, margin), inverse, kept).value(),
               WithinAbs(1826.48, 0.005));
    CHECK_THAT(liquidation_price(position_of(inverse, -1e6, 2000, margin), inverse, kept).value(),
               WithinAbs(2209.94, 0.005));
    // Bybit: 60,000 at 50,000, 10x: value 1.2, margin 0.12, maintenance 0.006.
    double const six = 0.006 * inverse.settle_unit;
    CHECK_THAT(liquidation_price(position_of(inverse, -60000, 50000, 0.12), inverse, six).value(),
               WithinAbs(55248.6188, 1e-4));
    CHECK_THAT(liquidation_price(position_of(inverse, 60000, 50000, 0.12), inverse, six).value(),
               WithinAbs(45662.1005, 1e-4));
}

// Bybit inverse cross: long 10,000 at 8,000 with 0.5 BTC, taker fee 0.075 %, maintenance 0.5 %.
TEST_CASE("an inverse position with fees in its bankruptcy price", "[analytic][positions]")
{
    double const fee = 0.00075, size = 10000, entry = 8000, wallet = 0.5;
    Position const position = position_of(inverse, size, entry, wallet);
    double const ruin = liquidation_price(position, inverse, MarginSchedule{fee}).value();  // the fee is left
    CHECK_THAT(ruin, WithinAbs(5718.571, 1e-3));
    double const kept = 0.005 * size / entry + size * fee / ruin;
    Price const liquidated = liquidation_price(position, inverse, kept * inverse.settle_unit);
    CHECK_THAT(liquidated.value(), WithinAbs(5739.0835, 1e-4));
    CHECK(on_tick(liquidated, 0.5, position.size).value() == 5739.5);  // as printed
}

TEST_CASE("at its liquidation price a position has just its maintenance margin, in every tier", "[analytic][positions]")
{
    MarginSchedule const schedule{{{0, 0.005, 100}, {50000e8, 0.01, 50}, {200000e8, 0.05, 10}}};
    for (double const size : {0.1, 3.0, 20.0, -0.1, -3.0, -20.0})
        for (double const leverage : {1.5, 5.0, 9.0}) {
            double const at = 30000, margin = (size < 0 ? -size : size) * at / leverage;
            Position const position = position_of(linear, size, at, margin);
            Price const price = liquidation_price(position, linear, schedule);
            CAPTURE(size, leverage, price.value());
            double const kept = schedule.maintenance(notional(position.size, linear, price));
            CHECK_THAT(equity(position, linear, price), WithinAbs(kept, 1e-3 * linear.settle_unit));
            Contract const coin{ContractKind::inverse, 1, 1e8};
            Position const other = position_of(coin, size * at, at, margin / at);
            Price const turn = liquidation_price(other, coin, MarginSchedule{0.01});
            CHECK_THAT(equity(other, coin, turn), WithinAbs(0.01 * notional(other.size, coin, turn), 10));
        }
}

TEST_CASE("what no price can liquidate", "[analytic][positions]")
{
    CHECK(liquidation_price(position_of(linear, 1, 100, 120), linear, MarginSchedule{0.01}).value() <= 0);
    Price const never = liquidation_price(position_of(inverse, -100, 100, 1.2), inverse, MarginSchedule{0.01});
    CHECK(never.value() > 1e300);
    CHECK_THROWS_AS(liquidation_price(Position{}, linear, MarginSchedule{0.01}), InputError);
}

TEST_CASE("dYdX: bankruptcy and fillable prices of cross-margined accounts", "[analytic][positions]")
{
    int bankrupt = 0, fillable = 0;
    for (auto const& one : cases::all("perp_bankruptcy_and_fillable_price.json")) {
        CAPTURE(one.dump());
        std::vector<CrossPosition> positions;
        double wallet = one.at("account").at("quote_balance");
        for (auto const& held : one.at("account").at("positions")) {
            positions.push_back(
                {held.at("size"), held.at("oracle_price"), held.at("oracle_price"), held.at("maintenance_rate"), 0});
            wallet += positions.back().size * positions.back().mark;  // what was paid is in the quote balance
        }
        std::string const kind = one.at("kind");
        if (kind == "bankruptcy_price_of_order") {
            double const paid = quote_at_bankruptcy(wallet, positions, one.at("position_index"), one.at("size_delta"));
            CHECK_THAT(paid, WithinAbs(one.at("quote_received_at_bankruptcy").get<double>(),
                                       one.at("abs_tolerance").get<double>()));
            ++bankrupt;
        }
        else if (kind == "fillable_price") {
            Price const price = fillable_price(wallet, positions, one.at("position_index"),
                                               one.at("bankruptcy_adjustment"), one.at("spread_to_maintenance"));
            CHECK_THAT(price.value(), WithinAbs(one.at("price").get<double>(), one.at("abs_tolerance").get<double>()));
            ++fillable;
        }
        else
            CHECK((cross_equity(wallet, positions) < cross_maintenance(positions)) == one.at("expected").get<bool>());
    }
    CHECK(bankrupt >= 5);
    CHECK(fillable >= 4);
}
