#pragma once
// A small exchange on which everybody trades: spot and perpetual, with makers, leverage, carry, arbitrage and value.

#include <nlohmann/json.hpp>

#include "model/base/check.hpp"
#include "tests/support/configured.hpp"

namespace stampede::testing {

/// Open interest of 10 million USD, everything else in the proportions of the defaults; nothing befalls it.
/// Sizes of positions are spread less than in a large market, where no single one is several per cent of the whole.
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
