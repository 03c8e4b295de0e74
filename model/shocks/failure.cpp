#include "model/shocks/failure.hpp"

#include "model/mechanisms/contagion.hpp"
#include "model/shocks/targets.hpp"

namespace stampede {

void Failure::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("institution", institution_, RefersTo::institution, "institution that fails");
}

void Failure::check(View& world) const
{
    static_cast<void>(institution_in("institution", institution_, world));
}

void Failure::apply(World& world, EventId cause) const
{
    fail(world, institution_in("institution", institution_, world), Cause{cause});
}

}  // namespace stampede
