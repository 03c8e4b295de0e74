#include "output/perp_series.hpp"

namespace stampede {
namespace {

/// Value of a size at mark [USD]; its sign is that of the size.
double usd(View& seen, PerpMarket const& market, double size)
{
    double const value = notional(Units{1}, market.contract(), market.mark_price()) / market.contract().settle_unit;
    return size * value * seen.price(market.settle).value();
}

/// A size in coins of the base asset at mark.
double coins(PerpMarket const& market, Units size)
{
    auto const units = static_cast<double>(size.value()) / market.contract().size_unit;
    return market.contract().kind == ContractKind::linear ? units : units / market.mark;
}

}  // namespace

void PerpSeries::each(auto& self, auto&& visit)
{
    visit("mid", self.mid_);
    visit("mark", self.mark_);
    visit("index", self.index_);
    visit("funding_rate", self.funding_);
    visit("open_interest", self.interest_);
    visit("open_interest_usd", self.interest_usd_);
    visit("depth_usd", self.depth_);
    visit("inventory_usd", self.inventory_);
    visit("fund_usd", self.fund_);
    visit("volume_usd", self.volume_);
    visit("liquidated_usd", self.liquidated_);
    visit("deleveraged_usd", self.deleveraged_);
    visit("shortfall_usd", self.shortfall_);
    visit("socialised_usd", self.socialised_);
    visit("borne_usd", self.borne_);
    visit("liquidations", self.liquidations_);
    visit("winners", self.winners_);
}

void PerpSeries::start(View& seen)
{
    flow_.assign(seen.perps.size(), {});
}

void PerpSeries::see(View& seen)
{
    for (std::size_t i = 0; i < seen.perps.size(); ++i) {
        PerpMarket const& market = seen.perps[i];
        PerpFlow const& now = market.flow;
        Flow& flow = flow_[i];
        flow.volume += usd(seen, market, static_cast<double>(market.last.volume.value()));
        flow.liquidated += usd(seen, market, static_cast<double>(now.liquidated.value()));
        flow.deleveraged += usd(seen, market, static_cast<double>(now.deleveraged.value()));
        flow.shortfall += seen.usd(market.settle, now.shortfall);
        flow.socialised += seen.usd(market.settle, now.socialised);
        flow.borne += seen.usd(market.settle, now.borne);
        flow.liquidations += now.liquidations;
        flow.winners += now.winners;
    }
}

void PerpSeries::add(View& seen)
{
    for (std::size_t i = 0; i < seen.perps.size(); ++i) {
        PerpMarket const& market = seen.perps[i];
        Units const interest = market.positions.open_interest();
        mid_.push_back(market.mid);
        mark_.push_back(market.mark);
        index_.push_back(market.index);
        funding_.push_back(market.funding_rate);
        interest_.push_back(coins(market, interest));
        interest_usd_.push_back(usd(seen, market, static_cast<double>(interest.value())));
        depth_.push_back(usd(seen, market, static_cast<double>(market.near_depth.value())));
        inventory_.push_back(
            usd(seen, market, static_cast<double>(market.positions.position(market.engine).size.value())));
        fund_.push_back(seen.usd(market.settle, seen.ledger.balance(market.fund)));
        Flow const& flow = flow_[i];
        volume_.push_back(flow.volume);
        liquidated_.push_back(flow.liquidated);
        deleveraged_.push_back(flow.deleveraged);
        shortfall_.push_back(flow.shortfall);
        socialised_.push_back(flow.socialised);
        borne_.push_back(flow.borne);
        liquidations_.push_back(flow.liquidations);
        winners_.push_back(flow.winners);
        flow_[i] = {};
    }
}

void PerpSeries::columns(ColumnVisitor& column)
{
    each(*this, [&](std::string_view name, auto& values) { column(name, values); });
    column("flow", flow_);
}

void PerpSeries::capture(Capture& into) const
{
    each(*this, [&]<class T>(std::string_view name, std::vector<T> const& values) {
        into.column<T>(join("/series/perp", name)) = values;
    });
}

}  // namespace stampede
