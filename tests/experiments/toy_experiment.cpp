#include "tests/experiments/toy_experiment.hpp"

namespace stampede {

template <>
Roster<toy::Limit> const& roster<toy::Limit>()
{
    static Roster<toy::Limit> const all{"limit",
                                        {entry<toy::Limit, toy::Limit>("none", "no limit"),
                                         entry<toy::Limit, toy::DailyShare>("daily_share", "a share of claims a day")}};
    return all;
}

template <>
Roster<toy::Agent> const& roster<toy::Agent>()
{
    static Roster<toy::Agent> const all{
        "agent",
        {entry<toy::Agent, toy::RetailUser>("retail_user", "joins a run at a threshold"),
         entry<toy::Agent, toy::Fund>("fund", "can default")}};
    return all;
}

}  // namespace stampede
