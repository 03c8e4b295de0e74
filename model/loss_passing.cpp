#include "model/loss_passing.hpp"

#include <algorithm>

namespace stampede {
namespace {

/// Unrealised profits of everybody but the engine who has one [settlement units].
double profits(PerpMarket const& market)
{
    double sum = 0;
    for (std::size_t i = 0; i < market.positions.size(); ++i)
        if (PositionId const row = PositionId::of(i); row != market.engine)
            sum += std::max(0.0, unrealised(market.positions.position(row), market.contract(), market.mark_price()));
    return sum;
}

}  // namespace

MicroUsd claim_on_winners(World const& world, InstitutionId venue, LossPassing const& rules)
{
    double usd = 0;
    for (PerpMarket const& market : world.perps) {
        Position const inventory = market.positions.position(market.engine);
        if (market.venue != venue || inventory.size.value() == 0)
            continue;
        double const loss = -unrealised(inventory, market.contract(), market.mark_price());
        double const beyond = loss - static_cast<double>(world.ledger.balance(market.fund).value());
        if (beyond <= 0)
            continue;
        bool const closes = rules.closes && (!rules.needs_fund || market.fund_peak > 0);
        double const passed = closes ? beyond : std::min(rules.socialised.value() * beyond, profits(market));
        usd += world.usd(market.settle, Amount{round_to_integer(passed)});
    }
    return MicroUsd{round_to_integer(usd * 1e6)};
}

}  // namespace stampede
