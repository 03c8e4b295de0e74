#pragma once
// Every result is declared once: group, name, axes, type, unit, meaning. What is not declared cannot be recorded.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "output/contents.hpp"

namespace stampede {

/// What happens to an axis when the files of several runs are merged.
enum class AxisRule {
    stacked,  ///< one entry per run, put one behind the other
    padded,   ///< the longest is kept, shorter runs are filled up
    same,     ///< must agree in all files
    rows,     ///< rows of a table, numbered from 0, put one behind the other
    across    ///< of all runs together; what hangs on it is left out when runs are merged or one is taken out
};

/// Which way an outcome hurts.
enum class Worse : std::uint8_t { neither, more, less };
/// "", "more" or "less".
[[nodiscard]] std::string_view name_of(Worse worse);

/// The declarations of a results file.
class Schema {
  public:
    /// A dimension; in every group that has it lies a dataset of its name with its labels (a dimension scale).
    struct Axis {
        std::string name;
        Type type;
        AxisRule rule;
        std::string unit;  ///< "" if it has none
        std::string meaning;
    };
    /// One dataset.
    struct Column {
        std::string name;
        std::string unit;  ///< "1" for pure numbers, "" for text and flags
        std::string meaning;
        Type type = Type::float64;
        std::vector<std::string> axes = {};   ///< empty: those of the group that are no lookup
        std::vector<std::string> flags = {};  ///< names of the values 0, 1, 2, ...
        std::string rows_of = "";  ///< values are row numbers of this axis of the group (or "/group/axis"), -1 = none
        std::string varies = "";   ///< JSON Pointer of the value of the experiment that this is in each run
        Worse worse = Worse::neither;
    };
    /// A self-contained group: every axis of its columns has its scale in the group itself.
    struct Group {
        std::string path;
        std::string meaning;
        std::vector<std::string> axes;
        std::vector<Column> columns;
        std::vector<std::string> lookups = {};  ///< axes that no column has but `rows_of` points to
    };

    void declare(Axis axis);
    /// Also declares `time_h`, the time of each step, if the group has the axis `step`.
    void declare(Group group);
    /// Adds a column to a declared group, e.g. a metric or a parameter to "/summary".
    /// @throws BrokenInvariant if the name is taken, has no meaning, or brings an axis that is not declared
    /// @throws InputError if the name cannot stand in a path, or the unit makes readers decode it to a date
    void declare(std::string_view group, Column column);
    /// Declares "/agents/NAME" like "/agents/<population>"; its columns come by `declare(group, column)`.
    void declare_population(std::string_view name);

    [[nodiscard]] std::vector<Axis> const& axes() const { return axes_; }
    [[nodiscard]] std::vector<Group> const& groups() const { return groups_; }
    /// @throws BrokenInvariant naming what is not declared, here and below
    [[nodiscard]] Axis const& axis(std::string_view name) const;
    [[nodiscard]] Group const& group(std::string_view path) const;
    /// @param path  of the dataset, e.g. "/series/venue/claims_usd"
    [[nodiscard]] Column const& column(std::string_view path) const;
    /// Axes of a column, those of its group if it names none.
    [[nodiscard]] static std::vector<std::string> const& axes_of(Group const& group, Column const& column);

  private:
    [[nodiscard]] Group* find(std::string_view path);

    std::vector<Axis> axes_;
    std::vector<Group> groups_;
};

/// Version of the layout, root attribute `format_version`; goes up when a reader of the old layout would be misled.
inline constexpr std::int64_t results_format_version = 1;

/// All results that stampede declares.
[[nodiscard]] Schema results_schema();

/// The text of `describe results` and of output/FORMAT.md (Markdown).
[[nodiscard]] std::string describe(Schema const& schema);

}  // namespace stampede
