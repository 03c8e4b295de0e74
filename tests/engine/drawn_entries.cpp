#include "tests/engine/drawn_entries.hpp"

#include "agents/run_rule.hpp"
#include "experiments/field_walker.hpp"
#include "model/policies/adl_rule.hpp"
#include "model/policies/circuit_breaker.hpp"
#include "model/policies/clearing_rule.hpp"
#include "model/policies/gate.hpp"
#include "model/policies/haircut_rule.hpp"
#include "model/policies/liquidation_style.hpp"
#include "model/policies/oracle_rule.hpp"
#include "model/policies/pool_curve.hpp"
#include "model/policies/treasury_policy.hpp"
#include "model/policies/volatility_forecast.hpp"
#include "model/policies/withdrawal_limit.hpp"
#include "model/population.hpp"
#include "model/shock.hpp"
#include "networks/institution_network.hpp"
#include "networks/social_network.hpp"

namespace stampede::testing {

namespace {

template <class Base>
Family family_of(std::string const& base)
{
    Family family{base, std::string{roster<Base>().family()}, {}};
    for (auto const& entry : roster<Base>().entries())
        family.entries.emplace_back(entry.name);
    return family;
}

}  // namespace

std::vector<Family> const& world_families()
{
    static std::vector<Family> const all{
        family_of<AdlRule>("AdlRule"),
        family_of<CircuitBreaker>("CircuitBreaker"),
        family_of<ClearingRule>("ClearingRule"),
        family_of<ExitFee>("ExitFee"),
        family_of<Gate>("Gate"),
        family_of<HaircutRule>("HaircutRule"),
        family_of<InstitutionNetwork>("InstitutionNetwork"),
        family_of<LiquidationStyle>("LiquidationStyle"),
        family_of<OracleRule>("OracleRule"),
        family_of<PoolCurve>("PoolCurve"),
        family_of<Population>("Population"),
        family_of<RunRule>("RunRule"),
        family_of<Shock>("Shock"),
        family_of<SocialNetwork>("SocialNetwork"),
        family_of<TreasuryPolicy>("TreasuryPolicy"),
        family_of<UserLimit>("UserLimit"),
        family_of<VolatilityForecast>("VolatilityForecast"),
        family_of<WithdrawalLimit>("WithdrawalLimit"),
    };
    return all;
}

std::set<Entry> chosen_entries(Experiment& experiment)
{
    std::set<Entry> seen;
    FieldWalker walker{{.choice = [&](ChoiceSlot& slot, FieldVisitor& visitor) {
        seen.emplace(slot.family(), slot.kind());
        slot.visit(visitor);
    }}};
    experiment.visit(walker);
    return seen;
}

}  // namespace stampede::testing
