#include "experiments/stillborn.hpp"

#include <fmt/format.h>

#include "experiments/json_text.hpp"
#include "model/mechanisms/contagion.hpp"

namespace stampede {

std::vector<Problem> stillborn(World const& world)
{
    std::vector<Problem> problems;
    for (std::size_t i = 1; i < world.institution_count(); ++i) {
        InstitutionId const id = InstitutionId::of(i);
        if (!is_insolvent(world, id, false))
            continue;
        double const equity = static_cast<double>(tested_equity(world, id, false).value()) * 1e-6;
        problems.push_back({step_into("/institutions", world.institutions[i].name), "",
                            fmt::format("begins with claims above what it holds, an equity of {:.6g} USD, and fails in "
                                        "the first step; give it more \"hot\", \"cold\", \"tokens\" or "
                                        "\"placements\", or let it owe less in /exposures",
                                        equity),
                            "institutions"});
    }
    return problems;
}

void warn_of(std::vector<Problem> const& stillborn, Console& console)
{
    for (Problem const& problem : stillborn)
        console.warning(problem.where + "  " + problem.text);
}

}  // namespace stampede
