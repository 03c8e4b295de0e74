#pragma once
// Redemption risk management of an institution: what it keeps liquid, what it recalls, what it sells.

#include <map>
#include <string>
#include <vector>

#include "model/mechanism.hpp"
#include "model/policies/treasury_policy.hpp"

namespace stampede {

/// Asks every institution's policy what to move, recalls placements in pecking order, and turns what it has into what
/// it owes through the books. Where it may be short in a perpetual market, it follows its policy's hedge over the
/// conversion time; after deleveraging by force, too.
class Treasury final : public Mechanism {
  public:
    struct Rules {
        Choice<TreasuryPolicy> policy;
        Share reuse{1};                  ///< of the clients' assets that it may use; the rest stays in storage
        Duration conversion_time{3600};  ///< in which a shortage of one asset is bought with another
        Share slippage{0.02};            ///< farthest from mid that it trades in a step
        double hedge_leverage = 2;       ///< of its short in a perpetual market [1]

        void visit(FieldVisitor& field);
    };
    struct Parameters {
        Rules rules;                      ///< of every institution not named in `at`
        std::map<std::string, Rules> at;  ///< institutions with rules of their own
        bool sells = true;                ///< false: nothing is sold through the books (no fire sales of treasuries)

        void visit(FieldVisitor& field);
    };
    Treasury(Parameters parameters, std::vector<std::string> const& names);
    [[nodiscard]] std::string_view name() const override { return "treasury"; }
    [[nodiscard]] Phase phase() const override { return Phase::settle; }
    void apply(StepContext& step) const override;

  private:
    [[nodiscard]] Rules const& rules_of(InstitutionId id) const { return *rules_[id.index()]; }
    [[nodiscard]] TreasuryQuestion question(World const& world, InstitutionId id) const;
    void warm_up(World& world, InstitutionId id, double usd) const;
    void recall(World& world, InstitutionId id, double usd) const;
    void place(World& world, InstitutionId id, double usd) const;
    void convert(World& world, InstitutionId id) const;
    /// Orders for the next step what its short lacks or has too much of, and keeps it margined.
    void hedge(World& world, TreasuryHedge& hedge) const;

    Parameters parameters_;
    std::vector<Rules const*> rules_;  // per institution
};

}  // namespace stampede
