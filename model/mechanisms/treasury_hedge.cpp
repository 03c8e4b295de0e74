// The treasury's short position against coins beyond those it owes.

#include <algorithm>

#include "model/base/math.hpp"
#include "model/mechanisms/arrivals.hpp"
#include "model/mechanisms/treasury.hpp"
#include "model/position_acts.hpp"

namespace stampede {
namespace {

/// Coins that an institution has in storage or is owed, beyond those it owes [USD].
double uncovered(World const& world, InstitutionId id, AssetId asset)
{
    Amount coins = world.ledger.stored(id, asset) - world.ledger.claims(id, asset);
    auto const [first, last] = boost::out_edges(id.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge)
        if (Exposure const& exposure = world.institutions[*edge]; exposure.asset == asset)
            coins += exposure.principal - exposure.provision;
    auto const [in, end] = boost::in_edges(id.index(), world.institutions);
    for (auto edge = in; edge != end; ++edge)
        if (Exposure const& debt = world.institutions[*edge]; debt.asset == asset)
            coins -= debt.principal;
    return std::max(0.0, world.usd(asset, coins));
}

/// Fills the account up to `needed` out of hot storage, as far as nobody is owed it, or sends home what is above.
void keep_money(World& world, TreasuryHedge const& hedge, AccountId account, Amount needed)
{
    AssetId const asset = world.ledger.asset(account);
    InstitutionId const venue = world.ledger.institution(account);
    Amount const missing = needed - world.ledger.balance(account);
    if (missing.value() > 0) {
        Amount const spare =
            world.ledger.stored(hedge.owner, asset, Storage::hot) - owed_now(world, hedge.owner, asset);
        if (Amount const brought = std::min(missing, spare); brought.value() > 0)
            world.ledger.deposit_own(hedge.owner, account, brought);
        return;
    }
    Amount const home = std::min(-missing, world.ledger.stored(venue, asset, Storage::hot));
    if (home.value() <= 0 || !world.active(venue))
        return;
    world.ledger.withdraw_own(hedge.owner, account, Storage::transit, home);
    world.transits.push_back({hedge.owner, asset, home, world.clock.step + 1});
}

}  // namespace

void Treasury::hedge(World& world, TreasuryHedge& hedge) const
{
    PerpMarket const& market = world.perps[hedge.market.index()];
    Rules const& rules = rules_of(hedge.owner);
    hedge.order = Units{0};
    hedge.leverage = rules.hedge_leverage;
    if (world.failed(hedge.owner) || world.failed(market.venue) || market.closed_out != 0)
        return;
    double const unit = notional(Units{1}, market.contract(), market.mark_price());
    double const unit_usd = unit / market.contract().settle_unit * world.price(market.settle).value();
    if (!(unit_usd > 0))
        return;
    Position const held = market.positions.position(hedge.row);
    auto const size = static_cast<double>(-held.size.value());
    double const wanted = rules.policy->hedged(uncovered(world, hedge.owner, market.base)) / unit_usd;
    double const gap = std::min(wanted, 4e18) - size;
    constexpr double band = 0.02;  // of the position: less is left alone
    if (double const distance = gap < 0 ? -gap : gap; distance >= 1 && distance > band * std::max(wanted, size)) {
        double const pace = 1 - world.clock.kept(rules.conversion_time);
        hedge.order = Units{-round_to_integer(gap * pace)};
    }
    double const opened = hedge.order.value() < 0 ? -static_cast<double>(hedge.order.value()) * unit : 0;
    double const needed = notional(held.size, market.contract(), market.mark_price()) / rules.hedge_leverage;
    double const lacking = needed - equity(held, market.contract(), market.mark_price());
    AccountId const account = market.positions.account(hedge.row);
    bool const posts = held.size.value() != 0 && lacking > 0.2 * needed;
    if (held.size.value() != 0 && lacking < -0.25 * needed)
        free_margin(world, hedge.market, hedge.row, Amount{static_cast<std::int64_t>(-lacking)}, rules.hedge_leverage);
    constexpr double to_spare = 1.1;  // the price may move before the order is filled
    keep_money(world, hedge, account,
               Amount{static_cast<std::int64_t>(to_spare * opened / rules.hedge_leverage + (posts ? lacking : 0))});
    if (posts)
        post_margin(world, hedge.market, hedge.row, Amount{static_cast<std::int64_t>(lacking)});
}

}  // namespace stampede
