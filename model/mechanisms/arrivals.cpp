#include "model/mechanisms/arrivals.hpp"

#include <algorithm>

namespace stampede {

Amount repayable(World const& world, Exposure const& exposure)
{
    double const span = exposure.time_to_cash.value();
    if (span <= world.clock.dt())
        return exposure.due;
    double const share = world.clock.dt() / span;
    return std::min(exposure.due, part_of(Share{share}, exposure.face) + Amount{1});
}

Amount owed_now(World const& world, InstitutionId debtor, AssetId asset)
{
    Amount owed{0};
    if (!world.queues[debtor.index()].empty())
        owed += world.queues[debtor.index()][asset.index()].total();
    auto const [first, last] = boost::in_edges(debtor.index(), world.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure const& exposure = world.institutions[*edge];
        if (exposure.asset == asset && exposure.settled == 0)
            owed += repayable(world, exposure);
    }
    return owed;
}

namespace {

void bring_in_transits(World& world)
{
    std::erase_if(world.transits, [&](Transit const& way) {
        if (way.arrival > world.clock.step)
            return false;
        world.ledger.move(way.to, way.asset, Storage::transit, Storage::hot, way.amount);
        return true;
    });
}

void pay_income(World& world, InstitutionId creditor, Exposure const& exposure)
{
    double const yearly = exposure.yearly_yield.value();
    if (yearly <= 0 || world.failed(creditor))
        return;
    Amount const amount{round_to_integer(static_cast<double>(exposure.principal.value()) * yearly * world.clock.dt() /
                                         (365.25 * 86400))};
    Amount const income = std::min(amount, world.ledger.stored(World::outside, exposure.asset, Storage::hot));
    if (income.value() <= 0)
        return;
    world.ledger.pay_income(World::outside, creditor, exposure.asset, income);
    world.income[creditor.index()] += world.usd(exposure.asset, income);
}

/// A placement with the rest of the world comes back less its haircut and what was hidden.
void repay_outside(World& world, InstitutionId creditor, Exposure& exposure, Amount amount)
{
    double const kept = (1 - exposure.haircut.value()) * (1 - world.facts[creditor.index()].hidden_share);
    Amount const net =
        std::min(part_of(Share{kept}, amount), world.ledger.stored(World::outside, exposure.asset, Storage::hot));
    world.ledger.transfer(World::outside, Storage::hot, creditor, Storage::hot, exposure.asset, net,
                          Channel::fire_sale);
    world.ledger.change_exposure(creditor, World::outside, exposure.asset, -amount, Channel::fire_sale);
    exposure.principal -= amount;
    exposure.due -= amount;
}

void repay_loan(World& world, InstitutionId creditor, InstitutionId debtor, Exposure& exposure, Amount amount)
{
    Amount const paid = std::min(amount, world.ledger.stored(debtor, exposure.asset, Storage::hot));
    double const usd = world.usd(exposure.asset, amount);
    if (paid.value() > 0) {
        world.ledger.transfer(debtor, Storage::hot, creditor, Storage::hot, exposure.asset, paid, Channel::default_);
        world.ledger.change_exposure(creditor, debtor, exposure.asset, -paid, Channel::default_);
        exposure.principal -= paid;
        exposure.due -= paid;
        world.events.add(EventKind::repayment, {creditor, exposure.asset, {}, paid, world.usd(exposure.asset, paid)},
                         Cause{world.signals[creditor.index()].ask_event});
    }
    if (paid == amount) {
        exposure.missed_step = -1;
        return;
    }
    if (exposure.missed_step < 0) {
        exposure.missed_step = world.clock.step;
        world.events.add(EventKind::missed_payment, {debtor, exposure.asset, {}, amount - paid, usd},
                         Cause{world.signals[creditor.index()].ask_event});
    }
}

}  // namespace

void Arrivals::apply(StepContext& step) const
{
    World& world = step.world;
    bring_in_transits(world);
    auto const [first, last] = boost::edges(world.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure& exposure = world.institutions[*edge];
        InstitutionId const creditor = InstitutionId::of(boost::source(*edge, world.institutions));
        InstitutionId const debtor = InstitutionId::of(boost::target(*edge, world.institutions));
        if (exposure.settled != 0 || world.failed(debtor))
            continue;
        if (exposure.maturity == world.clock.step)
            exposure.due = exposure.principal;
        pay_income(world, creditor, exposure);
        Amount const amount = repayable(world, exposure);
        if (amount.value() <= 0 || exposure.recalled_step == world.clock.step)
            continue;
        if (debtor == World::outside)
            repay_outside(world, creditor, exposure, amount);
        else
            repay_loan(world, creditor, debtor, exposure, amount);
    }
}

}  // namespace stampede
