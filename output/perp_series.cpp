#include "output/perp_series.hpp"

namespace stampede {

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
    visit("adl_uncovered_usd", self.uncovered_);
    visit("adl_given_up_usd", self.given_up_);
    visit("liquidations", self.liquidations_);
    visit("winners", self.winners_);
}

void PerpSeries::start(View& seen)
{
    flow_.assign(seen.perps.size(), {});
}

void PerpSeries::see(View& seen)
{
    for (std::size_t i = 0; i < seen.perps.size(); ++i)
        flow_[i].add(seen, seen.perps[i]);
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
        interest_.push_back(coins_of(market, interest));
        interest_usd_.push_back(usd_of(seen, market, interest));
        depth_.push_back(usd_of(seen, market, Units{market.near_depth.value()}));
        inventory_.push_back(usd_of(seen, market, market.positions.position(market.engine).size));
        fund_.push_back(seen.usd(market.settle, seen.ledger.balance(market.fund)));
        PerpFlowUsd const& flow = flow_[i];
        volume_.push_back(flow.volume);
        liquidated_.push_back(flow.liquidated);
        deleveraged_.push_back(flow.deleveraged);
        shortfall_.push_back(flow.shortfall);
        socialised_.push_back(flow.socialised);
        borne_.push_back(flow.borne);
        uncovered_.push_back(flow.uncovered);
        given_up_.push_back(flow.given_up);
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
