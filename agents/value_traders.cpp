#include "agents/value_traders.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/math.hpp"

namespace stampede {

void ValueTraders::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e6}, "people", "value traders");
    trades_.visit(field);
    field("on_perp", on_perp_, "whether they trade the perpetual contract, unlevered; false: coins for money");
    field("capital", capital_, not_negative, "USD", "of each");
    field("in_coins", in_coins_, unit_interval, "1", "part of it that is in coins at the start");
    field("resting", resting_, unit_interval, "1", "part of it that stands in the book as a schedule");
    field("slow_time", slow_time_, not_negative, "time constant in which the rest follows; 0 = at once");
    field("entry", entry_, {0, 10}, "log price", "distance from value at which one begins to buy or sell");
    field("scale", scale_, positive, "log price", "further distance over which all of the capital is used");
}

ValueTraders::Pot ValueTraders::born(World& world, double usd) const
{
    double const coins_usd = on_perp_ ? 0 : in_coins_.value() * usd;
    Desk const desk = open_desk(world, place_, enrolment().owner_class, coins_usd, usd - coins_usd);
    return {desk.base, desk.quote, desk.base_at_birth, usd, desk.position};
}

void ValueTraders::birth(World& world, Draws const& draws)
{
    std::string const where = "/agents/" + enrolment().name;
    place_ = place_in_one_market(world, trades_, on_perp_, where);
    Purpose const wealth = Purpose{"value/capital"}.of(enrolment().name);
    Purpose const entry = Purpose{"value/entry"}.of(enrolment().name);
    auto const rows = static_cast<Row>(count_);
    for (Row row = 0; row < rows; ++row) {
        double const capital = capital_.at(row, rows, draws, wealth);
        standing_.push_back(born(world, resting_.value() * capital));
        slow_.push_back(born(world, (1 - resting_.value()) * capital));
        threshold_.push_back(entry_.at(row, rows, draws, entry));
    }
    everyone_.resize(rows);
    std::iota(everyone_.begin(), everyone_.end(), Row{0});
}

std::span<Row const> ValueTraders::wake(View& seen)
{
    under_way_ = UnderWay{seen.late_orders};
    return everyone_;
}

double ValueTraders::wanted(double discount, Row row) const
{
    double const depth = discount < 0 ? -discount : discount;
    double const part = std::clamp((depth - threshold_[row]) / scale_, 0.0, 1.0);
    return discount < 0 ? -part : part;
}

double ValueTraders::mid(View& seen) const
{
    return on_perp_ ? seen.perps[place_.perp.index()].mid : seen.markets[place_.spot.index()].mid;
}

double ValueTraders::held(View& seen, Pot const& pot) const
{
    if (!on_perp_)
        return static_cast<double>(
            (seen.ledger.balance(pot.base) - pot.base_at_birth + under_way_.of(pot.base)).value());
    Desk const desk{pot.base, pot.quote, pot.position, {}, {}};
    return perp_inventory(seen, place_, desk) + perp_under_way(seen, under_way_, place_, desk);
}

void ValueTraders::offer(View& seen, Pot const& pot, Side side, double near, double far, double coins,
                         Intents& wishes) const
{
    if (on_perp_)
        wishes.rest(
            PerpBand{place_.perp, pot.position, side, near, far,
                     Units{static_cast<std::int64_t>(std::min(coins * units_per_coin(seen, place_), most_units))}, 1});
    else
        wishes.rest(Band{place_.spot, side, pot.base, pot.quote, near, far,
                         Amount{static_cast<std::int64_t>(std::min(coins, most_units))}});
}

void ValueTraders::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    if (!seen.active(place_.venue))
        return;
    double const value = seen.assets[place_.base.index()].fundamental / seen.assets[place_.quote.index()].fundamental;
    double const discount = log(value / mid(seen));
    for (Row const row : awake) {
        rest(seen, discount, row, wishes);
        follow(seen, discount, row, wishes);
    }
}

/// The schedule is a line through the present position: what was bought on the way down is offered on the way up.
void ValueTraders::rest(View& seen, double discount, Row row, Intents& wishes) const
{
    Pot const& pot = standing_[row];
    double const coin_usd = seen.usd(place_.base, Amount{1});
    if (!(coin_usd > 0) || !(pot.capital > 0))
        return;
    double const coins = pot.capital / coin_usd;  // what the whole capital buys now [base units]
    double const part = std::clamp(held(seen, pot) / coins, -1.0, 1.0);
    double const turn = part < 0 ? -threshold_[row] : threshold_[row];
    double const level = part == 0 ? 0 : turn + scale_ * part;  // discount at which that much is held
    auto const stand = [&](Side side, double from, double to) {
        // Discounts at which one begins and ends to trade, measured against the present one. What value has jumped over
        // stands nearest to mid.
        double const sign = side == Side::buy ? 1 : -1;
        double const near = std::max(sign * (from - discount), 0.0), far = sign * (to - discount);
        if (!(far > near + 1e-9))
            return;
        offer(seen, pot, side, near, far, coins * sign * (to - from) / scale_, wishes);
    };
    double const entry = threshold_[row];
    if (part >= 0)
        stand(Side::buy, std::max(level, entry), entry + scale_);
    else
        stand(Side::buy, level, -entry);
    if (part <= 0)
        stand(Side::sell, std::min(level, -entry), -entry - scale_);
    else
        stand(Side::sell, level, entry);
}

void ValueTraders::follow(View& seen, double discount, Row row, Intents& wishes) const
{
    Pot const& pot = slow_[row];
    double const unit = seen.assets[place_.base.index()].unit;
    double const coins = held(seen, pot);
    double const usd = coins / unit * seen.price(place_.base).value();
    double const gap = (wanted(discount, row) * pot.capital - usd) * (1 - seen.clock.kept(slow_time_));
    Amount const amount = seen.units_worth(place_.base, gap < 0 ? -gap : gap);
    double const size = gap < 0 ? -static_cast<double>(amount.value()) : static_cast<double>(amount.value());
    Desk const desk{pot.base, pot.quote, pot.position, pot.base_at_birth, {}};
    if (on_perp_)
        trade_perp(seen, place_, desk, size * units_per_coin(seen, place_), 1, false, Channel::price, Cause::calm(),
                   wishes);
    else
        trade_spot(seen, place_, desk, size, Channel::price, Cause::calm(), wishes);
}

void ValueTraders::columns(ColumnVisitor& column)
{
    column("standing", standing_);
    column("slow", slow_);
    column("entry", threshold_, "log price");
}

}  // namespace stampede
