#pragma once
// The door into a results file: what is not declared does not pass.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/check.hpp"
#include "output/contents.hpp"
#include "output/schema.hpp"

namespace stampede {

/// Collects the values of declared columns in memory and turns them into the contents of a file.
class Capture {
  public:
    explicit Capture(Schema schema) : schema_{std::move(schema)} {}

    /// For what is known only at run time: metrics, parameters, populations and their columns.
    [[nodiscard]] Schema& schema() { return schema_; }

    /// Labels of an axis, for every group that has it: names, or int64 numbers. Axes of tables number themselves.
    void label(std::string_view axis, Values labels);
    /// Labels of `step` and the time of each [h].
    void label_steps(std::vector<std::int64_t> steps, std::vector<double> hours);

    /// The values of a declared column, to be filled in the order of its axes, last axis fastest. The reference stays
    /// good until `finish`.
    /// @throws BrokenInvariant if the column is not declared, or not as `T`
    template <class T>
    [[nodiscard]] std::vector<T>& column(std::string_view path)
    {
        auto* const values = std::get_if<std::vector<T>>(&declared(path));
        ensure(values != nullptr, "declared as another type: " + std::string{path});
        return *values;
    }

    /// All groups that hold a column, each with scales of its own; `stamp` and `write_results` come next.
    /// @throws BrokenInvariant if a column does not have as many values as its axes have labels
    [[nodiscard]] Contents finish() &&;

  private:
    [[nodiscard]] Values& declared(std::string_view path);
    void add_group(Contents& contents, Schema::Group const& group);
    void add_scales(Contents& contents, Schema::Group const& group, std::vector<Schema::Column> const& recorded);
    [[nodiscard]] std::vector<Schema::Column> recorded_columns(Schema::Group const& group);

    Schema schema_;
    std::map<std::string, Values, std::less<>> labels_;
    std::vector<double> hours_;
    std::map<std::string, Values, std::less<>> values_;
};

}  // namespace stampede
