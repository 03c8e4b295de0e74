#include "model/mechanisms/collateral_haircuts.hpp"

#include <cmath>

#include "model/policies/haircut_rule.hpp"
#include "model/policies/volatility_forecast.hpp"

namespace stampede {

void CollateralHaircuts::apply(StepContext& step) const
{
    constexpr double ln2 = 0.6931471805599453;
    World& world = step.world;
    for (MovingHaircut& row : world.haircuts) {
        if (world.failed(row.venue))
            continue;
        InstitutionFacts const& fact = world.facts[row.venue.index()];
        double const price = world.price(row.asset).value();
        double const kept = world.clock.kept(Duration{fact.haircut_rule->half_life().value() / ln2});
        row.variance = next_variance(row.variance, row.price, price, kept, world.clock.days_per_step());
        row.price = price;
        row.now = fact.haircut_rule->haircut({fact.haircuts[row.asset.index()], std::sqrt(row.variance)});
    }
}

}  // namespace stampede
