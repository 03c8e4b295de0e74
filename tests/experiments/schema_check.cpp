#include "tests/experiments/schema_check.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "model/base/check.hpp"

namespace stampede::testing {

using nlohmann::json;

namespace {

bool is_type(json const& value, std::string const& type)
{
    if (type == "integer")
        return value.is_number_integer() ||
               (value.is_number() && value.get<double>() == std::trunc(value.get<double>()));
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
           (type == "string" && value.is_string()) || (type == "number" && value.is_number()) ||
           (type == "boolean" && value.is_boolean()) || (type == "null" && value.is_null());
}

bool matches(std::string const& text, json const& pattern)
{
    return std::regex_search(text, std::regex{pattern.get<std::string>()});
}

class Check {
  public:
    Check(json const& value, json const& root) : value_{value}, root_{root} {}

    /// One keyword of a schema. Keywords say nothing of values of other types.
    [[nodiscard]] std::string of(std::string const& keyword, json const& rule, json const& schema) const
    {
        static std::set<std::string> const remarks{"$schema", "title",       "description", "default",
                                                   "then",    "definitions", "else"};
        if (remarks.contains(keyword))
            return "";
        if (keyword == "$ref")
            return misfit(value_, root_.at(json::json_pointer{rule.get<std::string>().substr(1)}), root_);
        if (keyword == "if")
            return misfit(value_, schema.at(fits(rule) ? "then" : "else"), root_);
        if (keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf")
            return of_alternatives(keyword, rule);
        if (keyword == "type" || keyword == "const" || keyword == "enum")
            return of_value(keyword, rule);
        if (keyword == "minimum" || keyword == "maximum" || keyword == "exclusiveMinimum")
            return of_number(keyword, rule);
        if (keyword == "pattern" || keyword == "minLength" || keyword == "items" || keyword == "minItems")
            return of_text_or_list(keyword, rule);
        return of_object(keyword, rule, schema);
    }

  private:
    [[nodiscard]] bool fits(json const& schema) const { return misfit(value_, schema, root_).empty(); }
    [[nodiscard]] std::string unless(bool good, std::string const& keyword) const
    {
        return good ? "" : value_.dump().substr(0, 60) + " breaks " + keyword;
    }
    [[nodiscard]] std::string of_alternatives(std::string const& keyword, json const& rule) const
    {
        auto const fitting = std::ranges::count_if(rule, [&](json const& schema) { return fits(schema); });
        auto const all = static_cast<std::ptrdiff_t>(rule.size());
        return unless(keyword == "allOf" ? fitting == all : keyword == "anyOf" ? fitting > 0 : fitting == 1, keyword);
    }
    [[nodiscard]] std::string of_value(std::string const& keyword, json const& rule) const
    {
        return unless(keyword == "type"    ? is_type(value_, rule)
                      : keyword == "const" ? value_ == rule
                                           : std::ranges::find(rule, value_) != rule.end(),
                      keyword);
    }
    [[nodiscard]] std::string of_number(std::string const& keyword, json const& rule) const
    {
        if (!value_.is_number())
            return "";
        double const number = value_, bound = rule;
        return unless(keyword == "minimum"   ? number >= bound
                      : keyword == "maximum" ? number <= bound
                                             : number > bound,
                      keyword);
    }
    [[nodiscard]] std::string of_text_or_list(std::string const& keyword, json const& rule) const
    {
        if (keyword == "pattern" || keyword == "minLength") {
            std::string const text = value_.is_string() ? value_.get<std::string>() : "";
            bool const good = keyword == "pattern" ? matches(text, rule) : text.size() >= rule.get<std::size_t>();
            return unless(!value_.is_string() || good, keyword);
        }
        if (!value_.is_array())
            return "";
        if (keyword == "minItems")
            return unless(value_.size() >= rule.get<std::size_t>(), keyword);
        for (json const& item : value_)
            if (std::string text = misfit(item, rule, root_); !text.empty())
                return text;
        return "";
    }
    [[nodiscard]] std::string of_object(std::string const& keyword, json const& rule, json const& schema) const
    {
        static std::set<std::string> const known{"required", "propertyNames", "properties", "additionalProperties"};
        ensure(known.contains(keyword), "schema check: unknown keyword " + keyword);
        if (!value_.is_object())
            return "";
        if (keyword == "required")
            return unless(std::ranges::all_of(rule, [&](std::string const& name) { return value_.contains(name); }),
                          keyword);
        for (auto const& [name, member] : value_.items())
            if (std::string text = of_member(keyword, rule, schema, name, member); !text.empty())
                return "/" + name + ": " + text;
        return "";
    }
    [[nodiscard]] std::string of_member(std::string const& keyword, json const& rule, json const& schema,
                                        std::string const& name, json const& member) const
    {
        if (keyword == "propertyNames")
            return misfit(name, rule, root_);
        bool const declared = schema.contains("properties") && schema["properties"].contains(name);
        if (keyword == "properties")
            return declared ? misfit(member, rule.at(name), root_) : "";
        if (declared)
            return "";
        return rule.is_boolean() ? unless(rule.get<bool>(), keyword) : misfit(member, rule, root_);
    }

    json const& value_;
    json const& root_;
};

}  // namespace

std::string misfit(json const& value, json const& schema, json const& root)
{
    Check const check{value, root};
    for (auto const& [keyword, rule] : schema.items())
        if (std::string text = check.of(keyword, rule, schema); !text.empty())
            return text;
    return "";
}

}  // namespace stampede::testing
