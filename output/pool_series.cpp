#include "output/pool_series.hpp"

#include "model/pool_quotes.hpp"
#include "output/readings.hpp"

namespace stampede {

void PoolSeries::each(auto& self, auto&& visit)
{
    visit("reserve", self.reserve_);
    visit("price", self.price_);
    visit("worth_usd", self.worth_);
    visit("virtual_price", self.virtual_price_);
    visit("shares", self.shares_);
    visit("volume_usd", self.volume_);
    visit("swaps", self.swaps_);
    visit("refused", self.refused_);
}

void PoolSeries::start(View& seen)
{
    volume_since_.assign(seen.pools.size(), 0);
    swaps_since_.assign(seen.pools.size(), 0);
    refused_since_.assign(seen.pools.size(), 0);
}

void PoolSeries::see(View& seen)
{
    for (std::size_t i = 0; i < seen.pools.size(); ++i) {
        PoolFlow const& flow = seen.pools[i].last;
        volume_since_[i] += flow.volume_usd;
        swaps_since_[i] += flow.swaps;
        refused_since_[i] += flow.refused;
    }
}

void PoolSeries::add(View& seen)
{
    for (std::size_t i = 0; i < seen.pools.size(); ++i) {
        Pool const& pool = seen.pools[i];
        for (std::size_t k = 0; k < seen.assets.size(); ++k) {
            AssetId const asset = AssetId::of(k);
            bool const held = holds(pool, asset);
            double const price = held ? pool_price(seen, pool, coin_of(pool, asset)) : 0;
            Amount const reserve = seen.ledger.stored(pool.id, asset, Storage::hot);
            reserve_.push_back(held ? static_cast<double>(reserve.value()) / seen.assets[k].unit : missing());
            price_.push_back(price > 0 ? price : missing());
        }
        Amount const shares = seen.ledger.claims(pool.id, pool.share);
        worth_.push_back(pool_worth(seen, pool));
        virtual_price_.push_back(shares.value() > 0 ? virtual_price(state_of(seen, pool)) : missing());
        shares_.push_back(static_cast<double>(shares.value()) / seen.assets[pool.share.index()].unit);
        volume_.push_back(volume_since_[i]);
        swaps_.push_back(swaps_since_[i]);
        refused_.push_back(refused_since_[i]);
    }
    start(seen);
}

void PoolSeries::columns(ColumnVisitor& column)
{
    each(*this, [&](std::string_view name, auto& values) { column(name, values); });
    column("volume_since", volume_since_);
    column("swaps_since", swaps_since_);
    column("refused_since", refused_since_);
}

void PoolSeries::capture(Capture& into) const
{
    each(*this, [&]<class T>(std::string_view name, std::vector<T> const& values) {
        into.column<T>(join("/series/pool", name)) = values;
    });
}

}  // namespace stampede
