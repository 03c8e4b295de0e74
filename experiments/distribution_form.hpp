#pragma once
// A distribution as it is written in an experiment: a kind with its parameters, inline or in columns of a CSV file.

#include <array>
#include <string>
#include <vector>

#include "experiments/input_files.hpp"
#include "model/base/distribution.hpp"
#include "model/base/fields.hpp"

namespace stampede {

/// Declares the parameters of every kind of distribution once, for reader, writer, schema and manual.
class DistributionForm final : public ChoiceSlot {
  public:
    /// An empty form of the kind `constant`.
    DistributionForm();
    /// The form that make() turns back into `value`; numbers that came from a file stand inline.
    explicit DistributionForm(Distribution const& value);

    [[nodiscard]] std::string_view family() const override { return "distribution"; }
    [[nodiscard]] std::string_view kind() const override;
    [[nodiscard]] std::vector<RosterLine> kinds() const override;
    bool choose(std::string_view kind) override;
    void visit(FieldVisitor& field) override;

    /// @throws InputError if a parameter is missing, parameters do not fit each other, or the CSV file is bad
    [[nodiscard]] Distribution make(InputFiles& files) const;
    /// CSV file that holds the numbers; "" if they stand inline.
    [[nodiscard]] std::string const& file() const { return file_; }

    struct Kind;

  private:
    void visit_lists(FieldVisitor& field);
    [[nodiscard]] std::array<std::vector<double>, 2> lists_or_columns(InputFiles& files) const;

    Kind const* kind_;
    std::array<double, 2> numbers_;
    std::array<std::vector<double>, 2> lists_;
    std::string file_;
    std::array<std::string, 3> columns_;
    std::string origin_;
    bool stratified_ = false;
    bool inline_only_ = false;
};

/// One line for people: "0.5", "normal(0, 2)", "histogram of 14 classes (accounts.csv: from, to, accounts)".
[[nodiscard]] std::string distribution_text(Distribution const& value);

}  // namespace stampede
