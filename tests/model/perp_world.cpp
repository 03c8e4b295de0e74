#include "tests/model/perp_world.hpp"

#include "model/mechanisms/collateral_haircuts.hpp"
#include "model/mechanisms/collateral_sales.hpp"
#include "model/mechanisms/contagion.hpp"
#include "model/mechanisms/fundamentals.hpp"
#include "model/mechanisms/marking.hpp"
#include "model/mechanisms/perp_trading.hpp"

namespace stampede::testing {

void PerpTraders::birth(World& world, Draws const&)
{
    PerpMarket& market = world.perps.front();
    for (double const coins : money) {
        AccountId const account = world.ledger.open_account(market.venue, market.settle, enrolment().owner_class, {});
        world.ledger.endow_claim(account, Amount{round_to_integer(coins * market.contract().settle_unit)});
        accounts.push_back(account);
        rows.push_back(market.positions.open(account));
    }
    if (births)
        births(world, enrolment().owner_class);
}

PerpWorld::PerpWorld(bool inverse, std::int64_t step_seconds) : step_seconds_{step_seconds}
{
    AssetParameters& dollar = declared.assets["USD"];
    dollar.kind = AssetKind::fiat;
    dollar.decimals = 6;
    AssetParameters& coin = declared.assets["COIN"];
    coin.decimals = 6;
    coin.price = Price{100};
    declared.institutions["venue"].tokens = {{"USD", 1e6}, {"COIN", 1e4}};
    add_perp("COIN").perp.inverse = inverse;
    margin.rules.liquidation_time = Duration{0};
    margin.rules.fee = Share{0};
    traders = unborn_.get();
}

MarketParameters& PerpWorld::add_perp(std::string const& base)
{
    MarketParameters& rules = declared.markets[base + "-PERP"];
    rules.kind = MarketKind::perp;
    rules.venue = "venue";
    rules.base = base;
    rules.quote = "USD";
    rules.depth = 1e5;
    rules.edges = {0.01, 0.5};
    rules.profile = {1, 1};
    rules.floor = Share{0};
    rules.half_spread = Share{0};
    rules.resilience_time = Duration{0};
    rules.perp.mark = MarkRule::mid;
    rules.perp.funding_interval = Duration{0};
    rules.perp.tiers.rate = {0.01};
    return rules;
}

MarketParameters& PerpWorld::spot(double depth)
{
    MarketParameters& rules = declared.markets["COIN-USD"];
    rules.venue = "venue";
    rules.base = "COIN";
    rules.quote = "USD";
    rules.depth = depth;
    return rules;
}

std::size_t PerpWorld::trader(double money)
{
    traders->money.push_back(money);
    return traders->money.size() - 1;
}

void PerpWorld::starts(std::int64_t steps)
{
    std::unique_ptr<World> world =
        found_world(declared, {"traders"}, Clock{0, step_seconds_, steps}, Draws{20201012, 0});
    unborn_->enrol({"traders", ClassId::of(maker_class(*world).index() + 1), PersonId{0}});
    unborn_->birth(*world, world->draws);
    std::vector<RestingAccounts> const resting = endow_world(*world, declared);
    world->audits = true;
    world->ledger.set_audit(true);

    std::vector<std::string> names;
    for (std::size_t i = 0; i < world->institution_count(); ++i)
        names.push_back(world->institutions[i].name);
    auto const perps = std::make_shared<std::vector<MarketParameters>>();
    std::vector<Trading::Book> books;
    for (auto& [name, rules] : declared.markets)
        if (rules.kind == MarketKind::perp)
            perps->push_back(std::move(rules));
        else
            books.push_back({std::move(rules), resting[books.size()]});
    std::vector<std::unique_ptr<Mechanism>> mechanisms;
    mechanisms.push_back(std::make_unique<Fundamentals>());
    mechanisms.push_back(std::make_unique<CollateralSales>(margin, names));
    mechanisms.push_back(std::make_unique<Congestion>(std::move(congestion), names));
    mechanisms.push_back(std::make_unique<Trading>(Trading::Parameters{}, std::move(books)));
    mechanisms.push_back(std::make_unique<PerpTrading>(Trading::Parameters{}, perps));
    mechanisms.push_back(std::make_unique<PerpMarking>(marking, perps));
    mechanisms.push_back(std::make_unique<Marking>());
    mechanisms.push_back(std::make_unique<CollateralHaircuts>());
    mechanisms.push_back(std::make_unique<Margin>(std::move(margin), names));
    mechanisms.push_back(std::make_unique<Deleveraging>(std::move(deleveraging), names));
    mechanisms.push_back(std::make_unique<Contagion>(Contagion::Parameters{}));
    std::vector<std::unique_ptr<Population>> populations;
    populations.push_back(std::move(unborn_));
    simulation = std::make_unique<Simulation>(std::move(world), std::move(populations), std::move(mechanisms),
                                              std::vector<std::unique_ptr<Observer>>{});
}

void PerpWorld::go(std::int64_t steps)
{
    for (std::int64_t i = 0; i < steps; ++i)
        simulation->step();
    world().ledger.audit_all();
    audit_positions(world(), true);
}

double PerpWorld::free(std::size_t trader)
{
    return static_cast<double>(world().ledger.balance(traders->accounts[trader]).value()) /
           perp().contract().settle_unit;
}

void PerpWorld::order(std::size_t trader, Side side, double size, double leverage, bool reduces)
{
    Units const units{round_to_integer(size * perp().contract().size_unit)};
    traders->wishes_ = [=](View&, PerpTraders const& all, Intents& wishes) {
        wishes.order({PerpId{0}, all.rows[trader], side, units,
                      side == Side::buy ? Order::any_buy_price : Order::any_sell_price, leverage, reduces,
                      Channel::price, Cause::calm()});
    };
    go();
    traders->wishes_ = {};
}

}  // namespace stampede::testing
