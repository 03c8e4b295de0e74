#include "model/mechanisms/collateral_sales.hpp"

#include <algorithm>

#include "model/base/math.hpp"
#include "model/cross_standing.hpp"
#include "model/mechanisms/rules_at.hpp"

namespace stampede {

CollateralSales::CollateralSales(Margin::Parameters const& margin, std::vector<std::string> const& names)
{
    for (MarginRules const* const rules : rules_at(margin, names))
        time_.push_back(rules->liquidation_time);
}

void CollateralSales::sell(StepContext& step, CrossAccount const& cross, UnderWay const& under_way) const
{
    World const& world = step.world;
    InstitutionId const venue = world.ledger.institution(cross.money);
    AssetId const settle = world.ledger.asset(cross.money);
    double owed = static_cast<double>(world.ledger.borrowed(cross.loan).value());
    double const pace = 1 - world.clock.kept(time_[venue.index()]);
    for (Collateral const& one : cross.collateral) {
        AssetId const asset = world.ledger.asset(one.account);
        MarketId const id = collateral_market(world, venue, asset, settle);
        double const price =
            world.markets[id.index()].mid * world.assets[settle.index()].unit / world.assets[asset.index()].unit;
        Amount const sent = std::max(Amount{0}, -under_way.of(one.account));
        Amount const there = world.ledger.balance(one.account) - sent;
        auto const held = static_cast<double>(there.value());
        owed -= static_cast<double>(sent.value()) * price;
        if (!(owed > 0) || held <= 0 || !(price > 0))
            continue;
        double const needed = std::min(held, owed / price);
        Amount const amount{std::min(static_cast<std::int64_t>(-floor(-needed * pace)), there.value())};
        step.wishes.order(Order{id,
                                Side::sell,
                                one.account,
                                cross.money,
                                {},
                                amount,
                                Order::any_sell_price,
                                Channel::liquidation,
                                Cause{cross.taken}});
        owed -= needed * price;
    }
}

void CollateralSales::apply(StepContext& step) const
{
    UnderWay const under_way{step.world.late_orders};
    for (CrossAccount const& cross : step.world.crosses)
        if (step.world.ledger.borrowed(cross.loan).value() > 0 && (!is_loan_account(cross) || is_being_sold(cross)))
            sell(step, cross, under_way);
}

}  // namespace stampede
