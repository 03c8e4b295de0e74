#include "tests/experiments/mutator.hpp"

#include <rapidcheck.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "experiments/json_text.hpp"

namespace stampede::testing {

using nlohmann::json;

namespace {

/// Pointers to everything below the top.
void list_places(json const& value, std::string const& pointer, std::vector<std::string>& places)
{
    for (auto const& [name, member] : value.items()) {
        std::string const place = step_into(pointer, name);
        places.push_back(place);
        if (member.is_structured())
            list_places(member, place, places);
    }
}

/// Replaces what stands at the place by raw text.
std::string with_raw(json whole, std::string const& place, std::string const& raw)
{
    whole[json::json_pointer{place}] = "@@@";
    std::string text = whole.dump();
    return text.replace(text.find("\"@@@\""), 5, raw);
}

std::string parent_of(std::string const& place)
{
    return place.substr(0, place.rfind('/'));
}

std::string misspelt(json whole, std::string const& place)
{
    json& parent = whole[json::json_pointer{parent_of(place)}];
    std::string const name = json::json_pointer{place}.back();
    json const value = parent[name];
    parent.erase(name);
    parent[name + "q"] = value;
    return whole.dump();
}

std::string given_twice(json const& whole, std::string const& place)
{
    json const& value = whole[json::json_pointer{place}];
    std::string const name = json(json::json_pointer{place}.back()).dump();
    return with_raw(whole, place, value.dump() + "," + name + ":" + value.dump());
}

/// A byte that no JSON text holds: no place of it, inside a text or not.
std::string with_bad_byte(std::string text)
{
    auto const at = *rc::gen::inRange<std::size_t>(0, text.size());
    return text.insert(at, 1, *rc::gen::element('\0', '\x01', '\x1f', '\xff', '\xc0'));
}

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

json random_value(json const& whole, std::vector<std::string> const& places, json const& old)
{
    if (old.is_number() && *rc::gen::arbitrary<bool>())
        return old.get<double>() * *rc::gen::element(0.0, -1.0, 0.5, 3.0, 1e-9, 1e9);
    switch (*rc::gen::inRange(0, 4)) {
        case 0:
            return whole[json::json_pointer{*rc::gen::elementOf(places)}];
        case 1:
            return *rc::gen::element<json>(nullptr, json::array(), json::object(), true, false, "", 0, 1, -1);
        case 2:
            return *rc::gen::element<json>(1e300, -1e300, 5e-324, 9007199254740993, 4294967296, -2147483649, 0.1);
        default:
            return *rc::gen::element<json>("1h", "-1h", "0s", "1e9d", "/", "..", "tab\tname", "../data", "logistic");
    }
}

}  // namespace

std::string broken(json const& valid, std::function<bool(std::string const&)> const& is_table)
{
    std::vector<std::string> places;
    list_places(valid, "", places);
    std::string const place = *rc::gen::elementOf(places);
    std::string const parent = parent_of(place);
    json const& value = valid[json::json_pointer{place}];
    bool const in_object = valid[json::json_pointer{parent}].is_object();
    switch (*rc::gen::inRange(0, 7)) {
        case 0:
            if (in_object && !is_table(parent))
                return misspelt(valid, place);
            [[fallthrough]];
        case 1:
            return with_raw(valid, place, value.is_array() ? "true" : "[[]]");
        case 2:
            return with_raw(valid, place, *rc::gen::element("NaN", "-Infinity", "1e999", "01", "'x'", ":", "// x\n1"));
        case 3:
            if (in_object)
                return given_twice(valid, place);
            [[fallthrough]];
        case 4:
            return with_raw(valid, place, nested(*rc::gen::element<std::size_t>(3, 60, 70, 100'000)));
        case 5:
            return with_bad_byte(valid.dump());
        default: {
            std::string const text = valid.dump();
            return text.substr(0, *rc::gen::inRange<std::size_t>(0, text.size()));
        }
    }
}

std::string impossible(json const& valid, std::set<std::string> const& names)
{
    std::vector<std::string> places, candidates;
    list_places(valid, "", places);
    for (std::string const& place : places) {
        json const& value = valid[json::json_pointer{place}];
        bool const anywhere = place.ends_with("/mean");  // of a distribution, which may lie far below zero
        if ((value.is_number() && !anywhere) || (value.is_string() && names.contains(value.get<std::string>())))
            candidates.push_back(place);
    }
    std::string const place = *rc::gen::elementOf(candidates);
    json changed = valid;
    json& value = changed[json::json_pointer{place}];
    value = value.is_string() ? json("nowhere") : json(-1e300);
    return changed.dump();
}

std::string altered(json valid)
{
    for (int changes = *rc::gen::inRange(1, 4); changes > 0; --changes) {
        std::vector<std::string> places;
        list_places(valid, "", places);
        std::string const place = *rc::gen::elementOf(places);
        json& parent = valid[json::json_pointer{parent_of(place)}];
        json& value = valid[json::json_pointer{place}];
        switch (*rc::gen::inRange(0, 4)) {
            case 0:
                if (parent.is_object()) {
                    parent.erase(json::json_pointer{place}.back());
                    break;
                }
                [[fallthrough]];
            case 1:
                if (parent.is_object()) {
                    json const copy = value;
                    parent[*rc::gen::element<std::string>("copy", "", "~/", "kind", "é")] = copy;
                    break;
                }
                [[fallthrough]];
            default: {
                json const next = random_value(valid, places, value);
                value = next;
                break;
            }
        }
    }
    return valid.dump();
}

std::string scrambled(std::string text)
{
    for (int changes = *rc::gen::inRange(1, 8); changes > 0 && text.size() > 1; --changes) {
        std::size_t const at = *rc::gen::inRange<std::size_t>(0, text.size() - 1);
        switch (*rc::gen::inRange(0, 5)) {
            case 0:
                text[at] = *rc::gen::arbitrary<char>();
                break;
            case 1:
                text.erase(at, *rc::gen::inRange<std::size_t>(1, 4));
                break;
            case 2:
                text.insert(at, text.substr(at, *rc::gen::inRange<std::size_t>(1, 40)));
                break;
            case 3:
                std::swap(text[at], text[at + 1]);
                break;
            default:
                text.insert(at, *rc::gen::element<std::string>("{", "}", "[", "]", ",", ":", "\"", "null", "1e9"));
                break;
        }
    }
    return text;
}

}  // namespace stampede::testing
