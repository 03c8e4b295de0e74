#pragma once
// What the engine lost and stands to lose is paid: by the insurance fund, by winners, by the venue.

#include <map>
#include <string>
#include <vector>

#include "model/loss_passing.hpp"
#include "model/mechanism.hpp"
#include "model/policies/adl_rule.hpp"

namespace stampede {

enum class AdlTrigger : std::uint8_t { shortfall, drawdown, never };
enum class AdlPrice : std::uint8_t { bankruptcy, mark };

/// The rules of one venue.
struct DeleveragingRules {
    Choice<AdlRule> rule;
    AdlTrigger trigger = AdlTrigger::shortfall;
    AdlPrice price = AdlPrice::bankruptcy;
    Share drawdown{0.3};
    Duration window{8 * 3600.0};
    Share socialised{1};

    void visit(FieldVisitor& field);
};

/// Realised losses of the engine are paid by the insurance fund, then by a cut of winners' unrealised profits, then by
/// the venue; its gains go to the fund. Inventory under water beyond what the fund can pay, or all of it once the fund
/// has fallen too far, is closed against winners. Positions of a failed venue are closed at the last mark.
class Deleveraging final : public Mechanism {
  public:
    struct Parameters {
        DeleveragingRules rules;  ///< of every venue not named in `at`
        std::map<std::string, DeleveragingRules> at;

        void visit(FieldVisitor& field);
    };
    /// @param names  institutions in the order of the world
    Deleveraging(Parameters parameters, std::vector<std::string> const& names);
    /// What each venue can pass on to winners, in the order of `names`.
    [[nodiscard]] std::vector<LossPassing> passing() const;
    [[nodiscard]] std::string_view name() const override { return "deleveraging"; }
    [[nodiscard]] Phase phase() const override { return Phase::deleverage; }
    void apply(StepContext& step) const override;

  private:
    void settle_engine(World& world, PerpId id) const;
    /// Cuts winners' unrealised profits. @return what they paid
    Amount socialise(World& world, PerpId id, Amount loss) const;
    struct Needed {
        std::int64_t size = 0;  ///< of the engine's inventory [units of size, without side]
        double uncovered = 0;   ///< loss at mark that nothing else covers [settlement units]
    };
    /// What has to be closed against winners.
    [[nodiscard]] Needed needed(World& world, PerpId id) const;
    void deleverage(World& world, PerpId id, Needed const& needed) const;
    [[nodiscard]] DeleveragingRules const& rules_of(InstitutionId venue) const { return *rules_[venue.index()]; }

    Parameters parameters_;
    std::vector<DeleveragingRules const*> rules_;  // per institution
};

}  // namespace stampede
