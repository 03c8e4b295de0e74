#pragma once
// Those who buy a coin below what its issuer gives for it and redeem it, or have it minted and sell it above.

#include <string>
#include <vector>

#include "agents/desk.hpp"
#include "agents/redeeming.hpp"
#include "model/base/distribution.hpp"
#include "model/population.hpp"

namespace stampede {

/// Each has a desk at one venue where the coin is traded. A gap beyond cost between the book and the primary market is
/// closed from both ends at a speed: the volume that closes it is found once for the population and split by capital.
/// Coins beyond those at birth are withdrawn and redeemed, coins that are lacking are minted, when the issuer's window
/// is open to them. Coins with a sister token are burnt, and the tokens sold at once; none are minted.
/// @source limits of arbitrage in stablecoins: Lyons, Viswanath-Natraj, Journal of International Money and Finance 131,
///         2023; Ma, Zeng, Zhang, "Stablecoin runs and the centralization of arbitrage", 2023
class PrimaryArbitrageurs final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void learn(View& seen, Events const& events) override;
    void columns(ColumnVisitor& column) override;

  private:
    [[nodiscard]] CoinState const& coin(View& seen) const { return *seen.coin_of(issuer_id_); }
    /// What one coin brings in the primary market [quote].
    [[nodiscard]] double worth(View& seen) const;
    /// Volume that presses book and primary market by one log price together [smallest unit of the coin].
    [[nodiscard]] double joint_density(View& seen) const;
    void trade(View& seen, Row row, Intents& wishes) const;
    /// Redeems or mints what it has more or less than at birth.
    void even_out(View& seen, Row row, Intents& wishes);
    void bring_out(View& seen, Row row, AccountId claim, Amount amount, Intents& wishes);

    std::int64_t count_ = 6;
    std::string issuer_, venue_, quote_;
    Distribution capital_usd_ = Distribution::lognormal(1e7, 0.5);
    double cost_ = 0.0015, lot_ = 1;
    Duration speed_{600}, transfer_time_{3600};
    bool buys_when_closed_ = false;

    InstitutionId issuer_id_;
    TradedPlace place_, token_place_;  // of the coin, and of its sister token
    UnderWay under_way_;
    double total_capital_ = 0;
    double volume_ = 0, limit_ = 0;  // to buy, or to sell if below 0; found once a step
    std::vector<Row> everyone_;
    Redeeming redeeming_;

    Column<double> capital_;  // [USD]
    Column<Desk> desk_;
    Column<AccountId> token_;             // claims of the sister token; empty ids if there is none
    Column<std::int64_t> next_transfer_;  // step from which it may withdraw again
};

}  // namespace stampede
