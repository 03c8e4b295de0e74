#include "model/mechanisms/vault_liquidation.hpp"

#include <algorithm>

#include "model/vaults.hpp"

namespace stampede {
namespace {

/// The vaults of one protocol in one step.
class VaultStep {
  public:
    VaultStep(StepContext& step, ProtocolId id) : world_{step.world}, wishes_{step.wishes}, id_{id} {}

    void run()
    {
        protocol().last = {};
        for (RepaymentWish const& wish : wishes_.repayments)
            if (wish.protocol == id_)
                repay(wish);
        prices_ = oracle_prices(world_, protocol());
        if (protocol().terms.absorbs)
            for (Row const vault : vaults_below(world_, protocol(), 1, prices_))
                absorb(vault);
        for (std::size_t const wish : turns())
            liquidate(wishes_.liquidations[wish]);
        for (Row const vault : touched_)
            give_up(vault);
    }

  private:
    Protocol& protocol() { return world_.protocols[id_.index()]; }
    Ledger& ledger() { return world_.ledger; }
    double unit(AssetId asset) const { return world_.assets[asset.index()].unit; }
    Amount held(Row vault) { return ledger().balance(protocol().vaults[vault].collateral); }
    Amount owed(Row vault) { return ledger().borrowed(protocol().vaults[vault].loan); }
    double in_usd(AssetId asset, Amount amount, double price)
    {
        return static_cast<double>(amount.value()) / unit(asset) * price;
    }

    /// Liquidations of this protocol in the sequence of their luck.
    std::vector<std::size_t> turns()
    {
        std::vector<std::pair<std::uint64_t, std::size_t>> order;
        auto const now = static_cast<std::uint64_t>(world_.clock.step);
        for (std::size_t i = 0; i < wishes_.liquidations.size(); ++i)
            if (LiquidationWish const& wish = wishes_.liquidations[i]; wish.protocol == id_)
                order.emplace_back(world_.draws.bits("vault/turn", wish.pays.value(), now * 1024 + id_.index()), i);
        std::sort(order.begin(), order.end());
        std::vector<std::size_t> sequence;
        for (auto const& [luck, wish] : order)
            sequence.push_back(wish);
        return sequence;
    }

    /// What a liquidation of at most so many coins would repay and seize, in whole units.
    std::pair<Amount, Amount> sale(Row vault, Amount offered)
    {
        AssetId const collateral = protocol().collateral, coin = protocol().coin;
        VaultSale const found = vault_sale(protocol().terms, in_usd(collateral, held(vault), prices_.collateral),
                                           in_usd(coin, owed(vault), prices_.coin),
                                           in_usd(coin, std::min(offered, owed(vault)), prices_.coin));
        if (!(found.repaid > 0))
            return {};
        auto const repaid = round_to_integer(found.repaid / prices_.coin * unit(coin));
        auto const seized = round_to_integer(found.seized / prices_.collateral * unit(collateral));
        return {std::min({Amount{repaid}, offered, owed(vault)}), std::min(Amount{seized}, held(vault))};
    }

    void repay(RepaymentWish const& wish)
    {
        Amount const paid = std::min({wish.amount, owed(wish.vault), ledger().balance(wish.pays)});
        if (paid.value() <= 0)
            return;
        ledger().repay_for(wish.pays, protocol().vaults[wish.vault].loan, paid, Channel::fee);
        take_back(paid);
        file_vault(world_, protocol(), wish.vault);
    }

    /// A coin of its own that has been repaid is unmade.
    void take_back(Amount repaid)
    {
        if (protocol().terms.mints)
            ledger().issue_own(protocol().id, protocol().coin, -repaid);
    }

    void absorb(Row vault)
    {
        Vault const& one = protocol().vaults[vault];
        auto const [repaid, seized] = sale(vault, ledger().balance(protocol().stable_coins));
        if (repaid.value() == 0)
            return;
        ledger().transfer_claim(protocol().stable_coins, one.debt, repaid, Channel::liquidation);
        ledger().repay(one.loan, repaid);
        take_back(repaid);
        ledger().transfer_claim(one.collateral, protocol().stable_collateral, seized, Channel::liquidation);
        report(vault, repaid, seized, Cause{cause_of_price()});
    }

    void liquidate(LiquidationWish const& wish)
    {
        Vault const& one = protocol().vaults[wish.vault];
        Amount const purse = ledger().balance(wish.pays) - wish.gas;
        auto const [repaid, seized] =
            purse.value() > 0 ? sale(wish.vault, std::min(wish.repay, purse)) : std::pair<Amount, Amount>{};
        if (repaid.value() == 0) {
            ++protocol().last.refused;
            return;
        }
        ledger().take_from_wallet(wish.pays, World::outside, Storage::hot, wish.gas, Channel::fee);
        ledger().repay_for(wish.pays, one.loan, repaid, Channel::liquidation);
        take_back(repaid);
        ledger().seize(one.collateral, wish.takes, seized, Channel::liquidation);
        report(wish.vault, repaid, seized, wish.cause);
    }

    /// The last batch that moved the collateral's price.
    EventId cause_of_price()
    {
        EventId last = calm_root;
        for (Market const& market : world_.markets)
            if (market.base == protocol().collateral && market.last_event > last)
                last = market.last_event;
        for (Pool const& pool : world_.pools)
            if (holds(pool, protocol().collateral) && pool.last_event > last)
                last = pool.last_event;
        return last;
    }

    void report(Row vault, Amount repaid, Amount seized, Cause const& cause)
    {
        VaultFlow& flow = protocol().last;
        flow.repaid_usd += world_.usd(protocol().coin, repaid);
        flow.seized_usd += world_.usd(protocol().collateral, seized);
        ++flow.liquidations;
        protocol().last_event =
            world_.events.add(EventKind::liquidation,
                              {protocol().id, protocol().collateral, protocol().vaults[vault].collateral, seized,
                               world_.usd(protocol().collateral, seized)},
                              cause);
        file_vault(world_, protocol(), vault);
        touched_.push_back(vault);
    }

    void give_up(Row vault)
    {
        Amount const lost = owed(vault);
        if (held(vault).value() > 0 || lost.value() == 0)
            return;
        ledger().forgive(protocol().vaults[vault].loan, lost, Channel::default_);
        protocol().bad_debt += lost.value();
        protocol().last.bad_debt_usd += world_.usd(protocol().coin, lost);
        world_.events.add(
            EventKind::deficit,
            {protocol().id, protocol().coin, protocol().vaults[vault].debt, lost, world_.usd(protocol().coin, lost)},
            Cause{protocol().last_event});
        file_vault(world_, protocol(), vault);
    }

    World& world_;
    Intents const& wishes_;
    ProtocolId id_;
    OraclePrices prices_;
    std::vector<Row> touched_;
};

}  // namespace

void VaultLiquidation::apply(StepContext& step) const
{
    for (std::size_t i = 0; i < step.world.protocols.size(); ++i)
        VaultStep{step, ProtocolId::of(i)}.run();
}

}  // namespace stampede
