#include "tests/model/random_perp.hpp"

namespace stampede::testing {
namespace {

constexpr std::size_t traders = 60;

/// Orders, bands and margins by chance, large enough that books run dry and positions fail.
void chance(View& seen, PerpTraders const& all, Intents& wishes)
{
    auto const step = static_cast<std::uint64_t>(seen.clock.step);
    PerpMarket const& market = seen.perps.front();
    for (std::size_t i = 0; i < all.rows.size(); ++i) {
        auto const luck = [&](std::uint64_t which) { return seen.draws.uniform("test/luck", i, step * 8 + which); };
        double const held = static_cast<double>(seen.ledger.balance(all.accounts[i]).value());
        double const unit = notional(Units{1}, market.contract(), Price{market.mid});
        Units const size{static_cast<std::int64_t>(luck(1) * luck(2) * (held + 1e5) * 10 / unit)};
        Side const side = luck(3) < 0.5 ? Side::buy : Side::sell;
        double const leverage = 1 + 60 * luck(4);
        if (luck(0) < 0.3)
            wishes.order({PerpId{0}, all.rows[i], side, size,
                          side == Side::buy ? Order::any_buy_price : Order::any_sell_price, leverage, luck(5) < 0.2,
                          Channel::price, Cause::calm()});
        else if (luck(0) < 0.4)
            wishes.rest({PerpId{0}, all.rows[i], side, 0.001, 0.05 * (1 + luck(5)), size, leverage});
        else if (luck(0) < 0.5)
            wishes.post({PerpId{0}, all.rows[i], Amount{static_cast<std::int64_t>((luck(5) - 0.5) * held)}, 5});
    }
}

}  // namespace

PerpWorld random_perp(bool inverse, std::string_view style, double add_on, MaintenanceOn on)
{
    PerpWorld tiny{inverse};
    MarketParameters& rules = tiny.market();
    rules.depth = 3000;
    rules.resilience_time = Duration{300};
    rules.perp.tiers.from = {0, inverse ? 100.0 : 10000.0};
    rules.perp.tiers.rate = {0.01, 0.03};
    rules.perp.tiers.leverage = {50, 20};
    rules.perp.add_on = add_on;
    rules.perp.maintenance_on = on;
    rules.perp.concentration = Share{0.05};
    rules.perp.mark = MarkRule::median;
    rules.perp.funding_interval = Duration{600};
    rules.perp.insurance_fund = inverse ? 1 : 100;
    tiny.spot(1e5);
    tiny.declared.institutions["venue"].tokens = {{"USD", 1e9}, {"COIN", 1e7}};  // it outlives what it has to bear
    tiny.declared.assets["COIN"].volatility = Share{0.8};
    tiny.margin.rules.style.choose(style);
    tiny.margin.rules.liquidation_time = Duration{180};
    tiny.margin.rules.fee = Share{0.004};
    for (std::size_t i = 0; i < traders; ++i)
        tiny.trader((inverse ? 1.0 : 100.0) * static_cast<double>(1 + i * i));
    tiny.traders->wishes_ = chance;
    return tiny;
}

}  // namespace stampede::testing
