#include "experiments/comparable.hpp"

#include <fmt/format.h>

#include <set>

#include "experiments/json_text.hpp"

namespace stampede {

namespace {

template <class Map>
void add_names(std::set<std::string>& places, std::string const& table, Map const& things)
{
    for (auto const& [name, thing] : things)
        places.insert(step_into(table, name));
}

/// JSON Pointers of everything that outcomes are of.
std::set<std::string> things_of(Experiment const& experiment)
{
    std::set<std::string> places;
    add_names(places, "/assets", experiment.world.assets);
    add_names(places, "/institutions", experiment.world.institutions);
    add_names(places, "/markets", experiment.world.markets);
    add_names(places, "/agents", experiment.agents);
    return places;
}

}  // namespace

void require_same_things(LoadedExperiment& experiment, Problems& problems)
{
    std::set<std::string> const base = things_of(experiment.experiment());
    for (std::string const& arm : experiment.arms()) {
        std::set<std::string> const here = things_of(experiment.experiment({arm, {}}));
        auto const complain = [&](std::string const& place, std::string const& text) {
            problems.add({fmt::format("arm \"{}\": {}", arm, place), "", text, ""});
        };
        for (std::string const& place : base)
            if (!here.contains(place))
                complain(place,
                         "is in the base and not in the arm; both must have it to be compared: switch it off by "
                         "a value, such as a count of 0");
        for (std::string const& place : here)
            if (!base.contains(place))
                complain(place,
                         "is in the arm and not in the base; both must have it to be compared: give it to the "
                         "base with a value that switches it off, such as a count of 0");
    }
}

}  // namespace stampede
