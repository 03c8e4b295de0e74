#include "tests/experiments/mutator.hpp"

#include <rapidcheck.h>

#include <algorithm>
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

namespace {

std::vector<std::string> split(std::string const& text, char at)
{
    std::vector<std::string> parts{""};
    for (char const c : text)
        if (c == at)
            parts.emplace_back();
        else
            parts.back() += c;
    return parts;
}

std::string joined(std::vector<std::string> const& parts, char with)
{
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i)
        text += (i == 0 ? "" : std::string{with}) + parts[i];
    return text;
}

}  // namespace

std::string broken_table(std::string const& valid, std::vector<std::size_t> const& used, bool by_name)
{
    std::vector<std::string> lines = split(valid, '\n');
    if (lines.back().empty())
        lines.pop_back();
    auto const heading = static_cast<std::size_t>(
        std::ranges::find_if(lines, [](std::string const& line) { return !line.starts_with('#'); }) - lines.begin());
    std::string& row = lines[*rc::gen::inRange(heading + 1, lines.size())];
    std::vector<std::string> cells = split(row, ',');
    std::size_t const column = *rc::gen::elementOf(used);
    switch (*rc::gen::inRange(0, by_name ? 6 : 4)) {
        case 0:
            cells[column] = *rc::gen::element<std::string>("nan", "inf", "-inf", "1e999", "one", "", "0x10", "1 2",
                                                           "--1", "1e", "\xff", std::string(1, '\0'), "1;2", "é");
            break;
        case 1:
            cells.pop_back();
            break;
        case 2:
            cells.insert(cells.begin() + static_cast<std::ptrdiff_t>(column), "7");
            break;
        case 3:
            cells[column] = '"' + cells[column];
            break;
        case 4: {
            std::vector<std::string> names = split(lines[heading], ',');
            names[column] += "q";
            lines[heading] = joined(names, ',');
            break;
        }
        default:
            lines.resize(heading + 1);
            return joined(lines, '\n') + "\n";
    }
    row = joined(cells, ',');
    return joined(lines, '\n') + "\n";
}

std::string cut_off(std::string const& bytes)
{
    return bytes.substr(0, *rc::gen::inRange<std::size_t>(0, bytes.size()));
}

std::string overwritten(std::string bytes)
{
    std::size_t const length = *rc::gen::element<std::size_t>(1, 4, 64, 512, 4096);
    std::size_t const at = *rc::gen::inRange<std::size_t>(0, bytes.size() - std::min(length, bytes.size() - 1));
    std::size_t const end = std::min(bytes.size(), at + length);
    switch (*rc::gen::inRange(0, 4)) {
        case 0:
            for (int flips = *rc::gen::inRange(1, 9); flips > 0; --flips) {
                std::size_t const place = *rc::gen::inRange<std::size_t>(0, bytes.size());
                bytes[place] = static_cast<char>(bytes[place] ^ (1 << *rc::gen::inRange(0, 8)));
            }
            break;
        case 1:
            std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(end),
                      '\0');
            break;
        case 2: {
            auto luck = *rc::gen::arbitrary<std::uint32_t>();
            for (std::size_t i = at; i < end; ++i) {
                luck = luck * 1664525U + 1013904223U;  // Numerical Recipes, "quick and dirty"
                bytes[i] = static_cast<char>(luck >> 24U);
            }
            break;
        }
        default:
            bytes.replace(at, end - at, bytes, *rc::gen::inRange<std::size_t>(0, bytes.size() - (end - at) + 1),
                          end - at);
    }
    return bytes;
}

}  // namespace stampede::testing
