#include "output/capture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace stampede {

namespace {

constexpr std::string_view time_column = "time_h";

bool contains(std::vector<std::string> const& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What a reader is told of a dataset, as CF and netCDF name it.
Attributes attributes_of(Schema::Column const& column, std::vector<std::string> const& axes)
{
    Attributes attributes{{"long_name", one(column.meaning)}};
    if (!column.unit.empty())
        attributes.emplace_back("units", one(column.unit));
    if (contains(axes, "step") && column.name != time_column)
        attributes.emplace_back("coordinates", one(std::string{time_column}));
    if (column.type == Type::float64 && column.name != time_column)
        attributes.emplace_back("_FillValue", one(fill_value<double>()));
    if (column.type == Type::float32)
        attributes.emplace_back("_FillValue", one(fill_value<float>()));
    if (!column.flags.empty()) {
        std::vector<std::int8_t> values(column.flags.size());
        std::iota(values.begin(), values.end(), std::int8_t{0});
        attributes.emplace_back("flag_values", values);
        attributes.emplace_back("flag_meanings", one(fmt::format("{}", fmt::join(column.flags, " "))));
    }
    if (!column.rows_of.empty())
        attributes.emplace_back("rows_of", one(column.rows_of));
    if (!column.varies.empty())
        attributes.emplace_back("varies", one(column.varies));
    if (column.worse != Worse::neither)
        attributes.emplace_back("worse", one(std::string{name_of(column.worse)}));
    return attributes;
}

Dataset scale(Schema::Axis const& axis, Values labels)
{
    Attributes attributes{{"long_name", one(axis.meaning)}};
    if (!axis.unit.empty())
        attributes.emplace_back("units", one(axis.unit));
    std::size_t const length = size(labels);
    return {std::move(labels), {length}, {axis.name}, std::move(attributes)};
}

Values row_numbers(std::size_t rows)
{
    std::vector<std::int64_t> numbers(rows);
    std::iota(numbers.begin(), numbers.end(), std::int64_t{0});
    return numbers;
}

}  // namespace

void Capture::label(std::string_view axis, Values labels)
{
    ensure(type_of(labels) == schema_.axis(axis).type, "labels of another type than declared: " + std::string{axis});
    labels_.insert_or_assign(std::string{axis}, std::move(labels));
}

void Capture::label_steps(std::vector<std::int64_t> steps, std::vector<double> hours)
{
    ensure(steps.size() == hours.size(), "one time per step");
    label("step", std::move(steps));
    hours_ = std::move(hours);
}

Values& Capture::declared(std::string_view path)
{
    auto const found = values_.find(path);
    if (found != values_.end())
        return found->second;
    Schema::Column const& column = schema_.column(path);
    ensure(column.name != time_column || !contains(column.axes, "step"),
           "times come by label_steps: " + std::string{path});
    return values_.emplace(path, empty_values(column.type)).first->second;
}

std::vector<Schema::Column> Capture::recorded_columns(Schema::Group const& group)
{
    std::vector<Schema::Column> recorded;
    for (Schema::Column const& column : group.columns)
        if (values_.contains(join(group.path, column.name)))
            recorded.push_back(column);
    return recorded;
}

void Capture::add_scales(Contents& contents, Schema::Group const& group, std::vector<Schema::Column> const& recorded)
{
    std::vector<std::string> used;
    for (Schema::Column const& column : recorded)
        for (std::string const& axis : Schema::axes_of(group, column))
            used.push_back(axis);
    std::vector<std::string> candidates = group.axes;
    candidates.insert(candidates.end(), used.begin(), used.end());
    std::vector<std::string> needed;
    for (std::string const& axis : candidates)
        if (contains(used, axis) && !contains(needed, axis))
            needed.push_back(axis);
    for (std::string const& axis : group.lookups)
        if (labels_.contains(axis))
            needed.push_back(axis);

    for (std::string const& name : needed) {
        Schema::Axis const& axis = schema_.axis(name);
        std::string const path = join(group.path, name);
        if (axis.rule == AxisRule::rows) {
            auto const first = std::find_if(recorded.begin(), recorded.end(), [&](Schema::Column const& column) {
                return Schema::axes_of(group, column).front() == name;
            });
            contents.add(path, scale(axis, row_numbers(size(values_.at(join(group.path, first->name))))));
            continue;
        }
        auto const labels = labels_.find(name);
        ensure(labels != labels_.end(), "no labels for the axis of " + path);
        contents.add(path, scale(axis, labels->second));
    }
}

void Capture::add_group(Contents& contents, Schema::Group const& group)
{
    std::vector<Schema::Column> recorded = recorded_columns(group);
    if (recorded.empty())
        return;
    contents.attributes(group.path) = {{"title", one(group.meaning)}};
    if (contains(group.axes, "step")) {
        values_.emplace(join(group.path, time_column), hours_);
        recorded = recorded_columns(group);
    }
    add_scales(contents, group, recorded);
    for (Schema::Column const& column : recorded) {
        std::string const path = join(group.path, column.name);
        std::vector<std::string> const& axes = Schema::axes_of(group, column);
        std::vector<std::size_t> shape;
        for (std::string const& axis : axes)
            shape.push_back(contents.at(join(group.path, axis)).shape[0]);
        Values& values = values_.at(path);
        ensure(size(values) == elements(shape),
               fmt::format("{} holds {} values, its axes ({}) have {}", path, size(values), fmt::join(axes, ", "),
                           fmt::join(shape, " x ")));
        contents.add(path, {std::move(values), shape, axes, attributes_of(column, axes)});
    }
}

Contents Capture::finish() &&
{
    Contents contents;
    for (Schema::Group const& group : schema_.groups())
        add_group(contents, group);
    return contents;
}

}  // namespace stampede
