#include "output/coin_series.hpp"

#include "output/readings.hpp"

namespace stampede {
namespace {

/// What an issuer has, by how it can be turned into cash [USD].
struct Reserves {
    double cash = 0;      ///< par in storage and on its way
    double tokens = 0;    ///< other tokens
    double deposits = 0;  ///< owed by institutions
    double placed = 0;    ///< placed with the rest of the world
    double frozen = 0;    ///< of deposits and placements, what cannot be had now; not counted there

    [[nodiscard]] double sum() const { return cash + tokens + deposits + placed + frozen; }
};

Reserves reserves_of(View& seen, CoinState const& coin)
{
    Reserves reserves;
    for (std::size_t i = 0; i < seen.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        if (asset != coin.coin)
            (asset == coin.par ? reserves.cash : reserves.tokens) +=
                seen.usd(asset, seen.ledger.stored(coin.issuer, asset));
    }
    auto const [first, last] = boost::out_edges(coin.issuer.index(), seen.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure const& exposure = seen.institutions[*edge];
        InstitutionId const debtor = InstitutionId::of(boost::target(*edge, seen.institutions));
        double const usd = seen.usd(exposure.asset, exposure.principal - exposure.provision);
        double& tier = seen.frozen(exposure) || seen.failed(debtor) ? reserves.frozen
                       : debtor == World::outside                   ? reserves.placed
                                                                    : reserves.deposits;
        tier += usd;
    }
    return reserves;
}

double in_coins(View& seen, AssetId asset, Amount amount)
{
    return static_cast<double>(amount.value()) / seen.assets[asset.index()].unit;
}

}  // namespace

void CoinSeries::each(auto& self, auto&& visit)
{
    visit("supply", self.supply_);
    visit("owed_usd", self.owed_);
    visit("cash_usd", self.cash_);
    visit("deposits_usd", self.deposits_);
    visit("frozen_usd", self.frozen_);
    visit("placed_usd", self.placed_);
    visit("tokens_usd", self.tokens_);
    visit("backing", self.backing_);
    visit("redeemed", self.redeemed_);
    visit("minted", self.minted_);
    visit("queue_usd", self.queue_);
    visit("redeems_at", self.redeems_at_);
    visit("pool", self.pool_);
    visit("open", self.open_);
}

void CoinSeries::start(View& seen)
{
    redeemed_before_.assign(seen.coins.size(), Amount{0});
    minted_before_.assign(seen.coins.size(), Amount{0});
}

void CoinSeries::add(View& seen)
{
    for (std::size_t i = 0; i < seen.coins.size(); ++i) {
        CoinState const& coin = seen.coins[i];
        Reserves const reserves = reserves_of(seen, coin);
        double const owed = seen.coins_usd(coin.issuer);
        supply_.push_back(in_coins(seen, coin.coin, seen.ledger.supply(coin.coin)));
        owed_.push_back(owed);
        cash_.push_back(reserves.cash);
        deposits_.push_back(reserves.deposits);
        frozen_.push_back(reserves.frozen);
        placed_.push_back(reserves.placed);
        tokens_.push_back(reserves.tokens);
        backing_.push_back(share_of(reserves.sum(), owed));
        redeemed_.push_back(in_coins(seen, coin.coin, coin.redeemed - redeemed_before_[i]));
        minted_.push_back(in_coins(seen, coin.coin, coin.minted - minted_before_[i]));
        redeemed_before_[i] = coin.redeemed;
        minted_before_[i] = coin.minted;
        queue_.push_back(seen.queued_usd(coin.issuer));
        redeems_at_.push_back(coin.redeems_at);
        pool_.push_back(coin.sister.valid() ? coin.pool : missing());
        open_.push_back(coin.open);
    }
}

void CoinSeries::columns(ColumnVisitor& column)
{
    each(*this, [&](std::string_view name, auto& values) { column(name, values); });
    column("redeemed_before", redeemed_before_, "smallest unit");
    column("minted_before", minted_before_, "smallest unit");
}

void CoinSeries::capture(Capture& into) const
{
    each(*this, [&]<class T>(std::string_view name, std::vector<T> const& values) {
        into.column<T>(join("/series/coin", name)) = values;
    });
}

}  // namespace stampede
