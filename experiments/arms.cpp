#include "experiments/arms.hpp"

#include <nlohmann/json.hpp>

#include "experiments/json_text.hpp"
#include "experiments/suggestion.hpp"

namespace stampede {

using nlohmann::json;

namespace {

/// "NAME" or "NAME:/pointer=value" in its parts.
struct ArmText {
    std::string text, name, pointer, value;
    bool has_value = false;

    explicit ArmText(std::string const& whole) : text{whole}
    {
        std::size_t const colon = text.find(":/");
        name = text.substr(0, colon);
        if (colon == std::string::npos)
            return;
        std::size_t const equals = text.find('=', colon);
        pointer = text.substr(colon + 1, equals == std::string::npos ? equals : equals - colon - 1);
        has_value = equals != std::string::npos;
        value = has_value ? text.substr(equals + 1) : "";
    }
};

std::string unknown_arm(std::string const& name, json const& arms)
{
    std::vector<std::string> names;
    for (auto const& [arm, patch] : arms.items())
        names.push_back(arm);
    if (names.empty())
        return "the experiment has no arms; make one with --arm 'NAME:/pointer=value'";
    return "there is no such arm; " + advice(name, {names.begin(), names.end()});
}

}  // namespace

std::string complaint_about_name(std::string const& arm)
{
    if (arm.empty())
        return "an arm must have a name";
    return arm == "base" ? "\"base\" is the experiment without an arm; give the arm another name" : "";
}

json const& arms_of(json const& merged)
{
    static json const none = json::object();
    auto const found = merged.find("arms");
    return found != merged.end() && found->is_object() ? *found : none;
}

void choose_arms(json& merged, std::vector<std::string> const& wanted, Problems& problems)
{
    if (wanted.empty())
        return;
    json const known = arms_of(merged);
    json chosen = json::object();
    std::vector<ArmText> arms;
    for (std::string const& text : wanted)
        if (is_utf8(text))
            arms.emplace_back(text);
        else
            problems.add({"--arm", shown(text), "must be UTF-8", ""});
    for (ArmText const& arm : arms)
        if (known.contains(arm.name))
            chosen[arm.name] = known[arm.name];
        else if (arm.has_value)
            chosen[arm.name] = json::object();
    for (ArmText const& arm : arms)
        if (!arm.pointer.empty() && !arm.has_value)
            problems.add({"--arm", shown(arm.text), "must look like NAME or NAME:/pointer=value", ""});
        else if (!chosen.contains(arm.name))
            problems.add({"--arm", shown(arm.text), unknown_arm(arm.name, known), ""});
        else if (arm.has_value && chosen[arm.name].is_object())
            chosen[arm.name][arm.pointer] = parse_value(arm.value);
    merged["arms"] = std::move(chosen);
}

}  // namespace stampede
