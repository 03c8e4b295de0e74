#include "experiments/experiment_schema.hpp"

#include <nlohmann/json.hpp>

#include "experiments/config.hpp"
#include "experiments/schema_writer.hpp"

namespace stampede {

using nlohmann::json;

json experiment_schema()
{
    Experiment experiment;
    json schema = schema_of(visit_of(experiment));
    schema["title"] = "Stampede experiment";
    schema["description"] =
        "Values of a file that extends another are merged into it (RFC 7396); there null removes a name, which this "
        "schema does not know.";
    json& names = schema["properties"];
    names["format"] = {{"const", experiment_format}};
    json const file{{"type", "string"}, {"minLength", 1}};
    names["extends"] = {{"description", "file or files that this one is merged into, relative to its own folder"},
                        {"anyOf", {file, {{"type", "array"}, {"items", file}}}}};
    json const pointer{{"pattern", "^(/[^/]*)+$"}};
    names["arms"] = {{"description", "variants of the world by name; each puts values where JSON Pointers say"},
                     {"type", "object"},
                     {"additionalProperties", {{"type", "object"}, {"propertyNames", pointer}}}};
    names["vary"] = {{"description", "values to try in turn, by JSON Pointer"},
                     {"type", "object"},
                     {"propertyNames", pointer},
                     {"additionalProperties", {{"type", "array"}, {"minItems", 1}}}};
    schema["anyOf"] = {{{"required", {"extends"}}}, {{"required", {"format", "version", "question"}}}};
    return schema;
}

}  // namespace stampede
