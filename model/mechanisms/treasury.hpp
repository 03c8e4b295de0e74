#pragma once
// Redemption risk management of an institution: what it keeps liquid, what it recalls, what it sells.

#include <map>
#include <string>
#include <vector>

#include "model/mechanism.hpp"
#include "model/policies/treasury_policy.hpp"

namespace stampede {

/// Asks every institution's policy what to move, recalls placements in pecking order, and turns what it has into what
/// it owes through the books. Where it may be short in perpetual markets, it follows its policy's hedge over the
/// conversion time; after deleveraging by force, too. Legs against one coin share the hedge by weight; what lies at a
/// venue that is shut or halted is only ever cut, and what had to be opened there is opened at the others.
class Treasury final : public Mechanism {
  public:
    struct Rules {
        Choice<TreasuryPolicy> policy;
        Share reuse{1};                  ///< of the clients' assets that it may use; the rest stays in storage
        Duration conversion_time{3600};  ///< in which a shortage of one asset is bought with another
        Share slippage{0.02};            ///< farthest from mid that it trades in a step
        double hedge_leverage = 2;       ///< of its short in a perpetual market [1]
        Share hedge_band{0.02};          ///< gap of a short, in parts of it, that is left alone

        void visit(FieldVisitor& field);
    };
    struct Parameters {
        Rules rules;                      ///< of every institution not named in `at`
        std::map<std::string, Rules> at;  ///< institutions with rules of their own
        bool sells = true;                ///< false: nothing is sold through the books (no fire sales of treasuries)

        void visit(FieldVisitor& field);
    };
    /// @param names  institutions in the order of the world
    /// @param weights  of the legs in the world's hedges among those of one owner against one coin; empty = all alike
    Treasury(Parameters parameters, std::vector<std::string> const& names, std::vector<double> weights = {});
    [[nodiscard]] std::string_view name() const override { return "treasury"; }
    [[nodiscard]] Phase phase() const override { return Phase::settle; }
    void apply(StepContext& step) const override;

  private:
    [[nodiscard]] Rules const& rules_of(InstitutionId id) const { return *rules_[id.index()]; }
    [[nodiscard]] double weight(std::size_t leg) const { return weights_.empty() ? 1 : weights_[leg]; }
    [[nodiscard]] TreasuryQuestion question(World const& world, InstitutionId id) const;
    void warm_up(World& world, InstitutionId id, double usd) const;
    void recall(World& world, InstitutionId id, double usd) const;
    void place(World& world, InstitutionId id, double usd) const;
    /// What markets of other moneys were asked for before, by asset [USD].
    struct Conversions {
        std::vector<double> raised, given;
    };
    /// Buys what is lacking and, if it `sells`, sells for that what is spare.
    void convert(World& world, InstitutionId id, bool sells) const;
    /// In the markets that trade for one money.
    void convert_for(World& world, InstitutionId id, AssetId money, bool sells, Conversions& planned) const;
    void order(World& world, InstitutionId id, MarketId market, Side side, double usd) const;
    /// Buys or sells coins as the policy of one with shorts says. @return false if it has none, or its policy no say
    bool turn(World& world, InstitutionId id, TreasuryQuestion const& asked) const;
    /// What it has beside and behind its shorts.
    void note_shorts(World const& world, InstitutionId id, TreasuryQuestion& asked) const;
    /// Spreads a short over legs of one owner against one coin [USD].
    void spread(World const& world, std::vector<std::size_t> const& legs, double total,
                std::vector<double>& wanted) const;
    /// Short position that each leg should have [USD].
    [[nodiscard]] std::vector<double> wanted_shorts(World const& world) const;
    /// Orders for the next step what a short lacks or has too much of, and keeps it margined.
    void follow(World& world, TreasuryHedge& hedge, double wanted_usd) const;

    Parameters parameters_;
    std::vector<Rules const*> rules_;  // per institution
    std::vector<double> weights_;      // per leg
};

}  // namespace stampede
