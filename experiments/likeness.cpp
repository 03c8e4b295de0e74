#include "experiments/likeness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "experiments/json_text.hpp"
#include "experiments/suggestion.hpp"

namespace stampede {

using nlohmann::json;

namespace {

bool same_kind(json const& one, json const& other)
{
    auto const kind = one.find("kind");
    auto const other_kind = other.find("kind");
    return kind == one.end() || other_kind == other.end() || *kind == *other_kind;
}

/// What `own` says, and what `pattern` says of the rest.
json completed(json own, json const& pattern)
{
    for (auto const& [name, value] : pattern.items())
        if (auto const said = own.find(name); said == own.end())
            own[name] = value;
        else if (said->is_object() && value.is_object() && same_kind(*said, value))
            *said = completed(*said, value);
    return own;
}

class Writer {
  public:
    Writer(json const& behaviour, json const& agents, Problems& problems)
        : behaviour_{behaviour}, agents_{agents}, problems_{problems}
    {
    }

    /// @param chain  populations and sets that led here, outermost first
    json write_out(json own, std::string const& where, std::vector<std::string> chain)
    {
        auto const like = own.find("like");
        if (like == own.end())
            return own;
        json const name = *like;
        own.erase(like);
        json const* const pattern = name.is_string() ? find(name.get<std::string>(), chain) : nullptr;
        if (pattern == nullptr) {
            complain(where, name, chain);
            return own;
        }
        std::string const next = (is_set(*pattern) ? "/behaviour/" : "/agents/") + name.get<std::string>();
        chain.push_back(next);
        return completed(std::move(own), write_out(*pattern, next, chain));
    }

  private:
    [[nodiscard]] bool is_set(json const& pattern) const
    {
        return std::any_of(behaviour_.begin(), behaviour_.end(), [&](json const& one) { return &one == &pattern; });
    }

    /// The pattern of this name that is not in use already, or null.
    [[nodiscard]] json const* find(std::string const& name, std::vector<std::string> const& chain) const
    {
        for (auto const& [place, all] : {std::pair{"/behaviour/", &behaviour_}, std::pair{"/agents/", &agents_}}) {
            auto const found = all->find(name);
            bool const used = std::find(chain.begin(), chain.end(), place + name) != chain.end();
            if (found != all->end() && found->is_object() && !used)
                return &*found;
        }
        return nullptr;
    }

    void complain(std::string const& where, json const& name, std::vector<std::string> const& chain)
    {
        std::vector<std::string> known;
        for (json const* const all : {&behaviour_, &agents_})
            for (auto const& [one, pattern] : all->items())
                if (std::find(chain.begin(), chain.end(), "/agents/" + one) == chain.end())
                    known.push_back(one);
        std::string const word = name.is_string() ? name.get<std::string>() : "";
        problems_.add({where + "/like", shown(name),
                       fmt::format("must name a set under /behaviour or another population; {}",
                                   advice(word, {known.begin(), known.end()})),
                       "agents"});
    }

    json const& behaviour_;
    json const& agents_;
    Problems& problems_;
};

}  // namespace

json written_out(json merged, Problems& problems)
{
    json behaviour = json::object();
    if (auto const found = merged.find("behaviour"); found != merged.end()) {
        behaviour = *found;
        merged.erase(found);
    }
    if (!behaviour.is_object()) {
        problems.add({"/behaviour", shown(behaviour), "must be an object of parameter sets by name", ""});
        behaviour = json::object();
    }
    for (auto const& [name, set] : behaviour.items())
        if (!set.is_object())
            problems.add({step_into("/behaviour", name), shown(set), "must be an object of parameters", ""});
    auto const agents = merged.find("agents");
    if (agents == merged.end() || !agents->is_object())
        return merged;
    json const as_said = *agents;
    Writer writer{behaviour, as_said, problems};
    for (auto const& [name, population] : as_said.items())
        if (population.is_object())
            (*agents)[name] = writer.write_out(population, step_into("/agents", name), {"/agents/" + name});
    return merged;
}

json sets_as_agents(json const& merged)
{
    json changed = merged;
    auto const sets = merged.find("behaviour");
    changed["agents"] = sets != merged.end() && sets->is_object() ? *sets : json::object();
    return changed;
}

}  // namespace stampede
