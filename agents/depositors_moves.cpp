// Depositors who flee to another venue rather than to their wallet, and are its clients from then on.

#include <algorithm>

#include "agents/depositors.hpp"
#include "model/base/check.hpp"

namespace stampede {
namespace {

/// Of whom there is only a coin, shares or vaults has no accounts.
bool keeps_accounts(View& seen, InstitutionId id)
{
    InstitutionKind const kind = seen.institutions[id.index()].kind;
    return seen.coin_of(id) == nullptr && kind != InstitutionKind::outside && kind != InstitutionKind::protocol &&
           kind != InstitutionKind::pool;
}

}  // namespace

void Depositors::open_elsewhere(World& world, Draws const& draws)
{
    stations_ = {venue_};
    std::string const where = "/agents/" + enrolment().name + "/moves_to  ";
    for (std::string const& name : parameters_.moves_to) {
        InstitutionId const venue = world.institution(name);
        require(keeps_accounts(world, venue), where + "names " + name + ", where nobody has an account");
        if (parameters_.moves.value() > 0 && station_of(venue) == stations_.size())
            stations_.push_back(venue);
    }
    require(stations_.size() <= 255, where + "names more than 254 venues");
    if (stations_.size() == 1)
        return;
    std::size_t const rows = people();
    Purpose const purpose = Purpose{"depositors/moves"}.of(enrolment().name);
    abroad_.assign(rows, AccountId{});
    place_.assign(rows, 0);
    bound_for_.assign(rows, 0);
    for (Row row = 0; row < rows; ++row) {
        if (draws.uniform(purpose, row) >= parameters_.moves.value())
            continue;
        abroad_[row] = AccountId::of(world.ledger.accounts());
        for (std::size_t station = 1; station < stations_.size(); ++station)
            for (std::size_t k = 0; k < coins_; ++k)
                world.ledger.open_account(stations_[station], world.ledger.asset(account(row, 0, k)),
                                          enrolment().owner_class, PersonId{first_ + row});
    }
}

std::size_t Depositors::refuge(View& seen, Row row, double fled) const
{
    if (!moves(row))
        return 0;
    double lowest = std::min(fled, threshold_[row]);  // nobody flees to what is no safer, or frightens him, too
    std::size_t safest = 0;
    Purpose const purpose = Purpose{"depositors/signal elsewhere"}.of(enrolment().name);
    for (std::size_t station = 1; station < stations_.size(); ++station) {
        InstitutionId const venue = stations_[station];
        bool fled_before = false;
        for (std::size_t k = 0; k < coins_; ++k)
            fled_before = fled_before || seen.ledger.wallet_of(account(row, station, k)).valid();
        if (station == place(row) || !seen.active(venue) || fled_before)
            continue;
        RunQuestion asked{.venue = seen.signals[venue.index()],
                          .contacts_gone = share_gone(seen, row, venue),
                          .trust = static_cast<double>(trust_at_first())};
        if (parameters_.rule->needs_luck())
            asked.luck =
                draws_.inner_uniform(purpose, row, static_cast<std::uint64_t>(seen.clock.step) * 256 + station);
        double const risk = parameters_.rule->risk(asked);
        if (risk < lowest) {
            lowest = risk;
            safest = station;
        }
    }
    return safest;
}

void Depositors::note_turned_away(View& seen, Row row)
{
    if (!moves(row) || bound_for_[row] == 0 || !left_by_[row].valid() || standing_[row] != Standing::asked)
        return;
    if (seen.events.step(left_by_[row].index()) + 1 >= seen.clock.step)
        return;  // what was paid last is still on its way
    bound_for_[row] = 0;
    standing_[row] = Standing::out;
}

void Depositors::hear_of_arrival(View& seen, Mover const& mover)
{
    std::size_t const station = station_of(mover.venue);
    if (station == stations_.size() || mover.who.value() >= seen.social.people())
        return;
    for (std::uint32_t const contact : seen.social.contacts(mover.who)) {
        if (!ours(PersonId{contact}) || place(contact - first_) != station || unborn(contact - first_))
            continue;
        std::uint16_t& known = contacts_[contact - first_];
        known = static_cast<std::uint16_t>(std::min(known + 1, 65535));
    }
}

bool Depositors::unborn(Row row) const
{
    return sleepy_ && calendar_.asleep(row) && sleepers_.since_birth() && calendar_.looks(row) == 0;
}

std::uint16_t Depositors::contacts_gone_from(View& seen, Row row, InstitutionId venue) const
{
    std::uint32_t gone = 0;
    for (std::uint32_t const contact : seen.social.contacts(PersonId{first_ + row}))
        gone += contact < seen.home.size() && seen.home[contact] == venue ? seen.away[contact] : 0U;
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(gone, 65535));
}

double Depositors::share_gone(View& seen, Row row, InstitutionId venue) const
{
    if (seen.social.is_complete())
        return seen.gone_share(venue);
    std::uint16_t const known = contacts_of(seen, row, venue);
    return known > 0 ? static_cast<double>(contacts_gone_from(seen, row, venue)) / known : 0;
}

void Depositors::settle_in(View& seen, Row row, std::size_t station)
{
    place_[row] = static_cast<std::uint8_t>(station);
    bound_for_[row] = 0;
    standing_[row] = Standing::in;
    waiting_[row] = 0;
    if (!asked_.empty())
        asked_[row] = 0;
    trust_[row] = trust_at_first();
    unsold_[row] = 1;
    told_by_[row] = left_by_[row] = EventId{};
    contacts_[row] = contacts_of(seen, row, venue_of(row));
    contacts_gone_[row] = contacts_gone_from(seen, row, venue_of(row));
    last_look_[row] = static_cast<std::int32_t>(seen.clock.step);
    fear_[row] = parameters_.rule->risk(question(seen, draws_, row));
    if (parameters_.attention.mode == LookMode::poisson)
        calendar_.move(row, static_cast<std::uint16_t>(station));
}

}  // namespace stampede
