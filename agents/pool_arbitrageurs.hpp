#pragma once
// Those who swap in a pool what is dear or cheap there against a book.

#include <string>
#include <vector>

#include "agents/desk.hpp"
#include "model/base/distribution.hpp"
#include "model/population.hpp"

namespace stampede {

/// Each has coins and money in wallets, for the pool, and on claims at an exchange, for the book. The volume that
/// brings the pool's price and the mid together, but for what it costs, is found once for the population, split by
/// capital and swapped at a speed. What one has more or less of than at birth is sold or bought in the book from the
/// next step on, at the same speed and never farther from mid than a slippage; until then the population reckons with
/// where that will leave the mid. Coins that have gathered on one side go to the other by withdrawal or deposit, so
/// that a shut gate ends the trade once what is on the right side has been used.
/// @source Angeris, Kao, Chiang, Noyes, Chitra, An analysis of Uniswap markets, Cryptoeconomic Systems 1(1), 2021
class PoolArbitrageurs final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor& column) override;

    /// Coins beyond those at birth [smallest unit].
    [[nodiscard]] double uneven(View& seen, Row row) const;
    /// Everything it owns less what that at birth would be worth now [USD].
    [[nodiscard]] double gain(View& seen, Row row) const;

  private:
    /// What the population does in a step, found once.
    struct Plan {
        double mid = 0;     ///< of the book, once what is uneven has been evened out [USD/coin]
        double volume = 0;  ///< to buy from the pool; < 0: to sell to it [coins]
        double price = 0;   ///< average of the pool for that volume, before the fee [USD/coin]
    };
    [[nodiscard]] Plan plan(View& seen) const;
    [[nodiscard]] double common_volume(View& seen, double mid, double density, bool buys) const;
    void swap(View& seen, Row row, Intents& wishes) const;
    void even_out(View& seen, Row row, Intents& wishes) const;
    void carry(View& seen, Row row, Intents& wishes);

    std::int64_t count_ = 10;
    std::string pool_name_, venue_, base_, quote_;
    Distribution capital_usd_ = Distribution::lognormal(1e6, 0.5);
    double cost_ = 0.0005, slippage_ = 0.01;
    Duration speed_{120}, transfer_time_{900};

    PoolId pool_;
    std::size_t coin_ = 0;
    TradedPlace place_;
    Plan plan_;
    std::vector<Row> everyone_;
    double total_capital_ = 0;

    Column<double> capital_;                  // per trader [USD]
    Column<Desk> desk_;                       // per trader
    Column<AccountId> money_;                 // per trader: wallet of the pool's quote coin, if the book has another
    Column<Amount> coins_born_, money_born_;  // per trader: in wallets at birth
    Column<std::int64_t> next_transfer_;      // per trader: step from which it may send again
};

}  // namespace stampede
