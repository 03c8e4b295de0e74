#pragma once
// Which runs an experiment consists of: arms x varied values x replicates.

#include <cstdint>
#include <string>
#include <vector>

#include "experiments/loaded_experiment.hpp"
#include "output/capture.hpp"
#include "output/recorder.hpp"

namespace stampede {

/// What a varied value is in one run.
struct VariedHere {
    std::string pointer;
    std::string value;  ///< as JSON text
    bool number;        ///< whether it is one in every run
};

/// One run: the world it is of, and the luck it meets. By default the base and the first replicate.
struct PlannedRun {
    RunLabel label = {};
    Cell cell = {};
    std::vector<VariedHere> varied = {};

    /// "base", or the arm and what is varied: "no_limit, share = 0.2".
    [[nodiscard]] std::string world() const;
    /// Declares what is varied as columns of /summary, e.g. "mechanisms.withdrawals.limit.share", and fills them.
    void capture(Capture& into) const;
};

/// A full cross in a fixed order: the base and every arm, in each every combination of varied values, in each every
/// replicate. Runs of the same replicate meet the same luck in all of them. A run's number is its place in this order.
class Design {
  public:
    explicit Design(LoadedExperiment& experiment);

    [[nodiscard]] std::vector<PlannedRun> const& runs() const { return runs_; }
    /// One of them, with what is varied at its first value, without planning the others.
    /// @param arm  "" = the base; one that the experiment has
    [[nodiscard]] static PlannedRun run(LoadedExperiment& experiment, std::string const& arm, std::int64_t replicate);
    [[nodiscard]] std::int64_t replicates() const { return replicates_; }

  private:
    std::int64_t replicates_;
    std::vector<PlannedRun> runs_;
};

}  // namespace stampede
