#include "model/cross_margin.hpp"

#include <algorithm>
#include <limits>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {
namespace {

CrossPosition const& position_at(std::span<CrossPosition const> positions, std::size_t which)
{
    require(which < positions.size() && positions[which].size != 0, "a cross-margined position must have a size");
    return positions[which];
}

/// Equity per unit of maintenance margin.
double margin_ratio(double wallet, std::span<CrossPosition const> positions)
{
    double const needed = cross_maintenance(positions);
    require(needed > 0, "an account without maintenance margin is never liquidated");
    return cross_equity(wallet, positions) / needed;
}

}  // namespace

double maintenance(CrossPosition const& position)
{
    return magnitude(position.size) * position.mark * position.rate - position.deduction;
}

double unrealised(CrossPosition const& position)
{
    return position.size * (position.mark - position.entry);
}

double cross_equity(double wallet, std::span<CrossPosition const> positions)
{
    double sum = wallet;
    for (CrossPosition const& position : positions)
        sum += unrealised(position);
    return sum;
}

double cross_maintenance(std::span<CrossPosition const> positions)
{
    double sum = 0;
    for (CrossPosition const& position : positions)
        sum += maintenance(position);
    return sum;
}

Price cross_liquidation_price(double wallet, std::span<CrossPosition const> positions, std::size_t which)
{
    CrossPosition const& own = position_at(positions, which);
    double spare = wallet + own.deduction - own.size * own.entry;
    for (std::size_t i = 0; i < positions.size(); ++i)
        if (i != which)
            spare += unrealised(positions[i]) - maintenance(positions[i]);
    return Price{spare / (magnitude(own.size) * own.rate - own.size)};
}

double quote_at_bankruptcy(double wallet, std::span<CrossPosition const> positions, std::size_t which, double change)
{
    CrossPosition const& own = position_at(positions, which);
    require(change * own.size <= 0 && magnitude(change) <= magnitude(own.size),
            "a liquidation closes a part of the position, against its side");
    double const released = magnitude(change) * own.mark * own.rate;
    return -change * own.mark - margin_ratio(wallet, positions) * released;
}

double spread_given(double margin_ratio, double adjustment)
{
    return std::clamp(adjustment * (1 - margin_ratio), 0.0, 1.0);
}

Price fillable_price(double wallet, std::span<CrossPosition const> positions, std::size_t which, double adjustment,
                     double spread)
{
    CrossPosition const& own = position_at(positions, which);
    double const given = spread_given(margin_ratio(wallet, positions), adjustment);
    return Price{own.mark - given * spread * maintenance(own) / own.size};
}

double debt_that_cures(double shortage, double price, TransferTerms const& terms)
{
    double const gain = terms.liability_weight * (1 - terms.insurance_fee) -
                        terms.asset_weight * terms.asset_multiplier / terms.liability_multiplier;
    return gain > 0 ? shortage / (price * gain) : std::numeric_limits<double>::infinity();
}

double collateral_for(double debt, double price, double asset_price, TransferTerms const& terms)
{
    return debt * price * terms.asset_multiplier / (asset_price * terms.liability_multiplier);
}

}  // namespace stampede
