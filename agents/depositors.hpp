#pragma once
// Depositors who join a run once it looks likely: one row per person, all born at one venue.

#include <algorithm>
#include <span>
#include <vector>

#include "agents/depositor_parameters.hpp"
#include "agents/sleepers.hpp"
#include "model/calendar.hpp"
#include "model/population.hpp"
#include "model/under_way.hpp"

namespace stampede {

/// Relation of a person to its venue: `partly` has had part of its money and may ask again, `sold` is out and has sold.
enum class Standing : std::uint8_t { in, asked, stuck, out, partly, sold };

/// Looks at the venue at its own times, forms a perceived risk, remembers it as fear, and leaves when fear reaches its
/// threshold. Contacts hear of it.
/// @source decision: model/ODD.md, "run decision"; wealth order: Liu, Makarov, Schoar, NBER 31160, 2023
class Depositors final : public Population {
  public:
    explicit Depositors(DepositorParameters defaults) : parameters_{std::move(defaults)} {}

    void visit(FieldVisitor& field) override { parameters_.visit(field); }
    [[nodiscard]] std::uint32_t people() const override { return static_cast<std::uint32_t>(parameters_.count); }
    [[nodiscard]] std::vector<std::uint16_t> homes(View& seen) const override;
    void birth(World& world, Draws const& draws) override;
    [[nodiscard]] std::span<Row const> wake(View& seen) override;
    void decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes) override;
    void learn(View& seen, Events const& events) override;
    void bring_up_to_date(View& seen) override;
    void restored(View& seen) override;
    void columns(ColumnVisitor& column) override;

  private:
    // birth, step by step
    void draw_balances(World& world, Draws const& draws);
    /// Which of the assets each account is in, coin by coin of each person. @param shares of the assets [1]
    [[nodiscard]] std::vector<std::uint16_t> deal_coins(std::span<double const> shares, Draws const& draws) const;
    void open_accounts(World& world, Draws const& draws);
    void draw_thresholds(Draws const& draws);
    void enter_calendar(World const& world, Draws const& draws);
    [[nodiscard]] std::uint16_t contacts_of(View& seen, Row row, InstitutionId venue) const;
    /// First fear, and a threshold above it.
    void begin_life(View& seen, Row row, double risk);

    // other venues, for those who move (depositors_moves.cpp)
    /// Says who moves, and opens them accounts at the other venues.
    void open_elsewhere(World& world, Draws const& draws);
    /// Where somebody frightened asks to be paid to: number of a station; 0 = to the wallet.
    /// @param fled  risk seen where he is [1]
    [[nodiscard]] std::size_t refuge(View& seen, Row row, double fled) const;
    /// He has been paid for a while and has not arrived: the other venue did not take him, he has his money.
    void note_turned_away(View& seen, Row row);
    /// Somebody has come from another venue to one where members have their accounts.
    void hear_of_arrival(View& seen, Mover const& mover);
    /// A member is a client of another venue from now on.
    void settle_in(View& seen, Row row, std::size_t station);
    [[nodiscard]] std::uint16_t contacts_gone_from(View& seen, Row row, InstitutionId venue) const;
    /// Share of those of whom a newcomer to a venue would hear, who have left it [1].
    [[nodiscard]] double share_gone(View& seen, Row row, InstitutionId venue) const;
    /// Nothing is reckoned of the row yet: its life begins when it wakes.
    [[nodiscard]] bool unborn(Row row) const;

    // sleep
    [[nodiscard]] bool may_sleep(View& seen) const;
    [[nodiscard]] RunQuestion question_of_sleepers(View& seen) const;
    /// Makes up for the looks that a sleeper has missed.
    void catch_up(View& seen, Row row);
    /// Something happens to a row: if it slept, it does so no more.
    void wake_up(View& seen, Row row);
    void wake_everyone(View& seen);
    /// Wakes those whom the risk of this step may frighten, and those who need their money in it.
    /// @return the risk that sleepers see [1]
    double rouse(View& seen);

    // one look
    [[nodiscard]] bool in_a_hurry(View& seen) const;
    [[nodiscard]] RunQuestion question(View& seen, Draws const& draws, Row row) const;
    /// That of somebody new to a venue [1]; a float, as that of those who are there.
    [[nodiscard]] float trust_at_first() const { return static_cast<float>(parameters_.trust.value()); }
    /// Takes a risk seen in a step into the fear. @return time since the last look
    Duration remember(View& seen, Row row, std::int64_t step, double risk);
    void leave(View& seen, RunQuestion const& question, Row row, Intents& wishes);
    void come_back(View& seen, Row row, Intents& wishes);
    /// Sells as much of what is meant for sale as the time since the last look allows.
    /// @return true if there was something to sell
    bool sell(View& seen, Row row, Duration elapsed, Intents& wishes);
    [[nodiscard]] bool impatient_now(View& seen, Row row) const;
    /// Fear is at the threshold, and this fright has not been answered by a request yet.
    [[nodiscard]] bool freshly_frightened(Row row);

    // what happened
    void hear_of(View& seen, Mover const& mover, int change);
    void hear_own(View& seen, Events const& events);
    /// A venue that had reassured shut its gate or failed.
    void disappoint(View& seen, std::size_t station);
    void hear_of_request(View& seen, Row row, EventKind kind, EventId event);
    /// A request of its own was paid, or fell away.
    void end_request(View& seen, Row row, EventKind kind, EventId event);

    [[nodiscard]] bool ours(PersonId person) const
    {
        return person.valid() && person.value() >= first_ && person.value() - first_ < threshold_.size();
    }
    [[nodiscard]] bool moves(Row row) const { return !abroad_.empty() && abroad_[row].valid(); }
    /// Number of the station where somebody is; 0 = where he was born.
    [[nodiscard]] std::size_t place(Row row) const { return place_.empty() ? 0 : place_[row]; }
    [[nodiscard]] InstitutionId venue_of(Row row) const { return stations_[place(row)]; }
    /// Number of a station; how many there are if it is none.
    [[nodiscard]] std::size_t station_of(InstitutionId venue) const
    {
        return static_cast<std::size_t>(std::find(stations_.begin(), stations_.end(), venue) - stations_.begin());
    }
    /// Account at a station; the second form: where he is.
    [[nodiscard]] AccountId account(Row row, std::size_t station, std::size_t k) const
    {
        std::size_t const first = station == 0 ? account_[row] : abroad_[row].value() + (station - 1) * coins_;
        return AccountId{static_cast<std::uint32_t>(first + k)};
    }
    [[nodiscard]] AccountId account(Row row, std::size_t k) const { return account(row, place(row), k); }

    DepositorParameters parameters_;
    Draws draws_;
    InstitutionId venue_;
    std::vector<InstitutionId> stations_;  // its venue, and those to which members may move
    std::uint32_t first_ = 0;              // number of the first person
    std::uint32_t coins_ = 1;              // accounts of each
    WakeCalendar calendar_;
    bool sleepy_ = false;  // sleep is possible
    Sleepers sleepers_;
    std::vector<Row> everyone_;
    std::vector<double> balance_usd_;  // at birth, dropped afterwards
    std::vector<Row> impatient_;
    UnderWay under_way_;

    Column<double> threshold_, fear_;
    Column<float> trust_;
    Column<float> unsold_;  // part of what it means to sell that is not sold yet
    Column<std::int32_t> last_look_;
    Column<Standing> standing_;
    Column<std::uint16_t> contacts_gone_, contacts_;
    Column<std::uint32_t> account_;
    Column<std::uint8_t> waiting_;  // requests out of its accounts that have not ended
    Column<std::uint8_t> asked_;  // 1: has asked for a part since its fear reached the threshold; empty if all is asked
    Column<EventId> told_by_;     // the last contact that left
    Column<EventId> left_by_;     // what ended its last request: it has been out since
    // Empty if nobody moves.
    Column<AccountId> abroad_;                // first account at the other stations; empty = does not move
    Column<std::uint8_t> place_, bound_for_;  // stations: where it is, and where it asked to be paid to (0 = nowhere)
};

}  // namespace stampede
