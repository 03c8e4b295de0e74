#include "tests/support/fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace stampede::testing {

void FieldList::note(Field const& field, std::string value, std::vector<double> numbers)
{
    seen_.push_back({prefix_ + std::string{field.name}, std::move(value), std::string{field.unit},
                     std::string{field.meaning}, field.range, std::move(numbers)});
}

void FieldList::number(Field const& field, double& value)
{
    note(field, fmt::format("{}", value), {value});
}

void FieldList::integer(Field const& field, std::int64_t& value)
{
    note(field, fmt::format("{}", value), {static_cast<double>(value)});
}

void FieldList::flag(Field const& field, bool& value)
{
    note(field, fmt::format("{}", value));
}

void FieldList::text(Field const& field, std::string& value)
{
    note(field, value);
}

void FieldList::numbers(Field const& field, std::vector<double>& value)
{
    note(field, fmt::format("{}", value), value);
}

void FieldList::texts(Field const& field, std::vector<std::string>& value)
{
    note(field, fmt::format("{}", value));
}

void FieldList::duration(Field const& field, Duration& value)
{
    note(field, fmt::format("{}", value.value()), {value.value()});
}

void FieldList::distribution(Field const& field, Distribution& value)
{
    note(field,
         fmt::format("{} {} {} {}", static_cast<int>(value.kind()), value.first(), value.second(), value.stratified()));
}

void FieldList::named(Field const& field, RefersTo, std::string& value)
{
    note(field, value);
}

void FieldList::named_list(Field const& field, RefersTo, std::vector<std::string>& value)
{
    note(field, fmt::format("{}", value));
}

void FieldList::named_numbers(Field const& field, RefersTo, std::map<std::string, double>& value)
{
    note(field, fmt::format("{}", value));
}

void FieldList::one_of(Field const& field, std::vector<std::string_view> const& names, std::size_t& value)
{
    note(field, std::string{names.at(value)});
}

void FieldList::choice(Field const& field, ChoiceSlot& slot)
{
    note(field, std::string{slot.kind()});
    std::string const outer = prefix_;
    prefix_ += std::string{field.name} + "/";
    slot.visit(*this);
    prefix_ = outer;
}

void FieldList::group(Field const& field, GroupSlot& slot)
{
    std::string const outer = prefix_;
    prefix_ += std::string{field.name} + "/";
    slot.visit(*this);
    prefix_ = outer;
}

void FieldList::table(Field const& field, TableSlot& slot)
{
    note(field, fmt::format("{}", slot.names()));
}

double const* FieldSetter::take_number(std::string_view name)
{
    auto const found = numbers_.find(std::string{name});
    if (found == numbers_.end())
        return nullptr;
    taken_.push_back(found->first);
    return &found->second;
}

std::string const* FieldSetter::take_text(std::string_view name)
{
    auto const found = texts_.find(std::string{name});
    if (found == texts_.end())
        return nullptr;
    taken_.push_back(found->first);
    return &found->second;
}

std::vector<std::string> FieldSetter::left() const
{
    std::vector<std::string> names;
    auto const note = [&](auto const& entry) {
        if (std::find(taken_.begin(), taken_.end(), entry.first) == taken_.end())
            names.push_back(entry.first);
    };
    std::for_each(numbers_.begin(), numbers_.end(), note);
    std::for_each(texts_.begin(), texts_.end(), note);
    return names;
}

void FieldSetter::number(Field const& field, double& value)
{
    if (double const* const given = take_number(field.name))
        value = *given;
}

void FieldSetter::integer(Field const& field, std::int64_t& value)
{
    if (double const* const given = take_number(field.name))
        value = static_cast<std::int64_t>(*given);
}

void FieldSetter::flag(Field const& field, bool& value)
{
    if (double const* const given = take_number(field.name))
        value = *given != 0;
}

void FieldSetter::text(Field const& field, std::string& value)
{
    if (std::string const* const given = take_text(field.name))
        value = *given;
}

void FieldSetter::duration(Field const& field, Duration& value)
{
    if (double const* const given = take_number(field.name))
        value = Duration{*given};
}

void FieldSetter::distribution(Field const& field, Distribution& value)
{
    if (double const* const given = take_number(field.name))
        value = Distribution::constant(*given);
}

void FieldSetter::named(Field const& field, RefersTo, std::string& value)
{
    if (std::string const* const given = take_text(field.name))
        value = *given;
}

void FieldSetter::one_of(Field const& field, std::vector<std::string_view> const& names, std::size_t& value)
{
    if (std::string const* const given = take_text(field.name))
        value = static_cast<std::size_t>(std::find(names.begin(), names.end(), *given) - names.begin());
}

void FieldSetter::choice(Field const& field, ChoiceSlot& slot)
{
    if (std::string const* const given = take_text(field.name))
        slot.choose(*given);
    slot.visit(*this);
}

void FieldSetter::group(Field const&, GroupSlot& slot)
{
    slot.visit(*this);
}

}  // namespace stampede::testing
