#include "model/mechanisms/arrivals.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace stampede {

Amount repayable(World const& world, Exposure const& exposure)
{
    if (world.frozen(exposure))
        return Amount{0};
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

void pay_income(World& world, InstitutionId creditor, InstitutionId debtor, Exposure const& exposure)
{
    double const yearly = exposure.yearly_yield.value();
    if (yearly <= 0 || world.failed(creditor) || world.frozen(exposure))
        return;
    // The rounded parts of all steps sum to the rounded income of all time: a small one is not lost to short steps.
    double const rate = static_cast<double>(exposure.principal.value()) * yearly * world.clock.dt() / (365.25 * 86400);
    auto const step = static_cast<double>(world.clock.step);
    Amount const amount{round_to_integer(rate * (step + 1)) - round_to_integer(rate * step)};
    Amount const income = std::min(amount, world.ledger.stored(debtor, exposure.asset, Storage::hot));
    if (income.value() <= 0)
        return;
    world.ledger.pay_income(debtor, creditor, exposure.asset, income);
    world.income[creditor.index()] += world.usd(exposure.asset, income);
    world.income[debtor.index()] -= world.usd(exposure.asset, income);
}

/// A placement with the rest of the world comes back less its haircut and what was hidden.
void repay_outside(World& world, InstitutionId creditor, Exposure& exposure, Amount amount)
{
    Amount const lost = part_of(Share{world.facts[creditor.index()].hidden_share}, amount);
    Amount const net = std::min(part_of(Share{1 - exposure.haircut.value()}, amount - lost),
                                world.ledger.stored(World::outside, exposure.asset, Storage::hot));
    world.ledger.change_exposure(creditor, World::outside, exposure.asset, -lost, Channel::default_);
    world.ledger.transfer(World::outside, Storage::hot, creditor, Storage::hot, exposure.asset, net,
                          Channel::fire_sale);
    world.ledger.change_exposure(creditor, World::outside, exposure.asset, lost - amount, Channel::fire_sale);
    exposure.principal -= amount;
    exposure.due -= amount;
}

/// A loan that can be repaid in this step.
struct DueLoan {
    InstitutionGraph::edge_descriptor edge;
    Amount amount;
};

void repay_loan(World& world, DueLoan const& loan, Amount paid)
{
    Exposure& exposure = world.institutions[loan.edge];
    InstitutionId const creditor = InstitutionId::of(boost::source(loan.edge, world.institutions));
    InstitutionId const debtor = InstitutionId::of(boost::target(loan.edge, world.institutions));
    if (paid.value() > 0) {
        world.ledger.transfer(debtor, Storage::hot, creditor, Storage::hot, exposure.asset, paid, Channel::default_);
        world.ledger.change_exposure(creditor, debtor, exposure.asset, -paid, Channel::default_);
        exposure.principal -= paid;
        exposure.due -= paid;
        world.events.add(EventKind::repayment, {creditor, exposure.asset, {}, paid, world.usd(exposure.asset, paid)},
                         Cause{exposure.recall_event});
    }
    if (paid == loan.amount) {
        exposure.missed_step = -1;
        return;
    }
    if (exposure.missed_step < 0) {
        Amount const missed = loan.amount - paid;
        exposure.missed_step = world.clock.step;
        world.signals[debtor.index()].missed_event = world.events.add(
            EventKind::missed_payment, {debtor, exposure.asset, {}, missed, world.usd(exposure.asset, missed)},
            Cause{exposure.recall_event});
    }
}

/// What a debtor has in hot storage of an asset goes to all who are due, in proportion; none of it was borrowed back
/// in this step.
void repay_loans(World& world, std::vector<DueLoan> const& loans)
{
    std::map<std::pair<InstitutionId, AssetId>, std::vector<DueLoan>> by_debtor;
    for (DueLoan const& loan : loans)
        by_debtor[{InstitutionId::of(boost::target(loan.edge, world.institutions)),
                   world.institutions[loan.edge].asset}]
            .push_back(loan);
    std::vector<Amount> parts;
    std::vector<DueLoan> order;
    for (auto const& [who, due] : by_debtor) {
        std::vector<Amount> wanted;
        Amount sum{0};
        for (DueLoan const& loan : due) {
            wanted.push_back(loan.amount);
            sum += loan.amount;
        }
        Amount const paid = std::min(sum, world.ledger.stored(who.first, who.second, Storage::hot));
        auto const key = static_cast<std::uint64_t>(world.clock.step);
        std::vector<Amount> const shares = split(paid, wanted, world.draws, "arrivals/loans", key);
        parts.insert(parts.end(), shares.begin(), shares.end());
        order.insert(order.end(), due.begin(), due.end());
    }
    for (std::size_t i = 0; i < order.size(); ++i)
        repay_loan(world, order[i], parts[i]);
}

}  // namespace

void Arrivals::apply(StepContext& step) const
{
    World& world = step.world;
    bring_in_transits(world);
    std::vector<DueLoan> loans;
    auto const [first, last] = boost::edges(world.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure& exposure = world.institutions[*edge];
        InstitutionId const creditor = InstitutionId::of(boost::source(*edge, world.institutions));
        InstitutionId const debtor = InstitutionId::of(boost::target(*edge, world.institutions));
        if (exposure.settled != 0 || world.failed(debtor))
            continue;
        if (exposure.maturity == world.clock.step)
            exposure.due = exposure.principal;
        pay_income(world, creditor, debtor, exposure);
        Amount const amount = repayable(world, exposure);
        if (amount.value() <= 0 || exposure.recalled_step == world.clock.step)
            continue;
        if (debtor == World::outside)
            repay_outside(world, creditor, exposure, amount);
        else
            loans.push_back({*edge, amount});
    }
    repay_loans(world, loans);
}

}  // namespace stampede
