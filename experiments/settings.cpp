#include "experiments/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include "experiments/json_text.hpp"
#include "experiments/suggestion.hpp"

namespace stampede {

using nlohmann::json;

namespace {

std::string unescaped(std::string_view step)
{
    std::string name;
    for (std::size_t i = 0; i < step.size(); ++i)
        if (step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1'))
            name += step[++i] == '0' ? '~' : '/';
        else
            name += step[i];
    return name;
}

std::vector<std::string> steps_of(std::string_view pointer)
{
    std::vector<std::string> steps;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        std::size_t const end = std::min(pointer.find('/'), pointer.size());
        steps.push_back(unescaped(pointer.substr(0, end)));
        pointer.remove_prefix(end);
    }
    return steps;
}

/// The member or item that a step leads to, or null.
json* step_from(json& place, std::string const& step)
{
    if (place.is_object()) {
        auto const found = place.find(step);
        return found == place.end() ? nullptr : &*found;
    }
    std::size_t index = 0;
    auto const [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
    bool const counts = error == std::errc{} && end == step.data() + step.size();
    return place.is_array() && counts && index < place.size() ? &place[index] : nullptr;
}

std::string dead_end(json const& place, std::string const& where, std::string const& step)
{
    std::string const here = where.empty() ? "the experiment" : where;
    if (place.is_array())
        return fmt::format("points to nothing: {} has {} items, the first is 0", here, place.size());
    if (!place.is_object())
        return fmt::format("points to nothing: {} is {}", here, type_name(place));
    std::vector<std::string> names;
    for (auto const& [name, value] : place.items())
        names.push_back(name);
    return fmt::format("points to nothing: {} has no \"{}\"; {}", here, step,
                       advice(step, {names.begin(), names.end()}));
}

/// Why the pointer leads nowhere in `effective`; "" if it does lead somewhere, or to a new name in an object.
std::string pointer_complaint(json effective, std::vector<std::string> const& steps, bool removing)
{
    json* place = &effective;
    std::string where;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        json* const next = step_from(*place, steps[i]);
        bool const new_name = i + 1 == steps.size() && place->is_object() && !removing;
        if (next == nullptr)
            return new_name ? "" : dead_end(*place, where, steps[i]);
        where = step_into(where, steps[i]);
        place = next;
    }
    return "";
}

/// Walks `merged` to the object or list that holds the last step, adding what only `effective` has so far.
/// @return null if `merged` holds something else than it should on the way
json* parent_of(json& merged, json& effective, std::vector<std::string> const& steps)
{
    json *place = &merged, *guide = &effective;
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        guide = step_from(*guide, steps[i]);
        json* next = step_from(*place, steps[i]);
        if (next == nullptr && !place->is_object())
            return nullptr;
        if (next == nullptr)
            next = &((*place)[steps[i]] = guide->is_array() ? *guide : json::object());
        else if (next->is_string() && guide->is_object())
            *next = json{{"kind", *next}};
        place = next;
    }
    bool const alike = place->is_object() ? guide->is_object() : place->is_array() && guide->is_array();
    return alike ? place : nullptr;
}

/// After a new kind was set: drops the neighbours that the new kind does not have.
void drop_strangers(json& merged, json effective, std::vector<std::string> const& steps)
{
    json* const rule = parent_of(merged, effective, steps);
    json* known = &effective;
    for (std::size_t i = 0; i + 1 < steps.size() && known != nullptr; ++i)
        known = step_from(*known, steps[i]);
    if (rule == nullptr || known == nullptr || !known->is_object())
        return;
    json kept = json::object();
    for (auto const& [name, value] : rule->items())
        if (known->contains(name))
            kept[name] = value;
    *rule = std::move(kept);
}

/// Puts the value where the steps lead; "" if it could.
std::string put(json& merged, Effective const& effective, std::vector<std::string> const& steps, json const& value)
{
    json before = effective(merged);
    if (std::string complaint = pointer_complaint(before, steps, value.is_null()); !complaint.empty())
        return complaint;
    json* const parent = parent_of(merged, before, steps);
    json* const place = parent == nullptr || parent->is_object() ? nullptr : step_from(*parent, steps.back());
    if (parent == nullptr || (parent->is_array() && place == nullptr))
        return "points into a value of the wrong type";
    if (place != nullptr)
        *place = value;
    else if (value.is_null())
        parent->erase(steps.back());
    else
        (*parent)[steps.back()] = value;
    if (steps.back() == "kind")
        drop_strangers(merged, effective(merged), steps);
    return "";
}

}  // namespace

bool set_value(json& merged, Effective const& effective, std::string const& pointer, json const& value,
               Problems& problems)
{
    bool const is_pointer = pointer.size() > 1 && pointer.front() == '/';
    std::string complaint = is_pointer ? put(merged, effective, steps_of(pointer), value)
                                       : "must be a JSON Pointer such as /agents/depositors/count";
    if (complaint.empty())
        return true;
    problems.add({pointer, shown(value), std::move(complaint), ""});
    return false;
}

bool set_from_text(json& merged, Effective const& effective, std::string const& text, Problems& problems)
{
    std::size_t const equals = text.find('=');
    if (equals == std::string::npos || !is_utf8(text)) {
        problems.add({"--set", shown(text), "must look like /pointer=value, in UTF-8", ""});
        return false;
    }
    return set_value(merged, effective, text.substr(0, equals), parse_value(text.substr(equals + 1)), problems);
}

}  // namespace stampede
