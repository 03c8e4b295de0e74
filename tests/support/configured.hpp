#pragma once
// An experiment written as JSON, read and built as the program does it, with every audit on.

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/simulation.hpp"

namespace stampede::testing {

/// A world made by configuration alone.
class Configured {
  public:
    /// @param experiment  without format, version and question. @throws InputError as the reader does
    explicit Configured(nlohmann::json const& experiment, std::uint64_t replicate = 0);

    /// Takes so many steps; every sum of the ledger is checked after the last.
    void go(std::int64_t steps);
    /// Takes all steps that are left.
    void finish() { go(world().clock.steps - world().clock.step); }

    [[nodiscard]] World const& world() const { return simulation_->world(); }
    [[nodiscard]] Simulation& simulation() { return *simulation_; }
    [[nodiscard]] Status status(std::string const& institution) const;
    /// Tokens in hot and cold storage and on their way [coins].
    [[nodiscard]] double stored(std::string const& where, std::string const& asset) const;
    /// Tokens in the wallets of each person [coins].
    [[nodiscard]] std::vector<double> wallets(std::string const& asset) const;
    /// What each person still claims of an institution [coins].
    [[nodiscard]] std::vector<double> claims(std::string const& venue, std::string const& asset) const;
    /// What a debtor still owes a creditor over all exposures, and what of it the creditor wrote off [coins].
    [[nodiscard]] double owed(std::string const& creditor, std::string const& debtor) const;
    [[nodiscard]] double provision(std::string const& creditor, std::string const& debtor) const;
    /// People who left a venue and did not come back.
    [[nodiscard]] std::uint32_t gone(std::string const& venue) const;
    [[nodiscard]] int count(EventKind kind) const;

  private:
    std::unique_ptr<Simulation> simulation_;
};

/// A world of one fiat asset USD of 6 decimals, and steps of ten minutes for so many days.
[[nodiscard]] nlohmann::json dollar_world(double days);

}  // namespace stampede::testing
