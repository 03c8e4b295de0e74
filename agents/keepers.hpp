#pragma once
// Those who repay the debts of vaults in trouble, if what they get for it is worth more.

#include <string>
#include <vector>

#include "agents/desk.hpp"
#include "model/base/distribution.hpp"
#include "model/population.hpp"

namespace stampede {

/// Each has capital in the coin of a protocol. Now and then it looks for a vault that may be liquidated, those of the
/// largest debt first, every keeper another one by luck, and repays what its capital and the protocol allow if the
/// collateral, sold at the market's price less a slippage, is worth more than that, the gas and a least profit. What it
/// got it sells: in the book of an exchange, whose payout brings the money back into its wallet, or in a pool. With
/// its capital gone or at the exchange it waits.
/// @source Qin, Zhou, Gamito, Jovanovic, Gervais, An empirical study of DeFi liquidations, IMC 2021
class Keepers final : public Population {
  public:
    void visit(FieldVisitor& field) override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor& column) override;

  private:
    void liquidate(View& seen, Row row, Row vault, Intents& wishes) const;
    void sell(View& seen, Row row, Intents& wishes);

    std::int64_t count_ = 10;
    std::string protocol_name_, venue_, pool_name_;
    Distribution capital_usd_ = Distribution::lognormal(1e6, 1);
    double gas_usd_ = 20, least_profit_usd_ = 0, slippage_ = 0.02;
    Duration attention_{60}, payout_time_{600};

    ProtocolId protocol_;
    MarketId market_;
    PoolId pool_;
    std::vector<Row> targets_, awake_;

    Column<AccountId> base_, quote_;        // claims at the exchange; empty without one
    Column<AccountId> coins_, collateral_;  // wallets
    Column<std::int64_t> next_payout_;      // step from which it may ask the exchange for its money again
};

}  // namespace stampede
