#pragma once
// A small exchange on which everybody trades: spot and perpetual, with makers, leverage, carry, arbitrage and value.

#include <nlohmann/json.hpp>

#include "model/base/check.hpp"
#include "tests/support/configured.hpp"

namespace stampede::testing {

/// Open interest of 10 million USD, everything else in the proportions of the defaults, but for a noise at the lower
/// end of its range; nothing befalls it.
[[nodiscard]] nlohmann::json trading_floor(double days);

/// The population of this name. @throws if there is none of the kind
template <class Kind>
[[nodiscard]] Kind& population(Configured& run, std::string_view name)
{
    for (auto const& one : run.simulation().populations())
        if (one->enrolment().name == name)
            return dynamic_cast<Kind&>(*one);
    throw InputError{"no population " + std::string{name}};
}

}  // namespace stampede::testing
