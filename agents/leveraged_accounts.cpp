// Accounts of leveraged traders: isolated margin, or one cross account behind several positions.

#include <algorithm>

#include "agents/leveraged_traders.hpp"
#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/cross_standing.hpp"
#include "model/position_acts.hpp"

namespace stampede {

void LeveragedTraders::settle_in(World& world, Row row, Newborn const& born)
{
    PerpMarket& market = world.perps[market_.index()];
    AccountId const account = world.ledger.open_account(market.venue, market.settle, enrolment().owner_class, {});
    position_.push_back(market.positions.open(account));
    target_leverage_.push_back(notional(born.size, market.contract(), born.entry) /
                               static_cast<double>(std::max<std::int64_t>(1, born.margin.value())));
    further_position_.resize(further_position_.size() + further_.size());
    further_size_.resize(further_position_.size(), 0.0);
    if (parameters_.cross_above > 0 && notional_[row] >= parameters_.cross_above) {
        open_cross_account(world, row, born);
        return;
    }
    world.ledger.endow_claim(account, born.margin + part_of(parameters_.spare, born.margin));
    endow_position(world, market_, position_[row], born.size, born.entry, born.margin);
}

double LeveragedTraders::notional_of_all() const
{
    if (parameters_.also_notionals.empty())
        return 1 + magnitude(parameters_.also_notional.value()) * static_cast<double>(further_.size());
    double sum = 1;
    for (double const relative : parameters_.also_notionals)
        sum += magnitude(relative);
    return sum;
}

void LeveragedTraders::open_cross_account(World& world, Row row, Newborn const& born)
{
    PerpMarket& market = world.perps[market_.index()];
    AccountId const money = market.positions.account(position_[row]);
    double const whole = notional_of_all() * (1 + parameters_.spare.value()) * static_cast<double>(born.margin.value());
    AssetId const coin = parameters_.collateral.empty() ? market.base : world.asset(parameters_.collateral);
    bool const coins = parameters_.in_coins.value() > 0 && coin != market.settle;
    double const in_coins = coins ? parameters_.in_coins.value() * whole : 0;
    world.ledger.endow_claim(money, Amount{static_cast<std::int64_t>(whole - in_coins)});
    std::vector<AccountId> collateral;
    if (coins) {
        collateral.push_back(world.ledger.open_account(market.venue, coin, enrolment().owner_class, {}));
        double price = collateral_price(world, market.venue, coin, market.settle);
        require(price > 0, "/agents/" + enrolment().name + "/collateral  has no market at " +
                               world.institutions[market.venue.index()].name + " that could value it");
        if (parameters_.covers_haircut) {
            price *= 1 - world.haircut(market.venue, coin);
            require(price > 0, "/agents/" + enrolment().name + "/covers_haircut = true  asks for coins of which \"" +
                                   world.institutions[market.venue.index()].name +
                                   "\" counts nothing; its haircut is 1");
        }
        world.ledger.endow_claim(collateral.back(), Amount{static_cast<std::int64_t>(in_coins / price)});
    }
    CrossId const cross = open_cross(world, money, collateral, "/agents/" + enrolment().name);
    join_cross(world, cross, market_, position_[row]);
    endow_position(world, market_, position_[row], born.size, born.entry, Amount{0});
    open_further(world, row, born);
    tops_up_[row] = 0;  // everything it has is behind its positions already
}

void LeveragedTraders::open_further(World& world, Row row, Newborn const& born)
{
    PerpMarket const& first = world.perps[market_.index()];
    std::vector<double> const& each = parameters_.also_notionals;
    for (std::size_t i = 0; i < further_.size(); ++i) {
        double const value = notional(born.size, first.contract(), born.entry) *
                             (each.empty() ? parameters_.also_notional.value() : each[i]);
        PerpMarket& market = world.perps[further_[i].index()];
        Price const entry{market.mid * (born.entry.value() / first.mid)};
        double const units = value / notional(Units{1}, market.contract(), entry);
        auto const size = static_cast<std::int64_t>(born.size.value() < 0 ? -units : units);
        PositionId const position = market.positions.open(first.positions.account(position_[row]));
        join_cross(world, first.positions.cross(position_[row]), further_[i], position);
        endow_position(world, further_[i], position, Units{size}, entry, Amount{0});
        further_position_[row * further_.size() + i] = position;
        further_size_[row * further_.size() + i] = static_cast<double>(size) / static_cast<double>(born.size.value());
    }
}

CrossId LeveragedTraders::cross_of(View& seen, Row row) const
{
    return seen.perps[market_.index()].positions.cross(position_[row]);
}

LeveragedTraders::Footing LeveragedTraders::footing(View& seen, Row row) const
{
    PerpMarket const& first = seen.perps[market_.index()];
    Position const held = first.positions.position(position_[row]);
    CrossId const cross = cross_of(seen, row);
    Footing sum;
    auto const add = [&](PerpMarket const& market, Position const& one) {
        sum.gain += unrealised(one, market.contract(), market.mark_price());
        sum.value += notional(one.size, market.contract(), market.mark_price());
        sum.cost += static_cast<double>(one.cost.value() < 0 ? -one.cost.value() : one.cost.value());
        sum.open = sum.open || one.size.value() != 0;
    };
    add(first, held);
    if (!cross.valid()) {
        sum.margin = static_cast<double>(held.margin.value());
        return sum;
    }
    for (std::size_t i = 0; i < further_.size(); ++i) {
        PerpMarket const& market = seen.perps[further_[i].index()];
        add(market, market.positions.position(further_position_[row * further_.size() + i]));
    }
    sum.margin = cross_standing(seen, cross).equity - sum.gain;
    return sum;
}

}  // namespace stampede
