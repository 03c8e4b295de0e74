#pragma once
// A fund's position in a perpetual market: what it is born with, and how it answers a margin call.

#include <map>
#include <string>

#include "agents/traders.hpp"
#include "model/cross_standing.hpp"
#include "model/intent.hpp"

namespace stampede {

/// A concentrated position under a cross account of an institution, behind which stand money and coins of its own.
class FundPosition {
  public:
    void visit(FieldVisitor& field);
    /// Nothing happens if the position is declared without a size.
    /// @throws InputError if there is no such market, or its venue does not accept the collateral
    void birth(World& world, InstitutionId owner, std::string const& where);

    [[nodiscard]] bool valid() const { return cross_.valid(); }
    /// Notional at mark [USD].
    [[nodiscard]] double value(View& seen) const;
    /// Coins that stand behind it [USD].
    [[nodiscard]] double collateral(View& seen) const;
    /// What has to be brought so that an open call is met with a tenth to spare, and the loan is repaid [USD].
    [[nodiscard]] double missing(View& seen) const;
    /// Equity that meets a call with a tenth to spare [USD].
    [[nodiscard]] double required(View& seen) const;
    /// Money that it has, or will have in the next step, to bring for it [USD].
    [[nodiscard]] double money(View& seen, InstitutionId owner) const;
    /// Brings money of the owner's, as far as there is any. @param usd [USD]
    void bring(View& seen, double usd, Intents& wishes) const;
    /// Closes so much of it, less a part of what is being closed by late orders.
    /// @param usd   notional at mark, that part of all there is to close [USD]
    /// @param part  of it that goes in this step [1]
    void reduce(View& seen, double usd, double part, Intents& wishes) const;
    /// Part of what is missing that is sold for in a step: all but 1 % by the deadline [1].
    [[nodiscard]] double haste(View& seen) const;

  private:
    [[nodiscard]] double in_usd(View& seen, double units) const;

    TradingPlace place_;
    double notional_ = 0, entry_ = 0, posted_ = 0;
    std::map<std::string, double> coins_;
    double call_at_ = 2;
    Duration deadline_{86400};

    PerpId market_;
    PositionId row_;
    CrossId cross_;
};

}  // namespace stampede
