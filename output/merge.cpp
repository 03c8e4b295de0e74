#include "output/merge.hpp"

#include <algorithm>
#include <map>

#include "model/base/check.hpp"
#include "output/compare.hpp"
#include "output/extract.hpp"
#include "output/output_error.hpp"
#include "output/schema.hpp"

namespace stampede {

namespace {

/// First axis of a dataset with this rule, or its number of axes.
std::size_t axis_with(AxisRule rule, Dataset const& dataset, Schema const& schema)
{
    std::size_t i = 0;
    while (i < dataset.axes.size() && schema.axis(dataset.axes[i]).rule != rule)
        ++i;
    return i;
}

bool is_table(Dataset const& dataset, Schema const& schema)
{
    return axis_with(AxisRule::rows, dataset, schema) < dataset.axes.size();
}

bool grows(Dataset const& dataset, Schema const& schema)
{
    return is_table(dataset, schema) || axis_with(AxisRule::stacked, dataset, schema) < dataset.axes.size();
}

/// Extends dimension `axis` to `length`; new elements are missing values.
void pad(Dataset& dataset, std::size_t axis, std::size_t length)
{
    std::size_t const old = dataset.shape[axis];
    if (old == length)
        return;
    auto const after = dataset.shape.begin() + static_cast<std::ptrdiff_t>(axis);
    std::size_t const blocks = elements({dataset.shape.begin(), after});
    std::size_t const inner = elements({after + 1, dataset.shape.end()});
    dataset.shape[axis] = length;
    std::visit(
        [&]<class T>(std::vector<T>& values) {
            std::vector<T> padded(elements(dataset.shape), fill_value<T>());
            for (std::size_t block = 0; block < blocks; ++block)
                std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(block * old * inner), old * inner,
                            padded.begin() + static_cast<std::ptrdiff_t>(block * length * inner));
            values = std::move(padded);
        },
        dataset.values);
}

/// Adds `offset` to the row numbers in `values`; -1 means no row and stays.
void shift_rows(Values& values, std::size_t offset)
{
    auto& rows = std::get<std::vector<std::int64_t>>(values);
    for (std::int64_t& row : rows)
        if (row >= 0)
            row += static_cast<std::int64_t>(offset);
}

void append(Dataset& whole, Dataset part)
{
    whole.shape[0] += part.shape[0];
    std::visit(
        [&]<class T>(std::vector<T>& values) {
            auto& more = std::get<std::vector<T>>(part.values);
            values.insert(values.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
        },
        whole.values);
}

[[noreturn]] void refuse(std::string const& where, std::string const& what)
{
    throw OutputError{where, what, "Merge files of one experiment only, each run once."};
}

/// Labels of the runs in a part; none if nothing in it has runs.
std::vector<std::int64_t> runs_of(Contents const& part)
{
    for (auto const& [path, dataset] : part.datasets())
        if (leaf_of(path) == "run" && dataset.axes == std::vector<std::string>{"run"})
            return std::get<std::vector<std::int64_t>>(dataset.values);
    return {};
}

void require_one_experiment(std::vector<NamedResults> const& parts)
{
    std::map<std::int64_t, std::string> runs;
    for (auto const& [name, part] : parts) {
        std::string const& first = parts[0].first;
        if (text_of(part.attributes_of("/"), "config_sha256") !=
            text_of(parts[0].second.attributes_of("/"), "config_sha256"))
            refuse(name, "has another configuration than " + first);
        for (auto const& [path, dataset] : parts[0].second.datasets())
            if (part.find(path) == nullptr)
                refuse(name, "has no " + path + " while " + first + " has");
        for (auto const& [path, dataset] : part.datasets())
            if (parts[0].second.find(path) == nullptr)
                refuse(name, "has " + path + " while " + first + " has not");
        for (std::int64_t const run : runs_of(part))
            if (auto const [other, fresh] = runs.emplace(run, name); !fresh)
                refuse(name, "holds run " + std::to_string(run) + ", which is in " + other->second + " too");
    }
}

/// Everything but the values, for datasets that grow along their first axis; else the dataset itself.
Dataset what_must_agree(Dataset const& dataset, Schema const& schema)
{
    if (!grows(dataset, schema))
        return dataset;
    Dataset outline{empty_values(type_of(dataset.values)), dataset.shape, dataset.axes, dataset.attributes};
    outline.shape[0] = 0;
    return outline;
}

/// Puts one dataset of all parts together.
class Merger {
  public:
    explicit Merger(std::vector<NamedResults> const& parts) : parts_{parts}, schema_{results_schema()} {}

    [[nodiscard]] Dataset merged(std::string const& path) const
    {
        Dataset whole = piece(path, 0);
        Dataset const wanted = what_must_agree(whole, schema_);
        for (std::size_t i = 1; i < parts_.size(); ++i) {
            Dataset part = piece(path, i);
            require_fit(path, wanted, what_must_agree(part, schema_), i);
            if (grows(whole, schema_))
                append(whole, std::move(part));
        }
        return whole;
    }

  private:
    [[nodiscard]] Dataset const& original(std::string const& path, std::size_t index) const
    {
        return parts_[index].second.at(path);
    }

    /// The dataset of one part, its steps filled up and its row numbers moved to where its rows will be.
    [[nodiscard]] Dataset piece(std::string const& path, std::size_t index) const
    {
        Dataset part = original(path, index);
        if (std::string const table = table_counted_by(path, part); !table.empty())
            shift_rows(part.values, rows_before(table, index));
        std::size_t const step = axis_with(AxisRule::padded, part, schema_);
        if (step == part.axes.size())
            return part;
        std::size_t const longest = part_with_most_steps(join(parent_of(path), part.axes[step]));
        if (grows(part, schema_)) {
            pad(part, step, original(path, longest).shape[step]);
            return part;
        }
        Dataset whole = original(path, longest);  // hangs on the steps alone: shorter runs must have begun alike
        Dataset begun = whole;
        std::visit([&](auto& values) { values.resize(part.shape[0]); }, begun.values);
        begun.shape = part.shape;
        require_fit(path, begun, part, index);
        return whole;
    }

    /// The table whose rows the values count, as the path of its scale; "" if they count no rows.
    [[nodiscard]] std::string table_counted_by(std::string const& path, Dataset const& dataset) const
    {
        if (is_table(dataset, schema_) && dataset.axes[0] == leaf_of(path))
            return path;
        std::string const rows_of = text_of(dataset.attributes, "rows_of");
        return rows_of.starts_with('/') ? rows_of : std::string{};  // a name of the own group is the same in all parts
    }

    [[nodiscard]] std::size_t rows_before(std::string const& scale, std::size_t index) const
    {
        std::size_t rows = 0;
        for (std::size_t i = 0; i < index; ++i)
            rows += original(scale, i).shape[0];
        return rows;
    }

    [[nodiscard]] std::size_t part_with_most_steps(std::string const& scale) const
    {
        std::size_t most = 0;
        for (std::size_t i = 1; i < parts_.size(); ++i)
            if (original(scale, i).shape[0] > original(scale, most).shape[0])
                most = i;
        return most;
    }

    void require_fit(std::string const& path, Dataset const& wanted, Dataset const& part, std::size_t index) const
    {
        if (auto const found = differences(path, wanted, part); !found.empty())
            refuse(parts_[index].first, found[0].path + " does not fit that of the others: " + found[0].what);
    }

    std::vector<NamedResults> const& parts_;
    Schema schema_;
};

}  // namespace

Contents merge(std::vector<NamedResults> parts)
{
    ensure(!parts.empty(), "nothing to merge");
    require_one_experiment(parts);
    std::stable_sort(parts.begin(), parts.end(),
                     [](auto const& a, auto const& b) { return runs_of(a.second) < runs_of(b.second); });

    Contents whole;
    for (auto const& [group, attributes] : parts[0].second.groups())
        if (!is_across_runs(parts[0].second, group))
            whole.attributes(group) = attributes;
    for (auto const& [name, part] : parts)
        if (std::string const status = text_of(part.attributes_of("/"), "status"); status != "complete")
            for (auto& [key, value] : whole.attributes("/"))
                if (key == "status")
                    value = one(status);
    Merger const merger{parts};
    for (auto const& [path, dataset] : parts[0].second.datasets())
        if (!is_across_runs(parts[0].second, parent_of(path)))
            whole.add(path, merger.merged(path));
    return whole;
}

}  // namespace stampede
