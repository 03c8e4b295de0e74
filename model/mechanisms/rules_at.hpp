#pragma once
// Rules that one institution may have for itself.

#include <string>
#include <vector>

namespace stampede {

/// Of each institution its own rules under `at`, or those of all.
/// @param parameters  with members `rules` and `at`; must outlive the result
/// @param names  of the institutions, in the order of their ids
template <class Parameters>
[[nodiscard]] auto rules_at(Parameters const& parameters, std::vector<std::string> const& names)
{
    std::vector<decltype(&parameters.rules)> rules;
    for (std::string const& name : names) {
        auto const own = parameters.at.find(name);
        rules.push_back(own == parameters.at.end() ? &parameters.rules : &own->second);
    }
    return rules;
}

}  // namespace stampede
