#pragma once
// Rules of random worlds, with parameters at which they make a difference at venues of a million dollars.

#include <string>
#include <string_view>

#include "tests/engine/world_luck.hpp"

namespace stampede::testing {

/// Parameters of an entry as members of its object, each with a comma before it; "" if it keeps its defaults.
[[nodiscard]] std::string random_parameters(WorldLuck const& luck, std::string_view family, std::string_view kind);

/// An entry of a roster with parameters, as an object.
/// @param label  differs between places of one part of the world that take a rule of the same family
template <class Base>
[[nodiscard]] std::string random_rule(WorldLuck const& luck, std::string_view label)
{
    std::string_view const kind = luck.kind<Base>(label);
    return fmt::format(R"({{"kind": "{}"{}}})", kind, random_parameters(luck.of(label), roster<Base>().family(), kind));
}

}  // namespace stampede::testing
