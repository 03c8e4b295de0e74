// Outcomes of coins that have an issuer.

#include "output/headline.hpp"

namespace stampede {
namespace {

double in_coins(RunEnd const& run, std::size_t i, Amount amount)
{
    return static_cast<double>(amount.value()) / run.world.assets[run.world.coins[i].coin.index()].unit;
}

Amount net(CoinState const& coin)
{
    return coin.redeemed - coin.minted;
}

double supply_at_start(RunEnd const& run, std::size_t i)
{
    CoinState const& coin = run.world.coins[i];
    return in_coins(run, i, run.world.ledger.supply(coin.coin) + net(coin));
}

}  // namespace

HeadlineGroup coin_headlines()
{
    return {
        "/summary/coin",
        "coin",
        "outcomes of coins that have an issuer, one row per run",
        {
            {"redeemed", "coin", "burnt for what they promise",
             [](RunEnd const& run, std::size_t i) { return in_coins(run, i, run.world.coins[i].redeemed); }},
            {"minted", "coin", "issued for what they promise",
             [](RunEnd const& run, std::size_t i) { return in_coins(run, i, run.world.coins[i].minted); }},
            {"net_redeemed", "coin", "redeemed - minted",
             [](RunEnd const& run, std::size_t i) { return in_coins(run, i, net(run.world.coins[i])); }, Worse::more},
            {"net_redeemed_share", "1", "(redeemed - minted) / coins at the start",
             [](RunEnd const& run, std::size_t i) {
                 return share_of(in_coins(run, i, net(run.world.coins[i])), supply_at_start(run, i));
             },
             Worse::more},
            {"queue_usd", "USD", "redemptions asked for and not paid at the end",
             [](RunEnd const& run, std::size_t i) { return run.world.queued_usd(run.world.coins[i].issuer); },
             Worse::more},
        },
        [](View& seen) { return seen.coins.size(); }};
}

}  // namespace stampede
