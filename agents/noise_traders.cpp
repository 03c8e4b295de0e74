#include "agents/noise_traders.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/math.hpp"

namespace stampede {

void NoiseTraders::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e6}, "people", "noise traders");
    trades_.visit(field);
    field("on_perp", on_perp_, "whether they trade the perpetual contract, unlevered; false: coins for money");
    field("flow", flow_, {0, 10}, "1/sqrt(min)",
          "standard deviation of their net order in a minute, relative to what rests within 1 % of mid");
    field("wealth", wealth_, not_negative, "USD", "of each, half of it in coins; on a perpetual all of it margin");
}

void NoiseTraders::birth(World& world, Draws const& draws)
{
    place_ = place_in_one_market(world, trades_, on_perp_, "/agents/" + enrolment().name);
    Purpose const purpose = Purpose{"noise/wealth"}.of(enrolment().name);
    auto const rows = static_cast<Row>(count_);
    for (Row row = 0; row < rows; ++row) {
        double const half = 0.5 * wealth_.at(row, rows, draws, purpose);
        desk_.push_back(open_desk(world, place_, enrolment().owner_class, half, half));
    }
}

std::span<Row const> NoiseTraders::wake(View& seen)
{
    Purpose const purpose = Purpose{"noise/who"}.of(enrolment().name);
    double const luck = seen.draws.uniform(purpose, static_cast<std::uint64_t>(seen.clock.step));
    auto const who = static_cast<Row>(luck * static_cast<double>(desk_.size()));
    awake_.assign(desk_.empty() ? 0 : 1, who);
    return awake_;
}

void NoiseTraders::decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes)
{
    Amount const near_depth =
        on_perp_ ? seen.perps[place_.perp.index()].near_depth : seen.markets[place_.spot.index()].near_depth;
    Purpose const purpose = Purpose{"noise/order"}.of(enrolment().name);
    for (Row const row : awake) {
        double const luck = draws.inner_uniform(purpose, row, static_cast<std::uint64_t>(seen.clock.step));
        double const net =
            normal_quantile(luck) * flow_ * std::sqrt(seen.clock.dt() / 60) * static_cast<double>(near_depth.value());
        if (seen.active(place_.venue))
            order(seen, desk_[row], net, wishes);
    }
}

/// Half of what one could buy or sell now, whichever is less: who can do only one of the two has an opinion, and noise
/// has none [base units; on a perpetual units of size].
double NoiseTraders::most(View& seen, Desk const& desk) const
{
    if (!on_perp_) {
        double const coins = static_cast<double>(seen.ledger.balance(desk.base).value());
        double const coin_usd = seen.price(place_.base).value() / seen.assets[place_.base.index()].unit;
        return 0.5 * std::min(coins, seen.usd(place_.quote, seen.ledger.balance(desk.quote)) / coin_usd);
    }
    PerpMarket const& market = seen.perps[place_.perp.index()];
    Position const held = market.positions.position(desk.position);
    double const own = static_cast<double>(seen.ledger.balance(market.positions.account(desk.position)).value()) +
                       equity(held, market.contract(), market.mark_price());
    double const size = static_cast<double>(held.size.value());
    return 0.5 *
           std::max(0.0, own / notional(Units{1}, market.contract(), Price{market.mid}) - (size < 0 ? -size : size));
}

void NoiseTraders::order(View& seen, Desk const& desk, double net, Intents& wishes) const
{
    double const limit = most(seen, desk);
    auto const whole = static_cast<double>(round_to_integer(std::clamp(net, -limit, limit)));
    if (!on_perp_) {
        trade_spot(seen, place_, desk, whole, Channel::price, Cause::calm(), wishes);
        return;
    }
    keep_margin(seen, place_, desk, 1, wishes);
    trade_perp(seen, place_, desk, whole, 1, false, Channel::price, Cause::calm(), wishes);
}

void NoiseTraders::columns(ColumnVisitor& column)
{
    column("desk", desk_);
}

}  // namespace stampede
