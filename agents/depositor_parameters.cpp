#include "agents/depositor_parameters.hpp"

#include <algorithm>

#include "model/base/math.hpp"

namespace stampede {

double AttentionParameters::looks(double balance_usd, double luck) const
{
    double const size = std::max(balance_usd, 1.0) / reference_usd;
    double const asleep = std::min(0.95, dormant.value() * pow(size, -dormant_exponent));
    return luck < asleep ? dormant_per_day : std::clamp(per_day * pow(size, size_exponent), lowest, highest);
}

void AttentionParameters::visit(FieldVisitor& field)
{
    field.pick("mode", mode, {"poisson", "every_step"},
               "looks at random times, or in every step as in the textbook models");
    field("per_day", per_day, {0, 1440}, "1/day", "looks of an account of the reference size");
    field("size_exponent", size_exponent, {0, 2}, "1", "looks grow with the balance to this power");
    field("reference_usd", reference_usd, positive, "USD", "the reference size");
    field("lowest", lowest, {0, 1440}, "1/day", "least looks of somebody who is not dormant");
    field("highest", highest, {0, 1440}, "1/day", "most looks");
    field("dormant", dormant, unit_interval, "1", "share of accounts of the reference size that hardly look");
    field("dormant_exponent", dormant_exponent, {0, 2}, "1", "the dormant share falls with the balance to this power");
    field("dormant_per_day", dormant_per_day, {0, 1440}, "1/day", "looks of a dormant account");
    field("alarm_factor", alarm_factor, {0, 1000}, "1", "looks are multiplied by 1 + this x the venue's alarm");
    field("push_probability", push_probability, unit_interval, "1", "chance that the leaving of a contact is noticed");
    field("push_factor", push_factor, {0, 1000}, "1",
          "looks are multiplied by 1 + this after a contact was seen to leave");
    field("push_time", push_time, not_negative, "for so long");
}

void DepositorParameters::visit(FieldVisitor& field)
{
    field("count", count, {0, 100e6}, "people", "depositors");
    field.reference("venue", venue, RefersTo::institution, "where they have their accounts");
    field.amounts("coins", coins, RefersTo::asset, not_negative, "1",
                  "weight of each asset in what they hold together, by value");
    field("coins_each", coins_each, {0, 8}, "1",
          "different assets one of them holds, the same of each; 0 = all of them, in proportion to the weights");
    field("balance", balance, not_negative, "USD", "size of an account");
    field("total_usd", total_usd, not_negative, "USD", "all balances are scaled to this sum; 0 = as drawn");
    field("rule", rule, "how risk is perceived");
    field("panic_threshold", panic_threshold, {-1e6, 1e6}, "log-odds, or share of the rule",
          "fear at which a depositor withdraws");
    field("attention", attention, "how often they look");
    field("withdrawn", withdrawn, unit_interval, "1", "part of the balance asked for, once in each fright");
    field("fear_memory", fear_memory, not_negative, "time constant in which fear follows perceived risk; 0 = at once");
    field("redeposit_gap", redeposit_gap, {0, 100}, "log-odds",
          "fear must fall so far below the threshold to come back; 0 = never");
    field("trust", trust, unit_interval, "1", "trust at the start");
    field("trust_lost", trust_lost, unit_interval, "1", "part of trust lost with a refusal or a false announcement");
    field("trust_recovery", trust_recovery, positive, "time constant in which trust recovers");
    field("impatient", impatient, unit_interval, "1", "share that needs its money whatever happens");
    field("impatient_at", impatient_at, not_negative, "time at which it does");
    field("sells_token", sells_token, unit_interval, "1", "part of the venue's token sold once paid out");
    field("sells_coins", sells_coins, unit_interval, "1", "part of other coins sold once paid out");
    field("sale_time", sale_time, not_negative, "time constant in which they are sold, look by look; 0 = at once");
    field.references("moves_to", moves_to, RefersTo::institution,
                     "venues to one of which those who move flee: to the one that seems safest, of equals the first");
    field("moves", moves, unit_interval, "1", "share who flee to a venue of moves_to, if one seems safer, with all");
}

DepositorParameters retail_user_defaults()
{
    return {};
}

DepositorParameters institution_depositor_defaults()
{
    DepositorParameters defaults;
    defaults.count = 50;
    defaults.balance = Distribution::lognormal(5e6, 1);
    defaults.rule.choose("global_game");
    defaults.panic_threshold = Distribution::constant(0.5);
    defaults.attention.per_day = 6;
    defaults.attention.size_exponent = 0;
    defaults.attention.dormant = Share{0};
    defaults.withdrawn = Share{0.5};
    defaults.fear_memory = Duration{0};
    defaults.redeposit_gap = 0;
    return defaults;
}

}  // namespace stampede
