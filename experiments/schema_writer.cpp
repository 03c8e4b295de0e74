#include "experiments/schema_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "experiments/families.hpp"
#include "experiments/field_text.hpp"
#include "experiments/json_text.hpp"

namespace stampede {

using nlohmann::json;

namespace {

json number_schema(Field const& field, std::string_view type = "number")
{
    json schema{{"type", type}};
    if (open_at_zero(field.range))
        schema["exclusiveMinimum"] = 0;
    else if (std::isfinite(field.range.low))
        schema["minimum"] = number_json(field.range.low);
    if (std::isfinite(field.range.high))
        schema["maximum"] = number_json(field.range.high);
    return schema;
}

/// The schema of an object; `additionalProperties` is false, so that a misspelt name is found by editors too.
json object_schema(json properties)
{
    return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

json list_schema(json items)
{
    return {{"type", "array"}, {"items", std::move(items)}};
}

/// Name of a family's definition; a blank would have to be escaped in references.
std::string definition_name(std::string_view family)
{
    std::string name{family};
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

/// A reference to a family; in draft-07 nothing may stand beside "$ref" itself.
json family_reference(std::string_view family)
{
    return {{"allOf", json::array({json{{"$ref", "#/definitions/" + definition_name(family)}}})}};
}

class SchemaWriter final : public FieldVisitor {
  public:
    [[nodiscard]] static json properties_of(Visit const& thing)
    {
        SchemaWriter writer;
        thing(writer);
        return std::move(writer.properties_);
    }

  protected:
    void number(Field const& field, double& value) override { put(field, number_schema(field), plain(value)); }
    void integer(Field const& field, std::int64_t& value) override
    {
        put(field, number_schema(field, "integer"), value);
    }
    void flag(Field const& field, bool& value) override { put(field, {{"type", "boolean"}}, value); }
    void text(Field const& field, std::string& value) override { put(field, {{"type", "string"}}, value); }
    void numbers(Field const& field, std::vector<double>&) override { put(field, list_schema(number_schema(field))); }
    void texts(Field const& field, std::vector<std::string>& value) override
    {
        put(field, list_schema({{"type", "string"}}), value);
    }
    void duration(Field const& field, Duration& value) override
    {
        json const text{{"type", "string"}, {"pattern", "^([0-9]+(\\.[0-9]*)?(s|min|h|d))+$"}};
        put(field, {{"anyOf", {number_schema(field), text}}}, plain(value.value()));
    }
    void distribution(Field const& field, Distribution&) override
    {
        put(field, {{"anyOf", {number_schema(field), family_reference("distribution")}}});
    }
    void named(Field const& field, RefersTo, std::string& value) override { put(field, {{"type", "string"}}, value); }
    void named_list(Field const& field, RefersTo, std::vector<std::string>& value) override
    {
        put(field, list_schema({{"type", "string"}}), value);
    }
    void named_numbers(Field const& field, RefersTo, std::map<std::string, double>&) override
    {
        put(field, {{"type", "object"}, {"additionalProperties", number_schema(field)}});
    }
    void one_of(Field const& field, std::vector<std::string_view> const& names, std::size_t& value) override
    {
        put(field, {{"enum", names}}, std::string{names.at(value)});
    }
    void choice(Field const& field, ChoiceSlot& slot) override
    {
        put(field, family_reference(slot.family()), std::string{slot.kind()});
    }
    void group(Field const& field, GroupSlot& slot) override
    {
        put(field, object_schema(properties_of([&](FieldVisitor& inner) { slot.visit(inner); })));
    }
    void table(Field const& field, TableSlot& slot) override
    {
        json entry = properties_of([&](FieldVisitor& inner) { slot.visit_example(inner); }).front();
        if (entry.contains("allOf"))
            entry["required"] = {"kind"};  // of objects; a text is the kind itself
        entry.erase("default");
        put(field, {{"type", "object"},
                    {"propertyNames", {{"pattern", "^[^/~:\\u0000-\\u001f]{1,64}$"}}},
                    {"additionalProperties", std::move(entry)}});
    }

  private:
    void put(Field const& field, json schema, json usual = nullptr)
    {
        std::string const unit = field.unit.empty() || field.unit == "1" ? "" : fmt::format(" [{}]", field.unit);
        if (!field.meaning.empty())
            schema["description"] = fmt::format("{}{}", field.meaning, unit);
        if (!usual.is_null())
            schema["default"] = std::move(usual);
        properties_[std::string{field.name}] = std::move(schema);
    }
    [[nodiscard]] static json plain(double value) { return std::isfinite(value) ? number_json(value) : json(); }

    json properties_ = json::object();
};

/// One alternative per kind. The first-named default needs no "kind" where the reader needs none.
json family_schema(ChoiceSlot& slot)
{
    bool const is_distribution = slot.family() == "distribution";
    std::string const usual{slot.kind()};
    json names = json::array(), alternatives = json::array();
    for (RosterLine const& line : slot.kinds()) {
        slot.choose(line.name);
        json properties = SchemaWriter::properties_of([&](FieldVisitor& inner) { slot.visit(inner); });
        properties["kind"] = {{"const", line.name}};
        json kind = object_schema(std::move(properties));
        kind["description"] = line.meaning;
        if (is_distribution || line.name != usual)
            kind["required"] = {"kind"};
        alternatives.push_back(std::move(kind));
        names.push_back(line.name);
    }
    if (!is_distribution)
        alternatives.push_back({{"enum", names}});
    return {{"oneOf", std::move(alternatives)}};
}

}  // namespace

json schema_of(Visit const& thing)
{
    json schema = object_schema(SchemaWriter::properties_of(thing));
    schema["$schema"] = "http://json-schema.org/draft-07/schema#";
    json definitions = json::object();
    for_each_family(thing,
                    [&](ChoiceSlot& slot) { definitions[definition_name(slot.family())] = family_schema(slot); });
    schema["definitions"] = std::move(definitions);
    return schema;
}

}  // namespace stampede
