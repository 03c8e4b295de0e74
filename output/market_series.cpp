#include "output/market_series.hpp"
#include "model/base/math.hpp"

namespace stampede {

namespace {

}  // namespace

void MarketSeries::each(auto& self, auto&& visit)
{
    visit("mid", self.mid_);
    visit("volume_usd", self.volume_);
    visit("depth_bid_usd", self.bid_);
    visit("depth_ask_usd", self.ask_);
    visit("quoted_spread", self.quoted_);
    visit("effective_spread", self.spread_);
    visit("slippage", self.slippage_);
    visit("imbalance", self.imbalance_);
    visit("trade", self.trade_);
}

void MarketSeries::start(View& seen)
{
    flow_.assign(seen.markets.size(), {});
}

void MarketSeries::see(std::vector<MarketReading> const& readings)
{
    for (std::size_t i = 0; i < readings.size(); ++i) {
        MarketReading const& reading = readings[i];
        Flow& flow = flow_[i];
        flow.bought += reading.bought;
        flow.sold += reading.sold;
        flow.volume_usd += reading.volume_usd;
        flow.spread_coins += reading.effective_spread * (reading.bought + reading.sold);
        if (magnitude(reading.slippage) > magnitude(flow.worst_slippage))
            flow.worst_slippage = reading.slippage;
    }
}

void MarketSeries::add(std::vector<MarketReading> const& readings)
{
    for (std::size_t i = 0; i < readings.size(); ++i) {
        MarketReading const& reading = readings[i];
        bool const open = reading.trade == Trade::open;
        double const coins = flow_[i].bought + flow_[i].sold;
        mid_.push_back(reading.mid);
        volume_.push_back(flow_[i].volume_usd);
        for (std::size_t k = 0; k < depth_bps.size(); ++k) {
            bid_.push_back(open ? reading.bid[k] : missing());
            ask_.push_back(open ? reading.ask[k] : missing());
        }
        quoted_.push_back(open ? reading.quoted_spread : missing());
        spread_.push_back(share_of(flow_[i].spread_coins, coins));
        slippage_.push_back(coins > 0 ? flow_[i].worst_slippage : missing());
        imbalance_.push_back(share_of(flow_[i].bought - flow_[i].sold, coins));
        trade_.push_back(static_cast<std::int8_t>(reading.trade));
        flow_[i] = {};
    }
}

void MarketSeries::columns(ColumnVisitor& column)
{
    each(*this, [&](std::string_view name, auto& values) { column(name, values); });
    column("flow", flow_);
}

void MarketSeries::capture(Capture& into) const
{
    each(*this, [&]<class T>(std::string_view name, std::vector<T> const& values) {
        into.column<T>(join("/series/market", name)) = values;
    });
}

}  // namespace stampede
