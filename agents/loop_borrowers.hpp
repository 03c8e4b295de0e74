#pragma once
// Borrowers who hold more of a coin than they own: money lent against the coin has bought more of it.

#include <string>
#include <vector>

#include "model/base/distribution.hpp"
#include "model/population.hpp"
#include "model/under_way.hpp"

namespace stampede {

/// How loops are born and when their owners unwind them.
struct LoopParameters {
    std::int64_t count = 200;
    std::string coin, venue, quote;
    Distribution equity = Distribution::lognormal(1e5, 1.5);  ///< [USD]
    double total_usd = 0;                                     ///< all coins are scaled to this sum; 0 = as drawn
    Distribution leverage = Distribution::uniform(2, 5);
    double most_leverage = 5;
    double call_at = 1;
    Duration deadline{0};
    Share minds{0.5};
    double band = 1.5;
    Duration attention{3600};
    Share slippage{0.02};
    double yearly_yield = 0.12, yearly_rate = 0.08;
    std::string yield_market;
    double yield_of_funding = 1, fundings_per_year = 3 * 365.25;

    void visit(FieldVisitor& field);
};

/// Each has a loan account at a venue: its coins are the collateral of the loan that bought the part of them it does
/// not own. By the venue's own price, leverage = coins / (coins - loan).
///
/// Who minds looks at its account now and then. Once leverage has left its band it sells as many coins as bring it
/// back to that at birth; once the coin is expected to yield less than the loan costs, it sells as many as repay the
/// loan. It takes no price farther than `slippage` below the mid; what was not sold it may try again at its next look.
/// What a sale brings repays the loan. Yield and rate decide only: neither is paid within a run. Nobody borrows anew.
class LoopBorrowers final : public Population {
  public:
    void visit(FieldVisitor& field) override { parameters_.visit(field); }
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void columns(ColumnVisitor& column) override;

  private:
    /// One account at the venue's price, before the haircut [settlement asset].
    struct Loop {
        double coins = 0;  ///< less what is being sold already
        double loan = 0;   ///< less what those will bring
        double price = 0;  ///< the venue's [per smallest unit of the coin]
    };

    void find_place(World const& world, std::string const& where);
    [[nodiscard]] std::vector<double> draw_equities(Draws const& draws, std::vector<double> const& leverage) const;
    void bear(World& world, double equity_usd, double leverage, std::string const& where);
    [[nodiscard]] Loop loop(View& seen, Row row) const;
    /// Worth of the coins that its owner would sell now [settlement asset].
    [[nodiscard]] double excess(View& seen, Row row) const;
    /// Does the coin yield more than the loan costs, as far as one can tell?
    [[nodiscard]] bool pays(View& seen) const;

    LoopParameters parameters_;
    InstitutionId venue_;
    AssetId coin_, quote_;
    MarketId market_;
    PerpId yields_;  // empty: the yield stays as it is
    UnderWay under_way_;
    bool paying_ = true;  // in this step
    double price_ = 0;    // the venue's, in this step
    std::vector<Row> awake_;

    Column<CrossId> cross_;
    Column<AccountId> coins_, money_;
    Column<double> leverage_;  // at birth
    Column<std::int8_t> minding_;
};

}  // namespace stampede
