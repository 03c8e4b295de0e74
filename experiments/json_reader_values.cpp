#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "experiments/distribution_form.hpp"
#include "experiments/field_text.hpp"
#include "experiments/json_reader.hpp"
#include "experiments/json_text.hpp"
#include "experiments/suggestion.hpp"
#include "experiments/time_text.hpp"
#include "model/base/check.hpp"

namespace stampede {

using nlohmann::json;

namespace {

bool is_number(json const& value)
{
    return value.is_number();
}
bool is_flag(json const& value)
{
    return value.is_boolean();
}
bool is_text(json const& value)
{
    return value.is_string();
}
bool is_list(json const& value)
{
    return value.is_array();
}
bool is_object(json const& value)
{
    return value.is_object();
}

/// The number as an integer; nothing if it is not whole or does not fit.
std::optional<std::int64_t> whole_number(json const& value)
{
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX})
        return {};
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    double const number = value.get<double>();
    if (std::abs(number) > exact || number != std::trunc(number))
        return {};
    return static_cast<std::int64_t>(number);
}

}  // namespace

bool JsonReader::in_range(Field const& field, std::string const& where, json const& written, double value)
{
    if (std::isfinite(value) && value >= field.range.low && value <= field.range.high)
        return true;
    complain(where, written, range_complaint(field));
    return false;
}

void JsonReader::number(Field const& field, double& value)
{
    json const* const found = find_as(field, "a number", is_number);
    if (found != nullptr && in_range(field, pointer_to(field.name), *found, found->get<double>()))
        value = found->get<double>();
}

void JsonReader::integer(Field const& field, std::int64_t& value)
{
    json const* const found = find_as(field, "a whole number", is_number);
    if (found == nullptr || !in_range(field, pointer_to(field.name), *found, found->get<double>()))
        return;
    if (auto const whole = whole_number(*found))
        value = *whole;
    else
        complain(pointer_to(field.name), *found, fmt::format("must be a whole number below 2^63: {}", field.meaning));
}

void JsonReader::flag(Field const& field, bool& value)
{
    if (json const* const found = find_as(field, "true or false", is_flag))
        value = found->get<bool>();
}

void JsonReader::text(Field const& field, std::string& value)
{
    if (json const* const found = find_as(field, "a text", is_text))
        value = found->get<std::string>();
}

void JsonReader::numbers(Field const& field, std::vector<double>& value)
{
    json const* const found = find_as(field, "a list of numbers", is_list);
    if (found == nullptr)
        return;
    value.clear();
    for (std::size_t i = 0; i < found->size(); ++i) {
        json const& item = (*found)[i];
        std::string const where = step_into(pointer_to(field.name), std::to_string(i));
        if (!item.is_number())
            complain(where, item, type_complaint(field, "a number", type_name(item)));
        else if (in_range(field, where, item, item.get<double>()))
            value.push_back(item.get<double>());
    }
}

void JsonReader::texts(Field const& field, std::vector<std::string>& value)
{
    json const* const found = find_as(field, "a list of texts", is_list);
    if (found == nullptr)
        return;
    value.clear();
    for (std::size_t i = 0; i < found->size(); ++i)
        if (json const& item = (*found)[i]; item.is_string())
            value.push_back(item.get<std::string>());
        else
            complain(step_into(pointer_to(field.name), std::to_string(i)), item,
                     type_complaint(field, "a text", type_name(item)));
}

void JsonReader::duration(Field const& field, Duration& value)
{
    json const* const found = find(field);
    if (found == nullptr)
        return;
    std::optional<Duration> span;
    if (found->is_number())
        span = Duration{found->get<double>()};
    else if (found->is_string())
        span = parse_duration(found->get_ref<std::string const&>());
    if (!span)
        complain(
            pointer_to(field.name), *found,
            fmt::format("must be seconds or a text such as \"90s\", \"10min\", \"6h\", \"1d12h\": {}", field.meaning));
    else if (*span > longest_duration)
        complain(pointer_to(field.name), *found, fmt::format("must be below ten thousand years: {}", field.meaning));
    else if (in_range(field, pointer_to(field.name), *found, span->value()))
        value = *span;
}

void JsonReader::distribution(Field const& field, Distribution& value)
{
    constexpr auto fits = [](json const& written) { return written.is_number() || written.is_object(); };
    json const* const found = find_as(field, "a number or a distribution ({\"kind\": ...})", fits);
    if (found == nullptr)
        return;
    if (found->is_object())
        read_form(field, value, *found);
    else if (in_range(field, pointer_to(field.name), *found, found->get<double>()))
        value = Distribution::constant(found->get<double>());
}

void JsonReader::read_form(Field const& field, Distribution& value, json const& written)
{
    std::size_t const before = problems_.all().size();
    std::string const where = pointer_to(field.name);
    DistributionForm form;
    read_choice(field, form, written);
    if (problems_.all().size() != before)
        return;
    try {
        Distribution const made = form.make(files_);
        bool const low = std::isfinite(made.lowest()) && made.lowest() < field.range.low;
        bool const high = std::isfinite(made.highest()) && made.highest() > field.range.high;
        if (low || high)
            complain(where, written,
                     fmt::format("reaches {}; {}", low ? made.lowest() : made.highest(), range_complaint(field)));
        else
            value = made;
    }
    catch (InputError const& error) {
        bool const of_file = !form.file().empty();
        complain(of_file ? where + "/file" : where, of_file ? json(form.file()) : written, error.what());
    }
}

void JsonReader::named(Field const& field, RefersTo what, std::string& value)
{
    json const* const found = find_as(field, "a text", is_text);
    if (found == nullptr)
        return;
    value = found->get<std::string>();
    if (!value.empty())
        refer(pointer_to(field.name), what, value, *found);
}

void JsonReader::named_list(Field const& field, RefersTo what, std::vector<std::string>& value)
{
    texts(field, value);
    json const* const found = find(field);
    if (found == nullptr || !found->is_array())
        return;
    for (std::size_t i = 0; i < found->size(); ++i)
        if (json const& item = (*found)[i]; item.is_string())
            refer(step_into(pointer_to(field.name), std::to_string(i)), what, item.get<std::string>(), item);
}

void JsonReader::named_numbers(Field const& field, RefersTo what, std::map<std::string, double>& value)
{
    json const* const found = find_as(field, fmt::format("an object of numbers by {}", thing_name(what)), is_object);
    if (found == nullptr)
        return;
    value.clear();
    for (auto const& [name, amount] : found->items()) {
        std::string const where = step_into(pointer_to(field.name), name);
        refer(where, what, name, amount);
        if (!amount.is_number())
            complain(where, amount, type_complaint(field, "a number", type_name(amount)));
        else if (in_range(field, where, amount, amount.get<double>()))
            value[name] = amount.get<double>();
    }
}

void JsonReader::one_of(Field const& field, std::vector<std::string_view> const& names, std::size_t& value)
{
    json const* const found = find_as(field, fmt::format("one of {}", fmt::join(names, ", ")), is_text);
    if (found == nullptr)
        return;
    auto const& word = found->get_ref<std::string const&>();
    if (auto const at = std::find(names.begin(), names.end(), word); at != names.end())
        value = static_cast<std::size_t>(at - names.begin());
    else
        complain(pointer_to(field.name), *found, fmt::format("unknown value; {}", advice(word, names)));
}

}  // namespace stampede
