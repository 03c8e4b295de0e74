#include "output/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/base/check.hpp"

namespace stampede {

namespace {

constexpr std::string_view population_template = "/agents/<population>";

/// xarray turns a number with such a unit into a date or a span of time, depending on its version.
constexpr std::array<std::string_view, 7> decoded_units{"days",         "hours",        "minutes",    "seconds",
                                                        "milliseconds", "microseconds", "nanoseconds"};

void require_name(std::string_view name)
{
    require(!name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos,
            fmt::format("\"{}\" cannot name a dataset: it is empty, \".\" or \"..\", or holds a \"/\"", name));
}

template <class List>
auto named(List& list, std::string_view name)
{
    return std::find_if(list.begin(), list.end(), [&](auto const& entry) { return entry.name == name; });
}

}  // namespace

std::string_view name_of(Worse worse)
{
    return worse == Worse::more ? "more" : worse == Worse::less ? "less" : "";
}

void Schema::declare(Axis axis)
{
    ensure(named(axes_, axis.name) == axes_.end(), "axis declared twice: " + axis.name);
    axes_.push_back(std::move(axis));
}

void Schema::declare(Group group)
{
    ensure(find(group.path) == nullptr, "group declared twice: " + group.path);
    ensure(!group.meaning.empty(), "group without a meaning: " + group.path);
    std::vector<Column> columns = std::move(group.columns);
    group.columns.clear();
    std::string const path = group.path;
    bool const in_time = std::find(group.axes.begin(), group.axes.end(), "step") != group.axes.end();
    groups_.push_back(std::move(group));
    if (in_time)
        declare(path, {.name = "time_h", .unit = "h", .meaning = "time since the start of the run", .axes = {"step"}});
    for (Column& column : columns)
        declare(path, std::move(column));
}

void Schema::declare(std::string_view path, Column column)
{
    require_name(column.name);
    require(std::find(decoded_units.begin(), decoded_units.end(), column.unit) == decoded_units.end(),
            column.name + ": readers decode the unit \"" + column.unit +
                "\" to a span of time; write \"h\", \"d\" or \"s\"");
    Group* const group = find(path);
    ensure(group != nullptr, "no such group: " + std::string{path});
    std::string const whole = join(path, column.name);
    ensure(!column.meaning.empty(), "column without a meaning: " + whole);
    ensure(named(group->columns, column.name) == group->columns.end(), "column declared twice: " + whole);
    ensure(column.flags.empty() || column.type == Type::int8, "flags are int8: " + whole);
    for (std::string const& name : axes_of(*group, column))
        ensure(axis(name).name != column.name, "named like its axis: " + whole);
    group->columns.push_back(std::move(column));
}

void Schema::declare_population(std::string_view name)
{
    require_name(name);
    Group group = this->group(population_template);
    group.path = join(parent_of(population_template), name);
    declare(std::move(group));
}

Schema::Axis const& Schema::axis(std::string_view name) const
{
    auto const found = named(axes_, name);
    ensure(found != axes_.end(), "axis is not declared: " + std::string{name});
    return *found;
}

Schema::Group* Schema::find(std::string_view path)
{
    auto const found =
        std::find_if(groups_.begin(), groups_.end(), [&](Group const& group) { return group.path == path; });
    return found == groups_.end() ? nullptr : &*found;
}

Schema::Group const& Schema::group(std::string_view path) const
{
    auto const found =
        std::find_if(groups_.begin(), groups_.end(), [&](Group const& group) { return group.path == path; });
    ensure(found != groups_.end(), "group is not declared: " + std::string{path});
    return *found;
}

Schema::Column const& Schema::column(std::string_view path) const
{
    Group const& here = group(parent_of(path));
    auto const found = named(here.columns, leaf_of(path));
    ensure(found != here.columns.end(), "result is not declared: " + std::string{path});
    return *found;
}

std::vector<std::string> const& Schema::axes_of(Group const& group, Column const& column)
{
    return column.axes.empty() ? group.axes : column.axes;
}

}  // namespace stampede
