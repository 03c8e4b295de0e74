#pragma once
// Borrowers against collateral, some of whom repay before they are liquidated.

#include <string>
#include <vector>

#include "model/base/distribution.hpp"
#include "model/population.hpp"

namespace stampede {

/// Each has one vault at a protocol and has spent a part of what it borrowed; the rest is in a wallet. When the health
/// factor of its vault falls below a level, an owner who minds it repays out of the wallet until the factor is back at
/// another, as far as that goes. Vaults in good health are not looked at.
class VaultOwners final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor& column) override;

    /// By the protocol's own prices [1].
    [[nodiscard]] double health(View& seen, Row row) const;

  private:
    std::int64_t count_ = 200;
    std::string protocol_name_;
    Distribution collateral_ = Distribution::lognormal(1e5, 1.5), health_ = Distribution::lognormal(1.6, 0.25);
    Share kept_{0.2}, minds_{0.5};
    double mind_below_ = 1.1, repay_to_ = 1.4;
    Duration attention_{3600};

    ProtocolId protocol_;
    Row first_vault_ = 0;
    std::vector<Row> awake_;

    Column<AccountId> wallet_;     // of the coin
    Column<std::int8_t> minding_;  // 1: repays
};

}  // namespace stampede
