// The declarations as a page: `stampede describe results` and output/FORMAT.md.

#include <fmt/format.h>

#include "output/provenance.hpp"
#include "output/schema.hpp"

namespace stampede {

namespace {

constexpr std::string_view preface = R"(# Results file, format {version}

Made by `stampede describe results` from the declarations in `output/`; a test holds the two together.

A results file is HDF5, opened as it is by h5py, xarray (h5netcdf and netcdf4), ncdump and R's hdf5r:

```python
import xarray as xr
venues = xr.open_dataset("results.h5", group="/series/venue")
venues.coverage.isel(run=0).sel(venue="FTX").plot(x="time_h")
events = xr.open_dataset("results.h5", group="/events").to_dataframe()
```
```r
f <- hdf5r::H5File$new("results.h5", "r"); f[["series/venue/coverage"]][, , ]   # R turns the axes round: venue, step, run
```

- Every group stands alone: each axis of its datasets has its labels (an HDF5 dimension scale) in the group itself.
- A group or column that a run does not record is absent. A group in `<...>` stands for one group per name.
- `step` counts steps from 0. `time_h`, also of events, is the end of the step in hours since the start, with the unit `h`, which no
  reader turns into a date. A run may keep rows of every k-th step and the last only; flows are then sums since the row before.
- Missing floats are NaN. Missing integers, found only where runs of different length were merged, are the fill values of netCDF
  (int8 -127, int64 -9223372036854775806).
- A number of few kinds (`flags`) carries `flag_values` and `flag_meanings`. Row numbers carry `rows_of`: the axis they count; -1 is none.
- An outcome that hurts one way carries `worse`: more or less.
- Events of all kinds are rows of one group with a column `kind`, not one group a kind: they have one numbering, to which causes point.
- Text is UTF-8 of variable length. There are no compound types, and links and attributes keep the order in which they were made.
- Datasets of 4 KiB and more are cut into chunks (one run, up to 1024 steps, all the rest; tables 65536 rows) with shuffle and deflate.
- The file carries no times unless there is a group `/provenance`; without it, equal runs are equal bytes.
- It is written as NAME.part, flushed and renamed: a name without `.part` is whole. A `.part` is of no use and may be deleted.
- Behind what HDF5 takes for its end stands a line `stampede sha256` with the digest of all before it. Stampede refuses a file whose bytes
  have another; a program that changes the file takes the line away, and without it nothing is checked.
- A reader refuses a file whose `format_version` is not its own. The version goes up when an old reader would be misled; new groups and
  columns do not raise it.
)";

std::string rule_text(AxisRule rule)
{
    switch (rule) {
        case AxisRule::stacked:
            return "stacked";
        case AxisRule::padded:
            return "the longest; shorter runs end in missing values";
        case AxisRule::same:
            return "must agree";
        case AxisRule::rows:
            return "put one behind the other, numbered on";
        case AxisRule::across:
            return "left out, with all that hangs on it";
    }
    return {};
}

std::string table_of(std::vector<Stamp> const& stamps)
{
    std::string text = "| attribute | type | meaning |\n|---|---|---|\n";
    for (Stamp const& each : stamps)
        text += fmt::format("| `{}` | {} | {} |\n", each.name, name_of(type_of(each.value)), each.meaning);
    return text;
}

std::string meaning_of(Schema::Column const& column)
{
    std::string text = column.meaning;
    if (!column.flags.empty()) {
        text += ":";
        for (std::size_t i = 0; i < column.flags.size(); ++i)
            text += fmt::format("{} {} {}", i == 0 ? "" : ",", i, column.flags[i]);
    }
    if (!column.rows_of.empty() && column.meaning.find(column.rows_of) == std::string::npos)
        text += fmt::format("; counts `{}`", column.rows_of);
    if (column.worse != Worse::neither)
        text += fmt::format("; {} is worse", name_of(column.worse));
    return text;
}

std::string table_of(Schema::Group const& group)
{
    std::string text = "| dataset | axes | type | unit | meaning |\n|---|---|---|---|---|\n";
    for (Schema::Column const& column : group.columns)
        text +=
            fmt::format("| `{}` | {} | {} | {} | {} |\n", column.name, fmt::join(Schema::axes_of(group, column), ", "),
                        name_of(column.type), column.unit, meaning_of(column));
    return text;
}

}  // namespace

std::string describe(Schema const& schema)
{
    std::string text = fmt::format(fmt::runtime(preface), fmt::arg("version", results_format_version));
    text += fmt::format("\n## Attributes of `/`\n\n{}", table_of(root_stamps({})));
    text +=
        fmt::format("\n## Attributes of `/provenance` (absent with --reproducible)\n\n{}", table_of(origin_stamps({})));

    text += "\n## Axes\n\n| axis | type | unit | labels | when runs are merged |\n|---|---|---|---|---|\n";
    for (Schema::Axis const& axis : schema.axes())
        text += fmt::format("| `{}` | {} | {} | {} | {} |\n", axis.name, name_of(axis.type), axis.unit, axis.meaning,
                            rule_text(axis.rule));

    for (Schema::Group const& group : schema.groups())
        text += fmt::format("\n## `{}`\n\n{}.\n\n{}", group.path, group.meaning, table_of(group));
    return text;
}

}  // namespace stampede
