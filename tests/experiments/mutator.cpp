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

}  // namespace

std::string broken(json const& valid, std::function<bool(std::string const&)> const& is_table)
{
    std::vector<std::string> places;
    list_places(valid, "", places);
    std::string const place = *rc::gen::elementOf(places);
    std::string const parent = parent_of(place);
    json const& value = valid[json::json_pointer{place}];
    bool const in_object = valid[json::json_pointer{parent}].is_object();
    switch (*rc::gen::inRange(0, 5)) {
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
        default: {
            std::string const text = valid.dump();
            return text.substr(0, *rc::gen::inRange<std::size_t>(0, text.size()));
        }
    }
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
