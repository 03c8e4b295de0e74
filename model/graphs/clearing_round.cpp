#include "model/graphs/clearing_round.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/graphs/payment_sheet.hpp"

namespace stampede {
namespace {

void check_amounts(Amount owed, Amount provision)
{
    require(provision >= Amount{0} && provision <= owed, "clearing round: a provision must lie between 0 and its debt");
}

void check(IntegerObligations const& system, std::vector<bool> const& failed)
{
    std::size_t const n = system.size();
    require(failed.size() == n && system.external_owed.size() == n && system.external_provision.size() == n,
            "clearing round: one row per institution is needed everywhere");
    for (std::size_t i = 0; i < n; ++i) {
        require(system.own_assets[i] >= Amount{0}, "clearing round: own assets must not be negative");
        check_amounts(system.external_owed[i], system.external_provision[i]);
    }
    for (Debt const& debt : system.debts) {
        require(debt.debtor.index() < n && debt.creditor.index() < n && debt.debtor != debt.creditor,
                "clearing round: a debt needs two different institutions of the system");
        check_amounts(debt.owed, debt.provision);
    }
}

// What is written off of what a failed debtor owes before assets are looked at.
Amount provision_before(Amount owed, Amount provision, double fixed_loss)
{
    if (fixed_loss < 0)
        return provision;
    return std::max(provision, owed - Amount{recovered(Share{1 - fixed_loss}, owed.value())});
}

// What is written off of it once `paid` is known.
Amount provision_after(Amount owed, Amount before, Amount paid, double fixed_loss)
{
    return fixed_loss < 0 ? owed - paid : before;
}

std::vector<Share> recovery_shares(IntegerObligations const& system, ClearingRound const& round)
{
    std::vector<Amount> owed = system.external_owed;
    std::vector<Amount> lost = round.external_provision;
    for (std::size_t d = 0; d < system.debts.size(); ++d) {
        owed[system.debts[d].debtor.index()] += system.debts[d].owed;
        lost[system.debts[d].debtor.index()] += round.provision[d];
    }
    std::vector<Share> shares(owed.size());
    for (std::size_t i = 0; i < owed.size(); ++i)
        shares[i] = Share{1 - ratio(lost[i], owed[i])};
    return shares;
}

}  // namespace

ClearingRound clearing_round(IntegerObligations const& system, std::vector<bool> const& failed,
                             ClearingRule const& rule)
{
    check(system, failed);
    double const loss = rule.fixed_loss();
    ClearingRound round{{}, {}, {}, system.external_provision, {}};
    std::vector<PaymentSlot> slots;
    for (Debt const& debt : system.debts) {
        bool const hit = failed[debt.debtor.index()];
        round.provision.push_back(hit ? provision_before(debt.owed, debt.provision, loss) : debt.provision);
        slots.push_back({debt.debtor.index(), debt.creditor.index(), (debt.owed - round.provision.back()).value()});
    }
    std::vector<std::int64_t> own(system.size());
    for (std::size_t i = 0; i < system.size(); ++i) {
        own[i] = recovered(rule.own_recovery(), system.own_assets[i].value());
        Amount& provision = round.external_provision[i];
        if (failed[i])
            provision = provision_before(system.external_owed[i], provision, loss);
        slots.push_back({i, PaymentSlot::outside, (system.external_owed[i] - provision).value()});
    }

    PaymentSheet sheet{std::move(own), failed, std::move(slots), rule.claim_recovery()};
    sheet.pay();

    for (PaymentSlot const& slot : sheet.slots())
        (slot.creditor == PaymentSlot::outside ? round.external_paid : round.paid).emplace_back(slot.paid);
    for (std::size_t d = 0; d < system.debts.size(); ++d)
        if (failed[system.debts[d].debtor.index()])
            round.provision[d] = provision_after(system.debts[d].owed, round.provision[d], round.paid[d], loss);
    for (std::size_t i = 0; i < system.size(); ++i)
        if (failed[i])
            round.external_provision[i] =
                provision_after(system.external_owed[i], round.external_provision[i], round.external_paid[i], loss);
    round.recovery = recovery_shares(system, round);
    return round;
}

}  // namespace stampede
