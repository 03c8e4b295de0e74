#pragma once
// What must hold at the end of every step of every world, whatever its rules: naive sums and economic sense.

#include <array>
#include <cstdint>
#include <vector>

#include "model/observer.hpp"

namespace stampede::testing {

/// Watches a run and stops it where something does not make sense.
class WorldChecks final : public Observer {
  public:
    void at_birth(View& seen) override;
    /// @throws BrokenInvariant that says what, with the numbers
    void after_step(View& seen, Events const& events) override;

    /// Whether an event of this kind has happened.
    [[nodiscard]] bool happened(EventKind kind) const { return happened_.at(static_cast<std::size_t>(kind)); }

  private:
    void note_status(View& seen);

    std::vector<bool> insolvent_;       // per institution: was so after the step before
    std::vector<Status> status_;        // the same
    std::vector<std::int8_t> cleared_;  // the same
    std::array<bool, event_kind_count> happened_{};
};

}  // namespace stampede::testing
