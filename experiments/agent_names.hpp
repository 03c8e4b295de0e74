#pragma once
// What a new kind of agent is called in experiments, in files and in code.

#include <string>
#include <string_view>

namespace stampede {

/// The names of one kind.
struct AgentNames {
    std::string agent;   ///< one of them, as in an experiment: "herd_seller"
    std::string agents;  ///< all of them, as their files are called: "herd_sellers"
    std::string type;    ///< their class: "HerdSellers"
};

/// @param agent  lower snake case, in the singular, at most 24 letters; no word of C++
/// @throws InputError naming the rule it breaks
[[nodiscard]] AgentNames agent_names(std::string const& agent);

/// English plural of a word, by its ending: "seller" -> "sellers", "boss" -> "bosses", "whale_lady" -> "whale_ladies".
[[nodiscard]] std::string plural(std::string_view word);

}  // namespace stampede
