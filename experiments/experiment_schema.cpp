#include "experiments/experiment_schema.hpp"

#include <nlohmann/json.hpp>

#include "experiments/config.hpp"
#include "experiments/schema_writer.hpp"

namespace stampede {

using nlohmann::json;

namespace {

constexpr std::string_view definitions_at = "#/definitions/";

/// A schema, or null, which removes a name.
json or_null(json schema)
{
    return {{"anyOf", {std::move(schema), json{{"type", "null"}}}}};
}

json as_patch(json const& schema);

/// Every property of an object, each of which may be removed.
json patched_properties(json const& properties)
{
    json patched = json::object();
    for (auto const& [name, schema] : properties.items())
        patched[name] = or_null(as_patch(schema));
    return patched;
}

/// What may stand in a file that is merged into another one (RFC 7396): nothing is required, and null removes.
json as_patch(json const& schema)
{
    if (schema.is_array()) {
        json all = json::array();
        for (json const& one : schema)
            all.push_back(as_patch(one));
        return all;
    }
    if (!schema.is_object())
        return schema;
    json patch = json::object();
    for (auto const& [name, part] : schema.items()) {
        if (name == "properties")
            patch[name] = patched_properties(part);
        else if (name == "additionalProperties" && part.is_object())
            patch[name] = or_null(as_patch(part));
        else if (name == "$ref")
            patch[name] =
                std::string{definitions_at} + "patch_of_" + part.get<std::string>().substr(definitions_at.size());
        else if (name != "required")  // a part without its kind fits more than one of them
            patch[name == "oneOf" ? "anyOf" : name] = as_patch(part);
    }
    return patch;
}

/// The names of a file that are no part of the world.
void add_file_members(json& properties)
{
    properties["format"] = {{"const", experiment_format}};
    json const file{{"type", "string"}, {"minLength", 1}};
    properties["extends"] = {{"description", file_members[0].meaning},
                             {"anyOf", {file, {{"type", "array"}, {"items", file}}}}};
    json const pointer{{"pattern", "^(/[^/]*)+$"}};
    properties["arms"] = {{"description", file_members[1].meaning},
                          {"type", "object"},
                          {"additionalProperties", {{"type", "object"}, {"propertyNames", pointer}}}};
    properties["vary"] = {{"description", file_members[2].meaning},
                          {"type", "object"},
                          {"propertyNames", pointer},
                          {"additionalProperties", {{"type", "array"}, {"minItems", 1}}}};
    properties["behaviour"] = {
        {"description", file_members[3].meaning}, {"type", "object"}, {"additionalProperties", {{"type", "object"}}}};
}

/// A population may be like another, which says its kind: then all that is known of it is what may stand in a patch.
void let_be_like_another(json& agents)
{
    json const like{{"type", "object"},
                    {"required", {"like"}},
                    {"allOf", {{{"$ref", std::string{definitions_at} + "patch_of_agent"}}}}};
    agents = {{"anyOf", {like, agents}}};
}

/// What the reader asks of single members beyond their types.
void narrow(json& properties)
{
    properties["question"]["minLength"] = 1;
    properties["start"]["pattern"] = "^([0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?Z?)?)?$";
    properties["record"]["items"] = {{"enum", recordable}};
    for (char const* const list : {"edges", "profile"})
        properties["markets"]["additionalProperties"]["properties"][list]["minItems"] = 1;
}

}  // namespace

json experiment_schema()
{
    Experiment experiment;
    json whole = schema_of(visit_of(experiment));
    json families = whole["definitions"];
    for (json& kind : families["agent"]["oneOf"])
        kind["properties"]["like"] = {{"type", "string"}, {"minLength", 1}};
    for (char const* const of_root : {"definitions", "$schema"})
        whole.erase(of_root);
    add_file_members(whole["properties"]);
    narrow(whole["properties"]);

    json definitions = families;
    for (auto const& [name, family] : families.items())
        definitions["patch_of_" + name] = as_patch(family);
    definitions["patch"] = as_patch(whole);
    let_be_like_another(whole["properties"]["agents"]["additionalProperties"]);
    whole["required"] = {"format", "version", "question"};
    definitions["whole"] = std::move(whole);
    return {{"$schema", "http://json-schema.org/draft-07/schema#"},
            {"title", "Stampede experiment"},
            {"description", "A file that extends another is merged into it (RFC 7396); there null removes a name."},
            {"type", "object"},
            {"if", {{"required", {"extends"}}}},
            {"then", {{"$ref", std::string{definitions_at} + "patch"}}},
            {"else", {{"$ref", std::string{definitions_at} + "whole"}}},
            {"definitions", std::move(definitions)}};
}

}  // namespace stampede
