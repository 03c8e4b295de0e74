#pragma once
// Users of a coin, who flee from it when its peg or its issuer looks bad, and come back when it does not.

#include <string>
#include <vector>

#include "agents/depositor_parameters.hpp"
#include "agents/desk.hpp"
#include "agents/redeeming.hpp"
#include "model/calendar.hpp"
#include "model/population.hpp"

namespace stampede {

/// How somebody gets out of a coin: into what it is traded for, or back to its issuer.
enum class WayOut : std::uint8_t { sell, redeem };

struct CoinHolderParameters {
    std::int64_t count = 1000;
    std::string coin, venue, quote;
    WayOut way = WayOut::sell;
    Distribution balance = Distribution::lognormal(1000, 1.5);  ///< [USD]
    double total_usd = 0;                                       ///< all balances are scaled to this sum; 0 = as drawn
    Choice<RunRule> rule;
    Distribution panic_threshold = Distribution::normal(0, 2);
    AttentionParameters attention;
    Share fled{1};  ///< part of the coins that a frightened holder gives up
    Duration fear_memory{24 * 3600.0};
    double return_gap = 2;  ///< fear must fall so far below the threshold [log-odds]; 0 = never comes back
    Share trust{1};
    Duration sale_time{600};
    Share slippage{0.05};
    Distribution reservation = Distribution::constant(0);  ///< of the issuer's coverage [1]
    double premium = 10;                                   ///< above par [1]

    void visit(FieldVisitor& field);
};

/// Looks at the coin's issuer at its own times, as a depositor looks at a venue: news, the queue of its redemptions,
/// its coverage, how far the coin is below par, who of the contacts has fled. Frightened, it gives the coin up: it
/// sells on the book in a time constant, or asks the issuer for par. Calm again, it buys back, or has new coins minted.
class CoinHolders final : public Population {
  public:
    void visit(FieldVisitor& field) override { parameters_.visit(field); }
    [[nodiscard]] std::uint32_t people() const override { return static_cast<std::uint32_t>(parameters_.count); }
    [[nodiscard]] std::vector<std::uint16_t> homes(View& seen) const override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void learn(View& seen, Events const& events) override;
    void restored(View& seen) override;
    void columns(ColumnVisitor& column) override;

  private:
    /// What a holder is doing about its coins.
    enum class Standing : std::uint8_t { in, leaving, out, returning };

    [[nodiscard]] bool trades(Row row) const
    {
        return standing_[row] == Standing::leaving || standing_[row] == Standing::returning;
    }
    [[nodiscard]] CoinState const& issue(World const& world, std::string const& where) const;
    [[nodiscard]] std::vector<double> draw_balances(Draws const& draws) const;
    void open_accounts(World& world, std::vector<double> const& balances);
    void enter_calendar(World const& world, Draws const& draws, std::vector<double> const& balances);
    [[nodiscard]] RunQuestion question(View& seen, Draws const& draws, Row row) const;
    void look(View& seen, Draws const& draws, Row row);
    void turn(View& seen, Row row, Standing to);
    void act(View& seen, Row row, Intents& wishes);
    void trade(View& seen, Row row, Side side, Intents& wishes);
    /// Price below which it keeps its coins [quote/coin].
    [[nodiscard]] double reservation_price(View& seen, Row row) const;
    /// Whether it is too far above par to come back to; those who are calm wait.
    [[nodiscard]] bool dear(View& seen) const;
    /// What the issuer promises for a coin [quote/coin].
    [[nodiscard]] double par(View& seen) const;
    /// Why it gives its coins up; once it has begun, that it has.
    [[nodiscard]] Cause why(View& seen, Row row) const;
    /// Takes in with which sale or request somebody began to leave.
    void note_flights(View& seen, Events const& events);
    void tell_contacts(View& seen, Row row, int change);

    CoinHolderParameters parameters_;
    Draws draws_;
    InstitutionId issuer_;
    TradedPlace place_;
    UnderWay under_way_;
    std::uint32_t first_ = 0;  // number of the first person
    WakeCalendar calendar_;
    std::vector<Row> due_, trading_, awake_;  // those who look in this step, who trade, and both
    Redeeming redeeming_;
    std::int64_t fled_people_ = 0;
    EventId last_flight_;  // first sale or request of the last who began to leave

    Column<AccountId> coins_, money_;  // claims at the venue, or wallets of those who redeem
    Column<Amount> kept_;              // coins that a frightened holder does not give up
    Column<double> threshold_, fear_;
    Column<std::int32_t> last_look_;
    Column<Standing> standing_;
    Column<std::int8_t> turned_;  // in this step: 1 = began to leave, -1 = began to return
    Column<std::uint16_t> contacts_gone_, contacts_;
    Column<EventId> began_;    // first sale or request of those who leave
    Column<EventId> told_by_;  // that of the last contact that left
};

}  // namespace stampede
