#include "output/measures/coin_measures.hpp"

#include <algorithm>

namespace stampede {

void Redeemed::visit(FieldVisitor& field)
{
    field.reference("of", coin_, RefersTo::asset, "coin that is redeemed and minted");
    span_.visit(field);
}

std::string Redeemed::complaint(Declarations const& world) const
{
    if (coin_.empty())
        return "\"of\" is missing: the coin";
    bool const issued = std::any_of(world.institutions.begin(), world.institutions.end(),
                                    [&](auto const& one) { return one.second.issues == coin_; });
    return issued ? span_.complaint() : "no institution issues \"" + coin_ + "\"";
}

double Redeemed::value(RunRecord const& run) const
{
    Hours const span = span_.hours(run);
    return run.track("/series/coin", "redeemed", coin_).sum(span) -
           run.track("/series/coin", "minted", coin_).sum(span);
}

}  // namespace stampede
