// Liquidation, insurance fund, deleveraging, socialised loss and the venue's own: by hand, in a market without spread.

#include <catch2/catch.hpp>

#include "model/mechanisms/fundamentals.hpp"
#include "tests/model/perp_world.hpp"

using namespace stampede;
using namespace stampede::testing;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

double coins(Amount amount)
{
    return static_cast<double>(amount.value()) / 1e6;
}

double fund(PerpWorld& tiny)
{
    return coins(tiny.world().ledger.balance(tiny.perp().fund));
}

void jump(PerpWorld& tiny, double factor)
{
    jump_price(tiny.world(), tiny.world().asset("COIN"), factor, Channel::price);
}

/// Anna is long 10 coins from 100 with 100 USD, bert short 10 coins from 100 with 1000 USD; the maker holds next to
/// nothing.
struct Pair {
    PerpWorld tiny;
    std::size_t anna, bert;
};

Pair pair()
{
    Pair made;
    made.tiny.market().depth = 1e9;
    made.anna = made.tiny.trader(100);
    made.bert = made.tiny.trader(1000);
    return made;
}

void open(Pair& made)
{
    made.tiny.starts();
    made.tiny.traders->wishes_ = [anna = made.anna, bert = made.bert](View&, PerpTraders const& all, Intents& wishes) {
        wishes.order({PerpId{0}, all.rows[anna], Side::buy, Units{10'000'000}, Order::any_buy_price, 10, false,
                      Channel::price, Cause::calm()});
        wishes.order({PerpId{0}, all.rows[bert], Side::sell, Units{10'000'000}, Order::any_sell_price, 1, false,
                      Channel::price, Cause::calm()});
    };
    made.tiny.go();
    made.tiny.traders->wishes_ = {};
}

double lost(PerpWorld& tiny, std::string const& owner, Channel channel)
{
    auto const& names = tiny.world().ledger.wealth().classes();
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == owner)
            return static_cast<double>(tiny.world().ledger.wealth().loss(ClassId::of(i), channel).value()) * 1e-6;
    return -1;
}

}  // namespace

TEST_CASE("below maintenance the engine takes the position over at its bankruptcy price", "[model][liquidation]")
{
    Pair made = pair();
    open(made);
    PerpWorld& tiny = made.tiny;
    jump(tiny, 0.92);  // equity 20, maintenance 9.2
    tiny.go();
    CHECK(tiny.position(made.anna).size == Units{10'000'000});
    jump(tiny, 0.905 / 0.92);  // equity 5, maintenance 9.05
    tiny.go();
    CHECK(tiny.position(made.anna).size == Units{0});
    Position const engine = tiny.perp().positions.position(tiny.perp().engine);
    CHECK(engine.size == Units{10'000'000});
    CHECK_THAT(coins(engine.cost), WithinRel(900.0, 1e-6));
    CHECK_THAT(lost(tiny, "traders", Channel::liquidation), WithinRel(5.0, 1e-3));
    // The next step sells it at 90.5: 5 more than it cost go to the fund.
    tiny.go();
    CHECK(tiny.perp().positions.position(tiny.perp().engine).size == Units{0});
    CHECK_THAT(fund(tiny), WithinRel(5.0, 1e-3));
}

TEST_CASE("a fee on what is liquidated goes to the fund, as far as there is equity", "[model][liquidation]")
{
    Pair made = pair();
    made.tiny.margin.rules.fee = Share{0.004};
    open(made);
    PerpWorld& tiny = made.tiny;
    jump(tiny, 0.905);
    tiny.go();
    CHECK_THAT(fund(tiny), WithinRel(0.004 * 905, 1e-3));
    CHECK_THAT(lost(tiny, "traders", Channel::fee), WithinRel(0.004 * 905, 1e-3));
    tiny.go();
    CHECK_THAT(fund(tiny), WithinRel(5.0, 1e-3));
}

TEST_CASE("what the engine loses is paid by fund, winners and venue in that order", "[model][liquidation]")
{
    Pair made = pair();
    made.tiny.market().perp.insurance_fund = 30;
    made.tiny.deleveraging.rules.trigger = AdlTrigger::never;
    double const share = GENERATE(0.0, 0.4, 1.0);
    made.tiny.deleveraging.rules.socialised = Share{share};
    CAPTURE(share);
    open(made);
    PerpWorld& tiny = made.tiny;
    double const bert_before = coins(tiny.position(made.bert).cost);
    jump(tiny, 0.8);  // bankrupt at 90: the engine will sell 10 coins at 80 and lose 100
    tiny.go(2);
    CHECK_THAT(fund(tiny), WithinAbs(0, 1e-9));
    CHECK_THAT(lost(tiny, "venue", Channel::liquidation), WithinAbs(100, 0.2));
    CHECK_THAT(lost(tiny, "venue", Channel::socialised), WithinAbs(-70 * share, 0.1));
    CHECK_THAT(coins(tiny.position(made.bert).cost) - bert_before, WithinAbs(70 * share, 0.1));
}

TEST_CASE("inventory under water beyond the fund is closed against winners at the bankruptcy price",
          "[model][liquidation][adl]")
{
    Pair made = pair();
    made.tiny.market().perp.insurance_fund = 50;
    open(made);
    PerpWorld& tiny = made.tiny;
    jump(tiny, 0.8);  // 100 under water, the fund pays for half: 5 coins are closed against bert at 90
    tiny.go();
    Position const engine = tiny.perp().positions.position(tiny.perp().engine);
    CHECK_THAT(coins(Amount{engine.size.value()}), WithinAbs(5.0, 0.01));
    CHECK_THAT(coins(Amount{tiny.position(made.bert).size.value()}), WithinAbs(-5.0, 0.02));
    // Half of bert's margin came home with 5 coins' gain of 10 each.
    CHECK_THAT(tiny.free(made.bert), WithinAbs(500.0 + 50, 2));
    CHECK_THAT(lost(tiny, "traders", Channel::adl), WithinAbs(50.0, 0.2));
    CHECK(tiny.perp().flow.winners >= 1);
    tiny.go();
    CHECK_THAT(fund(tiny), WithinAbs(0.0, 0.2));
    CHECK(tiny.perp().positions.position(tiny.perp().engine).size == Units{0});
}

TEST_CASE("at mark the engine bears what deleveraging costs, and winners lose nothing", "[model][liquidation][adl]")
{
    Pair made = pair();
    made.tiny.market().perp.insurance_fund = 50;
    made.tiny.deleveraging.rules.price = AdlPrice::mark;
    open(made);
    PerpWorld& tiny = made.tiny;
    jump(tiny, 0.8);
    tiny.go();
    CHECK_THAT(lost(tiny, "traders", Channel::adl), WithinAbs(0.0, 1e-3));
    CHECK_THAT(coins(tiny.perp().positions.position(tiny.perp().engine).margin), WithinAbs(-50.0, 0.1));
}

TEST_CASE("a part is taken at mark and leaves its margin to the rest", "[model][liquidation]")
{
    Pair made = pair();
    made.tiny.margin.rules.style.choose("minimal");
    open(made);
    PerpWorld& tiny = made.tiny;
    jump(tiny, 0.905);  // equity 5 of 9.05: (9.05 - 5) / (90.5 * 0.01) coins restore it, but for slippage
    tiny.go();
    Position const left = tiny.position(made.anna);
    CHECK_THAT(coins(Amount{left.size.value()}), WithinRel(10 - 4.05 / 0.905, 1e-2));
    CHECK_THAT(equity(left, tiny.perp().contract(), tiny.perp().mark_price()) / 1e6, WithinRel(5.0, 1e-2));
    CHECK_FALSE(tiny.perp().positions.below_maintenance(left, Price{tiny.perp().mark * 1.001}));
}

TEST_CASE("positions of a failed venue are closed at the last mark", "[model][liquidation]")
{
    Pair made = pair();
    open(made);
    PerpWorld& tiny = made.tiny;
    jump(tiny, 0.95);
    tiny.go();
    tiny.world().institutions[tiny.world().institution("venue").index()].status = Status::failed;
    tiny.go();
    CHECK(tiny.position(made.anna).size == Units{0});
    CHECK(tiny.position(made.bert).size == Units{0});
    CHECK(tiny.perp().positions.total_margin() == Amount{0});
    CHECK(tiny.perp().closed_out == 1);
}

TEST_CASE("a takeover names the move that caused it, a sale the takeover", "[model][liquidation]")
{
    Pair made = pair();
    open(made);
    PerpWorld& tiny = made.tiny;
    jump(tiny, 0.905);
    tiny.go(2);
    Events const& events = tiny.world().events;
    std::size_t takeover = 0, sale = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events.kind(i) == EventKind::liquidation)
            takeover = i;
        if (events.kind(i) == EventKind::sale)
            sale = i;
    }
    REQUIRE(takeover > 0);
    REQUIRE(sale > takeover);
    CHECK(events.account(takeover) == tiny.traders->accounts[made.anna]);
    auto const& children = events.link_child();
    for (std::size_t i = 0; i < children.size(); ++i)
        if (children[i].index() == sale)
            CHECK(events.link_parent()[i].index() == takeover);
}
