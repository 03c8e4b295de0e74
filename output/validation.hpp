#pragma once
// Runs of an episode against what history says of it: the table of `stampede validate`.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "output/target.hpp"

namespace stampede {

enum class Verdict : std::uint8_t { hit, miss, none };

/// One target and what it came to in each run.
struct TargetResult {
    std::string name, measure, of, unit, source;
    std::vector<double> expected;  ///< as in Target
    TargetKind kind;
    std::vector<double> values = {};  ///< per run; missing where there is none

    /// Quantile over the runs that have a value; missing if none has.
    [[nodiscard]] double quantile(double share) const;
    /// Runs that have a value / runs [1].
    [[nodiscard]] double known_share() const;
    /// Runs inside the band / runs [1]; a run without a value is not inside. Missing without a band.
    [[nodiscard]] double inside_share() const;
    /// A hit: at least half of the runs have a value, and the median of these lies in the band. None without a band.
    [[nodiscard]] Verdict verdict() const;
};

/// The targets of one experiment over its runs.
class Validation {
  public:
    /// @param title    what it is called: the name of the file
    /// @param targets  outlive this
    Validation(std::string title, std::map<std::string, Target> const& targets);

    /// Takes in the results of one run, which recorded its series.
    void add(Contents const& run);
    [[nodiscard]] std::string const& title() const { return title_; }
    [[nodiscard]] std::vector<TargetResult> const& results() const { return results_; }
    [[nodiscard]] std::size_t runs() const { return runs_; }

  private:
    std::string title_;
    std::map<std::string, Target> const& targets_;
    std::vector<TargetResult> results_;  // in the order of the targets
    std::size_t runs_ = 0;
};

/// A table for people.
[[nodiscard]] std::string validation_table(Validation const& validation);
/// The same as a section of a Markdown document.
/// @param made_by  a line on where the figures come from
[[nodiscard]] std::string validation_markdown(Validation const& validation, std::string const& made_by);
/// One row per target of all validations; what there is nothing to say about is left empty.
[[nodiscard]] std::string validation_csv(std::vector<Validation> const& validations);

}  // namespace stampede
