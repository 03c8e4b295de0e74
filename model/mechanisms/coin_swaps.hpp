#pragma once
// Coins that are exchanged for new tokens of a sister asset, at an oracle's price less a spread.

#include <map>
#include <string>
#include <vector>

#include "model/mechanism.hpp"

namespace stampede {

/// The rules of one issuer's virtual pool. Defaults: Terra in May 2022.
struct SwapRules {
    double base = 50e6;  ///< [coins]
    double period = 36;  ///< blocks; each takes 1/period of the deviation away
    Duration block_time{6};
    Share least_spread{0.005};
    Duration oracle_lag{60};
    double dilution = 1;

    void visit(FieldVisitor& field);
};

/// All that is burnt in a step flows in evenly over its blocks and loses the same spread; so does all that is minted,
/// after it. Each new sister token is a smaller part of the same whole.
class CoinSwaps final : public Mechanism {
  public:
    struct Parameters {
        SwapRules rules;                      ///< of every issuer not named in `at`
        std::map<std::string, SwapRules> at;  ///< issuers with rules of their own

        void visit(FieldVisitor& field);
    };
    /// @param names  institutions in the order of the world
    CoinSwaps(Parameters parameters, std::vector<std::string> const& names);
    [[nodiscard]] std::string_view name() const override { return "coin swaps"; }
    [[nodiscard]] Phase phase() const override { return Phase::redeem; }
    void apply(StepContext& step) const override;
    /// Before the first step: the pools, and what everyone can see of them.
    void start(World& world) const override;

  private:
    [[nodiscard]] SwapRules const& rules_of(InstitutionId issuer) const { return *rules_[issuer.index()]; }
    void swap(StepContext& step, CoinState& coin) const;
    void publish(World const& world, CoinState& coin) const;

    Parameters parameters_;
    std::vector<SwapRules const*> rules_;  // per institution
};

}  // namespace stampede
