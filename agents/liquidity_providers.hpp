#pragma once
// Owners of a pool's shares who leave it in the coin they trust when they see it fill up with another.

#include <string>
#include <vector>

#include "model/base/distribution.hpp"
#include "model/population.hpp"

namespace stampede {

/// Each looks at the pool now and then. Once the price of one of its coins has fallen by its threshold, against the
/// others and since birth, it takes all its shares out in the coin that has held best, unless that would pay less than
/// a part of what the shares are worth. Who is first is paid in good coin; who stays owns what is left.
class LiquidityProviders final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor& column) override;

    /// Shares it still has [smallest unit].
    [[nodiscard]] Amount shares(View& seen, Row row) const { return seen.ledger.balance(shares_[row]); }

  private:
    void sort_rows();

    std::int64_t count_ = 100;
    std::string pool_name_;
    Share owned_{0.5};
    Distribution size_ = Distribution::lognormal(1, 1.5), threshold_dist_ = Distribution::lognormal(0.02, 1);
    Duration attention_{3600};
    Share accepts_{0.5};

    PoolId pool_;
    std::vector<double> prices_at_birth_;    // by the pool, per coin [coins of its quote]
    std::size_t best_ = 0;                   // coin that has held best
    double fall_ = 0;                        // of the worst coin against the best [1]
    std::vector<Row> awake_, by_threshold_;  // all rows, those that leave first in front

    Column<double> threshold_;
    Column<AccountId> shares_;
    Column<AccountId> wallets_;  // one per coin and provider
};

}  // namespace stampede
