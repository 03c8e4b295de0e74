#include "output/extract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/base/check.hpp"
#include "output/schema.hpp"

namespace stampede {

namespace {

/// Rows of a table that belong to the run: one piece, as merge() puts runs one behind the other.
struct Rows {
    std::size_t begin = 0, end = 0;
};

/// The longest piece of `labels` in which `belongs` holds from its first to its last element.
template <class T, class Belongs>
Rows piece(std::vector<T> const& labels, Belongs const& belongs)
{
    auto const first = std::ranges::find_if(labels, belongs);
    auto const last = std::find_if_not(first, labels.end(), belongs);
    return {static_cast<std::size_t>(first - labels.begin()), static_cast<std::size_t>(last - labels.begin())};
}

/// Keeps the elements begin .. end - 1 along one dimension.
void cut(Dataset& dataset, std::size_t dimension, Rows rows)
{
    auto const at = dataset.shape.begin() + static_cast<std::ptrdiff_t>(dimension);
    std::size_t const blocks = elements({dataset.shape.begin(), at}), old = *at;
    std::size_t const inner = elements({at + 1, dataset.shape.end()});
    *at = rows.end - rows.begin;
    std::visit(
        [&]<class T>(std::vector<T>& values) {
            std::vector<T> kept;
            kept.reserve(elements(dataset.shape));
            for (std::size_t block = 0; block < blocks; ++block) {
                auto const begin = values.begin() + static_cast<std::ptrdiff_t>(block * old * inner);
                kept.insert(kept.end(), begin + static_cast<std::ptrdiff_t>(rows.begin * inner),
                            begin + static_cast<std::ptrdiff_t>(rows.end * inner));
            }
            values = std::move(kept);
        },
        dataset.values);
}

void count_from(Dataset& rows, std::size_t begin)
{
    for (std::int64_t& row : std::get<std::vector<std::int64_t>>(rows.values))
        if (row >= 0)
            row -= static_cast<std::int64_t>(begin);
}

class Extraction {
  public:
    Extraction(Contents const& whole, std::int64_t run) : whole_{whole}, run_{run}, schema_{results_schema()}
    {
        auto const& runs = whole.values<std::int64_t>("/summary/run");
        auto const found = std::ranges::find(runs, run);
        require(found != runs.end(),
                fmt::format("there is no run {}; the file holds {} to {}", run, runs.front(), runs.back()));
        place_ = static_cast<std::size_t>(found - runs.begin());
        double const hours = whole.values<double>("/summary/simulated_h")[place_];
        steps_ = hours * 3600 / whole.values<double>("/summary/step_s")[place_];
    }

    [[nodiscard]] Dataset of(std::string const& path, Dataset dataset)
    {
        for (std::size_t i = 0; i < dataset.axes.size(); ++i)
            switch (schema_.axis(dataset.axes[i]).rule) {
                case AxisRule::stacked:
                    cut(dataset, i, {place_, place_ + 1});
                    break;
                case AxisRule::padded:
                    cut(dataset, i, own_steps(join(parent_of(path), dataset.axes[i])));
                    break;
                case AxisRule::rows:
                    cut(dataset, i, rows_in(parent_of(path)));
                    break;
                case AxisRule::same:
                case AxisRule::across:
                    break;
            }
        if (std::string const table = table_counted_by(path, dataset); !table.empty())
            count_from(dataset, rows_in(table).begin);
        return dataset;
    }

  private:
    /// Recorded steps that the run has done; a longer one may have recorded more.
    [[nodiscard]] Rows own_steps(std::string const& scale) const
    {
        return piece(whole_.values<std::int64_t>(scale),
                     [&](std::int64_t step) { return static_cast<double>(step) < steps_ - 0.5; });
    }

    /// Group of the table whose rows the values of a dataset count; "" if they count none that were put together.
    [[nodiscard]] std::string table_counted_by(std::string const& path, Dataset const& dataset) const
    {
        if (dataset.axes.size() != 1 || schema_.axis(dataset.axes[0]).rule != AxisRule::rows)
            return {};
        if (dataset.axes[0] == leaf_of(path))
            return parent_of(path);
        std::string const rows_of = text_of(dataset.attributes, "rows_of");
        return rows_of.starts_with('/') ? parent_of(rows_of) : std::string{};
    }

    /// By its column `run`, or by the table that its first column of row numbers counts.
    [[nodiscard]] Rows rows_in(std::string const& group)
    {
        if (auto const known = rows_.find(group); known != rows_.end())
            return known->second;
        if (Dataset const* const runs = whole_.find(join(group, "run")))
            return rows_[group] = piece(std::get<std::vector<std::int64_t>>(runs->values),
                                        [&](std::int64_t run) { return run == run_; });
        for (auto const& [path, dataset] : whole_.datasets())
            if (parent_of(path) == group && text_of(dataset.attributes, "rows_of").starts_with('/')) {
                Rows const counted = rows_in(parent_of(text_of(dataset.attributes, "rows_of")));
                return rows_[group] = piece(std::get<std::vector<std::int64_t>>(dataset.values), [&](std::int64_t row) {
                           return row >= static_cast<std::int64_t>(counted.begin) &&
                                  row < static_cast<std::int64_t>(counted.end);
                       });
            }
        throw BrokenInvariant{"a table that does not say which run its rows are of: " + group};
    }

    Contents const& whole_;
    std::int64_t run_;
    Schema schema_;
    std::size_t place_ = 0;
    double steps_ = 0;
    std::map<std::string, Rows> rows_;
};

}  // namespace

bool is_across_runs(Contents const& results, std::string_view group)
{
    static Schema const schema = results_schema();
    return std::ranges::any_of(results.datasets(), [&](Contents::Entry const& entry) {
        return parent_of(entry.first) == group && !entry.second.axes.empty() &&
               schema.axis(entry.second.axes.front()).rule == AxisRule::across;
    });
}

Contents extract_run(Contents const& whole, std::int64_t run)
{
    Contents one_run;
    for (auto const& [group, attributes] : whole.groups())
        if (!is_across_runs(whole, group))
            one_run.attributes(group) = attributes;
    Extraction extraction{whole, run};
    for (auto const& [path, dataset] : whole.datasets())
        if (!is_across_runs(whole, parent_of(path)))
            one_run.add(path, extraction.of(path, dataset));
    return one_run;
}

}  // namespace stampede
