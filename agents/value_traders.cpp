#include "agents/value_traders.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/math.hpp"

namespace stampede {

void ValueTraders::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e6}, "people", "value traders");
    place_.visit(field);
    field("capital", capital_, not_negative, "USD", "of each");
    field("in_coins", in_coins_, unit_interval, "1", "part of it that is in coins at the start");
    field("resting", resting_, unit_interval, "1", "part of it that stands in the book as a schedule");
    field("slow_time", slow_time_, not_negative, "time constant in which the rest follows; 0 = at once");
    field("entry", entry_, {0, 10}, "log price", "distance from value at which one begins to buy or sell");
    field("scale", scale_, positive, "log price", "further distance over which all of the capital is used");
}

ValueTraders::Pot ValueTraders::born(World& world, double usd) const
{
    TradingAccounts const accounts = open_trading_accounts(world, market_, enrolment().owner_class,
                                                           in_coins_.value() * usd, (1 - in_coins_.value()) * usd);
    return {accounts.base, accounts.quote, world.ledger.balance(accounts.base), usd};
}

void ValueTraders::birth(World& world, Draws const& draws)
{
    market_ = place_.find(world, "/agents/" + enrolment().name);
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

std::span<Row const> ValueTraders::wake(View&)
{
    return everyone_;
}

double ValueTraders::wanted(double discount, Row row) const
{
    double const depth = discount < 0 ? -discount : discount;
    double const part = std::clamp((depth - threshold_[row]) / scale_, 0.0, 1.0);
    return discount < 0 ? -part : part;
}

void ValueTraders::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    Market const& market = seen.markets[market_.index()];
    if (!seen.active(market.venue))
        return;
    double const value = seen.assets[market.base.index()].fundamental / seen.assets[market.quote.index()].fundamental;
    double const discount = log(value / market.mid);
    for (Row const row : awake) {
        rest(seen, discount, row, wishes);
        follow(seen, discount, row, wishes);
    }
}

/// The schedule is a line through the present position: what was bought on the way down is offered on the way up.
void ValueTraders::rest(View& seen, double discount, Row row, Intents& wishes) const
{
    Pot const& pot = standing_[row];
    Market const& market = seen.markets[market_.index()];
    double const coin_usd = seen.usd(market.base, Amount{1});
    if (!(coin_usd > 0) || !(pot.capital > 0))
        return;
    double const coins = pot.capital / coin_usd;  // what the whole capital buys now [base units]
    double const held =
        std::clamp(static_cast<double>((seen.ledger.balance(pot.base) - pot.base_at_birth).value()) / coins, -1.0, 1.0);
    double const turn = held < 0 ? -threshold_[row] : threshold_[row];
    double const level = held == 0 ? 0 : turn + scale_ * held;  // discount at which that much is held
    auto const offer = [&](Side side, double from, double to) {
        // Discounts at which one begins and ends to trade, measured against the present one. What value has jumped over
        // stands nearest to mid.
        double const sign = side == Side::buy ? 1 : -1;
        double const near = std::max(sign * (from - discount), 0.0), far = sign * (to - discount);
        if (!(far > near + 1e-9))
            return;
        double const amount = std::min(coins * sign * (to - from) / scale_, 4e18);
        wishes.rest({market_, side, pot.base, pot.quote, near, far, Amount{static_cast<std::int64_t>(amount)}});
    };
    double const entry = threshold_[row];
    if (held >= 0)
        offer(Side::buy, std::max(level, entry), entry + scale_);
    else
        offer(Side::buy, level, -entry);
    if (held <= 0)
        offer(Side::sell, std::min(level, -entry), -entry - scale_);
    else
        offer(Side::sell, level, entry);
}

void ValueTraders::follow(View& seen, double discount, Row row, Intents& wishes) const
{
    Pot const& pot = slow_[row];
    Market const& market = seen.markets[market_.index()];
    double const held = seen.usd(market.base, seen.ledger.balance(pot.base) - pot.base_at_birth);
    double const gap = (wanted(discount, row) * pot.capital - held) * (1 - seen.clock.kept(slow_time_));
    Side const side = gap < 0 ? Side::sell : Side::buy;
    Amount const amount = seen.units_worth(market.base, gap < 0 ? -gap : gap);
    if (amount.value() <= 0)
        return;
    wishes.order({market_,
                  side,
                  pot.base,
                  pot.quote,
                  {},
                  amount,
                  side == Side::buy ? Order::any_buy_price : Order::any_sell_price,
                  Channel::price,
                  Cause::calm()});
}

void ValueTraders::columns(ColumnVisitor& column)
{
    column("standing", standing_);
    column("slow", slow_);
    column("entry", threshold_, "log price");
}

}  // namespace stampede
