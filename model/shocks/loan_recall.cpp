#include "model/shocks/loan_recall.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/shocks/targets.hpp"

namespace stampede {

void LoanRecall::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("creditor", creditor_, RefersTo::institution, "who asks; \"\" = the rest of the world");
    field.reference("debtor", debtor_, RefersTo::institution, "who is asked; \"\" = the rest of the world");
    field("share", share_, unit_interval, "1", "part of what is owed that is asked back");
}

void LoanRecall::check(View& world) const
{
    InstitutionId const creditor = institution_or_outside("creditor", creditor_, world);
    require(creditor != institution_or_outside("debtor", debtor_, world), "debtor  must not be the creditor itself");
}

void LoanRecall::apply(World& world, EventId cause) const
{
    InstitutionId const creditor = institution_or_outside("creditor", creditor_, world);
    InstitutionId const debtor = institution_or_outside("debtor", debtor_, world);
    for (auto const& edge : exposures_between(world, creditor, debtor)) {
        Exposure& exposure = world.institutions[edge];
        Amount const owed = exposure.principal - exposure.provision;
        Amount const asked = share_.value() >= 1 ? owed : part_of(share_, owed);
        if (asked <= exposure.due)
            continue;
        Amount const more = asked - exposure.due;
        exposure.due = asked;
        exposure.recalled_step = world.clock.step;
        exposure.recall_event = world.events.add(
            EventKind::recall, {creditor, exposure.asset, {}, more, world.usd(exposure.asset, more)}, Cause{cause});
    }
}

}  // namespace stampede
