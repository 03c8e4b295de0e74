// Funding moves an index; a position settles when it is touched. The slow reference settles every position at every
// payment; both are one run, to the last unit.

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/model/random_perp.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr std::int64_t half = std::int64_t{1} << 31U;  // of a smallest unit

/// Settles every position: what was owed becomes cost.
void touch_all(PositionBook& book)
{
    for (std::size_t i = 0; i < book.size(); ++i)
        book.set(PositionId::of(i), book.position(PositionId::of(i)));
}

/// Everything that a run tells of positions and money in one line.
std::string told(PerpWorld& tiny)
{
    World const& world = tiny.world();
    PositionBook const& book = tiny.perp().positions;
    std::string text = fmt::format("mid {} mark {}", tiny.perp().mid, tiny.perp().mark);
    for (std::size_t i = 0; i < book.size(); ++i) {
        Position const held = book.position(PositionId::of(i));
        text += fmt::format(" | {} {} {}", held.size.value(), held.cost.value(), held.margin.value());
    }
    text += fmt::format(" | clearing {}", world.ledger.clearing(PerpId{0}).value());
    WealthBook const& wealth = world.ledger.wealth();
    for (std::size_t owner = 0; owner < wealth.classes().size(); ++owner)
        for (std::size_t channel = 0; channel < channel_count; ++channel)
            text += fmt::format(" {}", wealth.loss(ClassId::of(owner), static_cast<Channel>(channel)).value());
    return text;
}

}  // namespace

TEST_CASE("what is owed below one unit is kept, on both sides", "[model][perp]")
{
    PositionBook book{MarginTerms{{ContractKind::linear, 1, 1}, MarginSchedule{0.01}}};
    PositionId const one = book.open(AccountId{0}), other = book.open(AccountId{1});
    book.set(one, {Units{3}, Amount{300}, Amount{100}});
    book.set(other, {Units{-3}, Amount{-300}, Amount{100}});
    for (int payment = 1; payment <= 4; ++payment) {
        book.pay_funding(half);
        CHECK(book.position(one).cost.value() == 300 + 3 * payment / 2);
        CHECK(book.position(other).cost.value() == -300 - (3 * payment + 1) / 2);
        CHECK(book.total_paid() == 0);
        if (payment == 1)
            book.set(one, book.position(one));
    }
    book.set(one, {Units{2}, Amount{200}, Amount{100}});  // a part is sold
    book.set(other, {Units{-2}, Amount{-200}, Amount{100}});
    book.pay_funding(half);
    CHECK(book.position(one).cost.value() == 201);
    CHECK(book.position(other).cost.value() == -201);
    CHECK_NOTHROW(book.audit());
}

TEST_CASE("who pays funding for long is liquidated of it, and nobody is touched before", "[model][perp]")
{
    bool const inverse = GENERATE(false, true);
    bool const pays_long = GENERATE(true, false);
    double const rate = GENERATE(0.01, 0.4);
    MaintenanceOn const on = GENERATE(MaintenanceOn::mark, MaintenanceOn::entry);
    CAPTURE(inverse, pays_long, rate, on == MaintenanceOn::entry);
    // Positions of 1000 units of money at price 100, with margins from 10 % to 50 %.
    Contract const contract{inverse ? ContractKind::inverse : ContractKind::linear, 1, 1e6};
    PositionBook book{MarginTerms{contract, MarginSchedule{rate}, 1e9, Share{1}, 0, on}};
    Units const size{inverse ? 100'000 : 1000};
    double const money = notional(size, contract, Price{100});
    std::size_t const pairs = 400;
    for (std::size_t i = 0; i < 2 * pairs; ++i) {
        Units const side = i % 2 == 0 ? size : -size;
        double const margin = money * (rate + 0.1 + 0.001 * static_cast<double>(i / 2));
        book.set(book.open(AccountId::of(i)),
                 {side, value_of(side, contract, Price{100}), Amount{round_to_integer(margin)}});
    }
    double const unit = notional(Units{1}, contract, Price{100});
    std::size_t most = 0;
    for (int payment = 0; payment < 45; ++payment) {
        book.pay_funding(round_to_integer((pays_long ? 0.01 : -0.01) * unit * 0x1p32));
        for (double const mark : {97.0, 100.0, 103.0}) {
            std::vector<PositionId> slow;
            for (std::size_t i = 0; i < book.size(); ++i)
                if (book.below_maintenance(book.position(PositionId::of(i)), Price{mark}))
                    slow.push_back(PositionId::of(i));
            REQUIRE(book.liquidated(Price{mark}) == slow);
            most = std::max(most, slow.size());
        }
    }
    CHECK(most > (on == MaintenanceOn::mark ? 300U : 150U));  // at entry a payment moves their levels less
}

TEST_CASE("an index that would pass what can be counted is a named stop, no wrap", "[model][perp]")
{
    PerpWorld tiny;
    tiny.declared.assets["USD"].decimals = 8;
    tiny.declared.assets["COIN"].decimals = 0;
    tiny.market().perp.funding_interval = Duration{60};
    tiny.market().perp.interest = 0.01;
    tiny.market().perp.funding_clamp = 0.01;
    tiny.market().perp.funding_cap = 0.01;
    tiny.market().depth = 1e6;
    tiny.starts();
    CHECK_THROWS_WITH(tiny.go(100), Catch::StartsWith("/markets/COIN-PERP  one unit of size is worth 1e+10 smallest "
                                                      "units of USD") &&
                                        Catch::Contains("use more decimals for COIN or fewer for USD"));
}

TEST_CASE("positions that settle when touched are those that settle at every payment", "[model][perp]")
{
    bool const inverse = GENERATE(false, true);
    double const add_on = GENERATE(0.0, 0.2);
    MaintenanceOn const on = GENERATE(MaintenanceOn::mark, MaintenanceOn::entry);
    CAPTURE(inverse, add_on, on == MaintenanceOn::entry);
    PerpWorld lazy = random_perp(inverse, "fraction", add_on, on),
              reference = random_perp(inverse, "fraction", add_on, on);
    for (PerpWorld* const tiny : {&lazy, &reference}) {
        tiny->market().perp.funding_clamp = 0;  // the whole premium is paid
        tiny->starts(300);
    }
    std::size_t liquidated = 0;
    for (int step = 0; step < 300; ++step) {
        lazy.go();
        reference.go();
        touch_all(reference.perp().positions);
        REQUIRE(told(lazy) == told(reference));
        liquidated += static_cast<std::size_t>(lazy.perp().flow.liquidations);
    }
    CHECK(liquidated > 20);
    CHECK(lazy.perp().positions.funding_index() != 0);
}
