#pragma once
// What is copied from the world at the end of a run: events and causes, exposures, agents.

#include "model/population.hpp"
#include "output/capture.hpp"

namespace stampede {

/// /events and /causes: the whole log, one row per event and per link from an event to a cause.
void capture_events(Capture& into, View& seen, std::int64_t run);

/// /network: exposures at the end; placements are owed by the rest of the world, row -1.
void capture_network(Capture& into, View& seen, std::int64_t run);

/// /agents/NAME: the columns that the population declares itself, those with one value per agent.
/// @throws InputError if the name of a population or column cannot stand in a path
void capture_agents(Capture& into, View& seen, Population& population, std::int64_t run);

}  // namespace stampede
