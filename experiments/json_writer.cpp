#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "experiments/distribution_form.hpp"
#include "experiments/json_fields.hpp"
#include "experiments/json_text.hpp"
#include "model/base/check.hpp"

namespace stampede {

using nlohmann::json;

namespace {

/// Puts every field it visits into a JSON object.
class JsonWriter final : public FieldVisitor {
  public:
    [[nodiscard]] static json written(Visit const& thing)
    {
        JsonWriter writer;
        thing(writer);
        return std::move(writer.object_);
    }

  protected:
    void number(Field const& field, double& value) override { put(field, finite(field, value)); }
    void integer(Field const& field, std::int64_t& value) override { put(field, value); }
    void flag(Field const& field, bool& value) override { put(field, value); }
    void text(Field const& field, std::string& value) override { put(field, value); }
    void numbers(Field const& field, std::vector<double>& value) override
    {
        json list = json::array();
        for (double const item : value)
            list.push_back(finite(field, item));
        put(field, std::move(list));
    }
    void texts(Field const& field, std::vector<std::string>& value) override { put(field, value); }
    void duration(Field const& field, Duration& value) override { put(field, finite(field, value.value())); }
    void distribution(Field const& field, Distribution& value) override
    {
        DistributionForm form{value};
        if (value.kind() == Distribution::Kind::constant && !value.stratified())
            put(field, finite(field, value.first().at(0)));
        else
            choice(field, form);
    }
    void named(Field const& field, RefersTo, std::string& value) override { put(field, value); }
    void named_list(Field const& field, RefersTo, std::vector<std::string>& value) override { put(field, value); }
    void named_numbers(Field const& field, RefersTo, std::map<std::string, double>& value) override
    {
        json members = json::object();
        for (auto const& [name, amount] : value)
            members[name] = finite(field, amount);
        put(field, std::move(members));
    }
    void one_of(Field const& field, std::vector<std::string_view> const& names, std::size_t& value) override
    {
        put(field, std::string{names.at(value)});
    }
    void choice(Field const& field, ChoiceSlot& slot) override
    {
        json members = written([&](FieldVisitor& inner) { slot.visit(inner); });
        members["kind"] = std::string{slot.kind()};
        put(field, std::move(members));
    }
    void group(Field const& field, GroupSlot& slot) override
    {
        put(field, written([&](FieldVisitor& inner) { slot.visit(inner); }));
    }
    void table(Field const& field, TableSlot& slot) override
    {
        put(field, written([&](FieldVisitor& inner) {
                for (std::string const& name : slot.names())
                    slot.visit_entry(name, inner);
            }));
    }

  private:
    void put(Field const& field, json value) { object_[std::string{field.name}] = std::move(value); }
    [[nodiscard]] static json finite(Field const& field, double value)
    {
        ensure(std::isfinite(value), fmt::format("\"{}\" is {}, which JSON cannot say", field.name, value));
        return number_json(value);
    }

    json object_ = json::object();
};

}  // namespace

json write_fields(Visit const& thing)
{
    return JsonWriter::written(thing);
}

}  // namespace stampede
