#include "experiments/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "experiments/field_text.hpp"
#include "experiments/json_text.hpp"
#include "experiments/suggestion.hpp"

// The shape of the reading: members, groups, tables, choices. Single values are in json_reader_values.cpp.

namespace stampede {

using nlohmann::json;

namespace {

std::string with_advice(std::string const& text, std::string const& advice)
{
    return advice.empty() ? text : text + "; " + advice;
}

std::vector<std::string_view> kind_names(ChoiceSlot const& slot)
{
    std::vector<std::string_view> names;
    for (RosterLine const& line : slot.kinds())
        names.push_back(line.name);
    return names;
}

/// Names become links of a results file, so they hold no slash; ":" joins a venue and an asset.
bool can_be_a_name(std::string_view name)
{
    constexpr std::string_view kept = "/~:";
    return !name.empty() && name != "." && name.size() <= 64 && std::none_of(name.begin(), name.end(), [&](char c) {
        return kept.find(c) != std::string_view::npos || (c >= 0 && c < ' ');
    });
}

}  // namespace

void read_fields(json const& object, Visit const& thing, InputFiles& files, Problems& problems,
                 ReadOptions const& options)
{
    JsonReader{object, files, problems, options}.read(thing);
}

JsonReader::JsonReader(json const& top, InputFiles& files, Problems& problems, ReadOptions const& options)
    : files_{files}, problems_{problems}, options_{options}, top_{top}
{
}

void JsonReader::read(Visit const& thing)
{
    enter({&top_, "", "", false, {options_.other_names.begin(), options_.other_names.end()}}, thing);
    references_.check(files_, problems_);
}

void JsonReader::enter(Frame frame, Visit const& members)
{
    frames_.push_back(std::move(frame));
    members(*this);
    if (!frames_.back().is_table)
        report_unknown_names();
    frames_.pop_back();
}

void JsonReader::report_unknown_names()
{
    Frame const& frame = frames_.back();
    std::vector<std::string_view> const known{frame.known.begin(), frame.known.end()};
    for (auto const& [name, value] : frame.object->items())
        if (std::find(known.begin(), known.end(), name) == known.end())
            complain(pointer_to(name), value, fmt::format("unknown name; {}", advice(name, known)));
}

void JsonReader::choice(Field const& field, ChoiceSlot& slot)
{
    constexpr auto fits = [](json const& value) { return value.is_string() || value.is_object(); };
    std::string const wanted = fmt::format("the kind of {}, or an object with \"kind\"", with_article(slot.family()));
    if (json const* const found = find_as(field, wanted, fits))
        read_choice(field, slot, *found);
}

void JsonReader::read_choice(Field const& field, ChoiceSlot& slot, json const& value)
{
    std::string const where = pointer_to(field.name);
    if (choose(where, slot, value) && value.is_object())
        enter({&value, where, std::string{slot.kind()}, false, {"kind"}},
              [&](FieldVisitor& inner) { slot.visit(inner); });
}

/// Takes the kind that `value` names; false (and a problem) if it names none that is known.
bool JsonReader::choose(std::string const& where, ChoiceSlot& slot, json const& value)
{
    // A rule has a default kind; an entry of a table (an agent, a shock) and a distribution do not.
    bool const needed = frames_.back().is_table || slot.family() == "distribution";
    std::string const family{slot.family()};
    std::string const place = value.is_object() ? where + "/kind" : where;
    json const kind = value.is_object() ? value.value("kind", json()) : value;
    if (kind.is_null()) {
        if (needed)
            problems_.add({place, "", fmt::format("is missing: {}", advice("", kind_names(slot))), family});
        return !needed;
    }
    if (!kind.is_string()) {
        problems_.add({place, shown(kind), fmt::format("must be a text, not {}", type_name(kind)), family});
        return false;
    }
    auto const& name = kind.get_ref<std::string const&>();
    if (!slot.choose(name)) {
        problems_.add({place, shown(kind), with_advice("unknown " + family, advice(name, kind_names(slot))), family});
        return false;
    }
    return true;
}

void JsonReader::group(Field const& field, GroupSlot& slot)
{
    constexpr auto fits = [](json const& value) { return value.is_object(); };
    if (json const* const found = find_as(field, "an object", fits))
        enter({found, pointer_to(field.name), topic_for(field.name)}, [&](FieldVisitor& inner) { slot.visit(inner); });
}

void JsonReader::table(Field const& field, TableSlot& slot)
{
    constexpr auto fits = [](json const& value) { return value.is_object(); };
    if (json const* const found = find_as(field, "an object keyed by name", fits))
        enter({found, pointer_to(field.name), topic_for(field.name), true},
              [&](FieldVisitor&) { read_entries(*found, slot); });
    auto const declaring = options_.declaring.find(std::string{field.name});
    if (frames_.size() == 1 && declaring != options_.declaring.end())
        references_.declare(declaring->second, slot.names());
}

void JsonReader::read_entries(json const& entries, TableSlot& slot)
{
    auto const named = options_.naming.find(frames_.back().pointer);
    for (auto const& [name, entry] : entries.items()) {
        if (!can_be_a_name(name)) {
            complain(pointer_to(name), entry, "a name has 1 to 64 letters and no / ~ : or control character");
            continue;
        }
        slot.add(name);
        slot.visit_entry(name, *this);
        if (named != options_.naming.end())
            refer(pointer_to(name), named->second, name, entry);
    }
}

json const* JsonReader::find(Field const& field)
{
    Frame& frame = frames_.back();
    if (std::find(frame.known.begin(), frame.known.end(), field.name) == frame.known.end())
        frame.known.emplace_back(field.name);
    auto const found = frame.object->find(field.name);
    return found == frame.object->end() ? nullptr : &*found;
}

json const* JsonReader::find_as(Field const& field, std::string_view wanted, bool (*fits)(json const&))
{
    json const* const found = find(field);
    if (found == nullptr || fits(*found))
        return found;
    complain(pointer_to(field.name), *found, type_complaint(field, wanted, type_name(*found)));
    return nullptr;
}

std::string JsonReader::pointer_to(std::string_view name) const
{
    return step_into(frames_.back().pointer, name);
}

std::string JsonReader::topic_for(std::string_view name) const
{
    std::string const& outer = frames_.back().topic;
    return outer.empty() ? std::string{name} : outer;
}

void JsonReader::complain(std::string const& where, json const& value, std::string text)
{
    problems_.add({where, shown(value), std::move(text), frames_.back().topic});
}

void JsonReader::refer(std::string const& where, RefersTo what, std::string const& name, json const& value)
{
    references_.use(what, name, {where, shown(value), "", frames_.back().topic});
}

}  // namespace stampede
