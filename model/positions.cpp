#include "model/positions.hpp"

#include <algorithm>
#include <limits>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/base/wide.hpp"

namespace stampede {
namespace {

/// amount * part / whole toward zero; |part| <= |whole|, same sign.
Amount truncated(Amount amount, Units part, Units whole)
{
    return Amount{static_cast<std::int64_t>(static_cast<Int128>(amount.value()) * part.value() / whole.value())};
}

bool same_side(Units a, Units b)
{
    return (a.value() > 0) == (b.value() > 0);
}

/// Size in whole coins or contracts, in units of the settlement asset per unit of price (or of 1/price).
double slope(Position const& position, Contract const& contract)
{
    require(position.size.value() != 0, "a position of size 0 has no liquidation price");
    return static_cast<double>(position.size.value()) / contract.size_unit * contract.settle_unit;
}

/// Price from the solution x of the linear problem: x = P, or x = 1/P.
Price price_of(double x, Contract const& contract)
{
    if (contract.kind == ContractKind::linear)
        return Price{x};
    return Price{x > 0 ? 1 / x : std::numeric_limits<double>::infinity()};
}

}  // namespace

double unrealised(Position const& position, Contract const& contract, Price mark)
{
    return value_of(static_cast<double>(position.size.value()), contract, mark) -
           static_cast<double>(position.cost.value());
}

double equity(Position const& position, Contract const& contract, Price mark)
{
    return static_cast<double>(position.margin.value()) + unrealised(position, contract, mark);
}

Amount fill(Position& position, Units size, Amount cost)
{
    Units const before = position.size, after = before + size;
    Amount const paid = position.cost + cost;
    Amount kept = paid;
    if (after.value() == 0)
        kept = Amount{0};
    else if (before.value() != 0 && size.value() != 0 && !same_side(before, size)) {
        if (same_side(before, after))
            kept = truncated(position.cost, after, before);
        else
            kept = truncated(cost, after, size);
    }
    position.size = after;
    position.cost = kept;
    return kept - paid;
}

TakeOver take_over(Position& victim, Position& taker)
{
    ensure(victim.size.value() != 0, "only an open position is taken over");
    TakeOver const moved{victim.margin, fill(taker, victim.size, victim.cost - victim.margin)};
    victim = {};
    return moved;
}

double liquidation_level(Position const& position, Contract const& contract, double maintenance)
{
    double const sign = contract.kind == ContractKind::linear ? 1 : -1;
    double const lost = static_cast<double>((position.cost - position.margin).value()) + maintenance;
    return sign * lost / slope(position, contract);
}

Price liquidation_price(Position const& position, Contract const& contract, double maintenance)
{
    return price_of(liquidation_level(position, contract, maintenance), contract);
}

Price bankruptcy_price(Position const& position, Contract const& contract)
{
    return liquidation_price(position, contract, 0.0);
}

Price price_at_value(Position const& position, Contract const& contract, double value)
{
    double const sign = contract.kind == ContractKind::linear ? 1 : -1;
    return price_of(sign * value / slope(position, contract), contract);
}

double liquidation_level(Position const& position, Contract const& contract, MarginSchedule const& schedule)
{
    // With x = P or 1/P and notional |k| x:  M + sign k x - C = |k| x rate - deduction.
    double const k = slope(position, contract), size = k < 0 ? -k : k;
    double const signed_k = contract.kind == ContractKind::linear ? k : -k;
    double const lost = static_cast<double>((position.cost - position.margin).value());
    auto const level_in = [&](std::size_t tier) {
        return (lost - schedule.deduction_of(tier)) / (signed_k - size * schedule.tiers()[tier].rate);
    };
    // Rates never fall from tier to tier, so that a level beyond the end of a tier lies in a later one.
    std::size_t tier = 0;
    double x = level_in(tier);
    while (size * x > schedule.end_of(tier))
        x = level_in(++tier);
    return x;
}

Price liquidation_price(Position const& position, Contract const& contract, MarginSchedule const& schedule)
{
    return price_of(liquidation_level(position, contract, schedule), contract);
}

Price on_tick(Price price, double tick, Units size)
{
    constexpr double on_it = 1e-9;  // this close to a multiple of the tick is that multiple [tick]
    double const ticks = price.value() / tick;
    return Price{tick * (size.value() > 0 ? -floor(on_it - ticks) : floor(ticks + on_it))};
}

}  // namespace stampede
