#include "agents/fund_position.hpp"

#include <algorithm>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/position_acts.hpp"
#include "model/under_way.hpp"

namespace stampede {

void FundPosition::visit(FieldVisitor& field)
{
    place_.visit(field);
    field("notional", notional_, {-1e13, 1e13}, "USD", "of the position at the start; < 0 = short, 0 = there is none");
    field("entry", entry_, {-5, 5}, "log price", "distance of its entry from the price at the start");
    field("margin", posted_, not_negative, "USD", "money that stands behind it");
    field.amounts("collateral", coins_, RefersTo::asset, not_negative, "coins",
                  "coins that stand behind it, sold in alphabetical order; the venue sets the haircut");
    field("call_at", call_at_, {1, 1e6}, "1", "equity / maintenance margin at which the venue calls for more");
    field("deadline", deadline_, not_negative, "time to meet a call; 0 = taken over at once, without a call");
}

void FundPosition::birth(World& world, InstitutionId owner, std::string const& where)
{
    if (notional_ == 0)
        return;
    market_ = place_.find_perp(world, where);
    PerpMarket& market = world.perps[market_.index()];
    ClassId const owner_class = Ledger::class_of(owner);
    AccountId const money = world.ledger.open_account(market.venue, market.settle, owner_class, {});
    world.ledger.endow_claim(money, world.units_worth(market.settle, posted_));
    std::vector<AccountId> collateral;
    for (auto const& [name, coins] : coins_) {
        AssetId const asset = world.asset(name);
        collateral.push_back(world.ledger.open_account(market.venue, asset, owner_class, {}));
        double const units = coins * world.assets[asset.index()].unit;
        require(units < most_units,
                where + "/collateral/" + name + "  makes 4e+18 smallest units or more; use fewer coins");
        world.ledger.endow_claim(collateral.back(), Amount{round_to_integer(units)});
    }
    cross_ = open_cross(world, money, collateral, where);
    world.crosses[cross_.index()].call_at = call_at_;
    world.crosses[cross_.index()].deadline = deadline_;
    row_ = market.positions.open(money);
    join_cross(world, cross_, market_, row_);
    double const unit = notional(Units{1}, market.contract(), Price{market.mid});
    double const settled = notional_ / world.price(market.settle).value() * market.contract().settle_unit;
    endow_position(world, market_, row_, Units{round_to_integer(settled / unit)}, Price{market.mid * exp(entry_)},
                   Amount{0});
}

double FundPosition::in_usd(View& seen, double units) const
{
    AssetId const settle = seen.perps[market_.index()].settle;
    return units / seen.assets[settle.index()].unit * seen.price(settle).value();
}

double FundPosition::value(View& seen) const
{
    if (!valid())
        return 0;
    PerpMarket const& market = seen.perps[market_.index()];
    return in_usd(seen, notional(market.positions.position(row_).size, market.contract(), market.mark_price()));
}

double FundPosition::collateral(View& seen) const
{
    double sum = 0;
    if (valid())
        for (Collateral const& one : seen.crosses[cross_.index()].collateral)
            sum += seen.usd(seen.ledger.asset(one.account), seen.ledger.balance(one.account));
    return sum;
}

double FundPosition::required(View& seen) const
{
    constexpr double to_spare = 1.1;
    return in_usd(seen, to_spare * call_at_ * cross_standing(seen, cross_).maintenance);
}

double FundPosition::missing(View& seen) const
{
    if (!valid())
        return 0;
    CrossAccount const& cross = seen.crosses[cross_.index()];
    double const loan = in_usd(seen, static_cast<double>(seen.ledger.borrowed(cross.loan).value()));
    if (cross.called < 0)
        return loan;
    return std::max(loan, required(seen) - in_usd(seen, cross_standing(seen, cross_).equity));
}

double FundPosition::money(View& seen, InstitutionId owner) const
{
    AssetId const settle = seen.perps[market_.index()].settle;
    return seen.usd(
        settle, seen.ledger.stored(owner, settle, Storage::hot) + seen.ledger.stored(owner, settle, Storage::transit));
}

void FundPosition::bring(View& seen, double usd, Intents& wishes) const
{
    Amount const amount = seen.units_worth(seen.perps[market_.index()].settle, usd);
    if (amount.value() > 0)
        wishes.post(MarginWish{market_, row_, amount, 1});
}

void FundPosition::reduce(View& seen, double usd, double part, Intents& wishes) const
{
    PerpMarket const& market = seen.perps[market_.index()];
    Units const held = market.positions.position(row_).size;
    double const whole = value(seen);
    if (held.value() == 0 || !(whole > 0))
        return;
    bool const is_long = held.value() > 0;
    auto const size = static_cast<double>(is_long ? held.value() : -held.value());
    Units const sent = UnderWay{seen.late_orders}.of(market_, row_);
    double const left = usd - part * whole * static_cast<double>(is_long ? -sent.value() : sent.value()) / size;
    if (!(left > 0))
        return;
    Units const closed{std::max<std::int64_t>(1, round_to_integer(size * std::min(1.0, left / whole)))};
    wishes.order(PerpOrder{market_, row_, is_long ? Side::sell : Side::buy, closed,
                           is_long ? Order::any_sell_price : Order::any_buy_price, 0, true, Channel::fire_sale,
                           Cause{market.last_event}});
}

double FundPosition::haste(View& seen) const
{
    constexpr double time_constants = 4.6;  // exp(-4.6) = 1 %
    return 1 - seen.clock.kept(Duration{deadline_.value() / time_constants});
}

}  // namespace stampede
