#include "experiments/stillborn.hpp"

#include <fmt/format.h>

#include "experiments/json_text.hpp"
#include "model/mechanisms/contagion.hpp"

namespace stampede {

std::vector<std::string> stillborn(World const& world)
{
    std::vector<std::string> lines;
    for (std::size_t i = 1; i < world.institution_count(); ++i) {
        InstitutionId const id = InstitutionId::of(i);
        if (!is_insolvent(world, id, false))
            continue;
        double const equity = static_cast<double>(tested_equity(world, id, false).value()) * 1e-6;
        lines.push_back(
            fmt::format("{}  begins with an equity of {:.6g} USD and fails in the first step; give it more \"hot\", "
                        "\"cold\", \"tokens\" or \"placements\", or let it owe less in /exposures",
                        step_into("/institutions", world.institutions[i].name), equity));
    }
    return lines;
}

}  // namespace stampede
