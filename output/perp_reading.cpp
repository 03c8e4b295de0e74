#include "output/perp_reading.hpp"

namespace stampede {

double usd_of(View& seen, PerpMarket const& market, Units size)
{
    double const value = notional(Units{1}, market.contract(), market.mark_price()) / market.contract().settle_unit;
    return static_cast<double>(size.value()) * value * seen.price(market.settle).value();
}

double coins_of(PerpMarket const& market, Units size)
{
    auto const units = static_cast<double>(size.value()) / market.contract().size_unit;
    return market.contract().kind == ContractKind::linear ? units : units / market.mark;
}

void PerpFlowUsd::add(View& seen, PerpMarket const& market)
{
    PerpFlow const& now = market.flow;
    volume += usd_of(seen, market, Units{market.last.volume.value()});
    liquidated += usd_of(seen, market, now.liquidated);
    deleveraged += usd_of(seen, market, now.deleveraged);
    shortfall += seen.usd(market.settle, now.shortfall);
    socialised += seen.usd(market.settle, now.socialised);
    borne += seen.usd(market.settle, now.borne);
    uncovered += seen.usd(market.settle, now.uncovered);
    given_up += seen.usd(market.settle, now.given_up);
    excess += seen.usd(market.settle, now.excess);
    liquidations += now.liquidations;
    winners += now.winners;
}

}  // namespace stampede
