#include "agents/noise_traders.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/math.hpp"

namespace stampede {

void NoiseTraders::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e6}, "people", "noise traders");
    place_.visit(field);
    field("flow", flow_, {0, 10}, "1/sqrt(min)",
          "standard deviation of their net order in a minute, relative to what rests within 1 % of mid");
    field("wealth", wealth_, not_negative, "USD", "of each, half of it in coins");
}

void NoiseTraders::birth(World& world, Draws const& draws)
{
    market_ = place_.find(world, "/agents/" + enrolment().name);
    Purpose const purpose = Purpose{"noise/wealth"}.of(enrolment().name);
    auto const rows = static_cast<Row>(count_);
    for (Row row = 0; row < rows; ++row) {
        double const half = 0.5 * wealth_.at(row, rows, draws, purpose);
        TradingAccounts const accounts = open_trading_accounts(world, market_, enrolment().owner_class, half, half);
        base_.push_back(accounts.base);
        quote_.push_back(accounts.quote);
    }
}

std::span<Row const> NoiseTraders::wake(View& seen)
{
    Purpose const purpose = Purpose{"noise/who"}.of(enrolment().name);
    double const luck = seen.draws.uniform(purpose, static_cast<std::uint64_t>(seen.clock.step));
    auto const who = static_cast<Row>(luck * static_cast<double>(base_.size()));
    awake_.assign(base_.empty() ? 0 : 1, who);
    return awake_;
}

void NoiseTraders::decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes)
{
    Market const& market = seen.markets[market_.index()];
    Purpose const purpose = Purpose{"noise/order"}.of(enrolment().name);
    for (Row const row : awake) {
        double const luck = draws.inner_uniform(purpose, row, static_cast<std::uint64_t>(seen.clock.step));
        double const net = normal_quantile(luck) * flow_ * std::sqrt(seen.clock.dt() / 60) *
                           static_cast<double>(market.near_depth.value());
        Side const side = net < 0 ? Side::sell : Side::buy;
        Amount const amount{round_to_integer(std::min(net < 0 ? -net : net, 4e18))};
        if (amount.value() > 0 && seen.active(market.venue))
            wishes.order({market_,
                          side,
                          base_[row],
                          quote_[row],
                          {},
                          amount,
                          side == Side::buy ? Order::any_buy_price : Order::any_sell_price,
                          Channel::price,
                          Cause::calm()});
    }
}

void NoiseTraders::columns(ColumnVisitor& column)
{
    column("base", base_);
    column("quote", quote_);
}

}  // namespace stampede
