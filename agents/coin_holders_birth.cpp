// Birth of those who hold a coin: balances, accounts, thresholds, calendar.

#include <algorithm>
#include <numeric>

#include "agents/coin_holders.hpp"
#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {

CoinState const& CoinHolders::issue(World const& world, std::string const& where) const
{
    require(!parameters_.coin.empty(), where + "/coin  is missing: coin that they hold");
    CoinState const* const state = world.coin_of(world.asset(parameters_.coin));
    require(state != nullptr, where + "/coin = \"" + parameters_.coin +
                                  "\"  has no issuer; name it in the \"issues\" "
                                  "of an institution");
    require(parameters_.way == WayOut::sell || !state->sister.valid(),
            where + "/way = \"redeem\"  needs a coin for which par is paid; \"" + parameters_.coin +
                "\" is exchanged for a sister token");
    return *state;
}

std::vector<std::uint16_t> CoinHolders::homes(View& seen) const
{
    return std::vector<std::uint16_t>(people(), issue(seen, "/agents/" + enrolment().name).issuer.value());
}

void CoinHolders::birth(World& world, Draws const& draws)
{
    std::string const where = "/agents/" + enrolment().name;
    draws_ = draws;
    issuer_ = issue(world, where).issuer;
    first_ = enrolment().first_person.value();
    if (parameters_.way == WayOut::sell) {
        require(!parameters_.venue.empty(), where + "/venue  is missing: exchange where they sell");
        place_ = place_at(world, parameters_.venue, parameters_.coin, parameters_.quote, where);
        require(place_.spot.valid(), where + "/venue  has no spot market of \"" + parameters_.coin + "\"");
        place_.perp = {};
    }
    std::size_t const rows = people();
    std::vector<double> const balances = draw_balances(draws);
    open_accounts(world, balances);
    fear_.assign(rows, 0);
    kept_.assign(rows, Amount{0});
    redeeming_.start(rows);
    last_look_.assign(rows, 0);
    standing_.assign(rows, Standing::in);
    turned_.assign(rows, 0);
    contacts_gone_.assign(rows, 0);
    began_.assign(rows, EventId{});
    told_by_.assign(rows, EventId{});
    Purpose const threshold = Purpose{"coin holders/threshold"}.of(enrolment().name);
    for (std::size_t row = 0; row < rows; ++row) {
        threshold_.push_back(parameters_.rule->threshold(parameters_.panic_threshold.at(row, rows, draws, threshold)));
        std::uint32_t known = 0;
        if (first_ + row < world.social.people() && !world.social.is_complete())
            for (std::uint32_t const contact : world.social.contacts(PersonId::of(first_ + row)))
                known += contact >= first_ && contact - first_ < rows ? 1U : 0U;
        contacts_.push_back(static_cast<std::uint16_t>(std::min<std::uint32_t>(known, 65535)));
    }
    enter_calendar(world, draws, balances);
}

std::vector<double> CoinHolders::draw_balances(Draws const& draws) const
{
    std::size_t const rows = people();
    Purpose const purpose = Purpose{"coin holders/balance"}.of(enrolment().name);
    std::vector<double> balances(rows);
    for (std::size_t row = 0; row < rows; ++row)
        balances[row] = parameters_.balance.at(row, rows, draws, purpose);
    double const sum = std::accumulate(balances.begin(), balances.end(), 0.0);
    if (parameters_.total_usd <= 0 || rows == 0)
        return balances;
    require(sum > 0, "/agents/" + enrolment().name + "/total_usd  cannot be reached: every balance is 0");
    for (double& balance : balances)
        balance *= parameters_.total_usd / sum;
    return balances;
}

void CoinHolders::open_accounts(World& world, std::vector<double> const& balances)
{
    CoinState const& state = *world.coin_of(issuer_);
    bool const sells = parameters_.way == WayOut::sell;
    InstitutionId const at = sells ? place_.venue : InstitutionId{};
    AssetId const other = sells ? place_.quote : state.par;
    world.ledger.reserve_accounts(2 * balances.size());
    for (Row row = 0; row < balances.size(); ++row) {
        PersonId const person{first_ + row};
        coins_.push_back(world.ledger.open_account(at, state.coin, enrolment().owner_class, person));
        money_.push_back(world.ledger.open_account(at, other, enrolment().owner_class, person));
        Amount const amount = world.units_worth(state.coin, balances[row]);
        if (sells)
            world.ledger.endow_claim(coins_.back(), amount);
        else {
            world.ledger.endow_wallet(coins_.back(), amount);
            redeeming_.watch(coins_.back(), row);
        }
    }
}

void CoinHolders::enter_calendar(World const& world, Draws const& draws, std::vector<double> const& balances)
{
    AttentionParameters const& attention = parameters_.attention;
    std::size_t const rows = balances.size();
    calendar_ = WakeCalendar{rows,
                             1,
                             world.clock.step_seconds,
                             1 + attention.push_factor,
                             world.clock.steps_in(attention.push_time, 1),
                             draws,
                             Purpose{"coin holders/look"}.of(enrolment().name)};
    Purpose const sleep = Purpose{"coin holders/dormant"}.of(enrolment().name);
    for (Row row = 0; row < rows; ++row)
        calendar_.enter(row, 0, attention.looks(balances[row], draws.uniform(sleep, row)));
}

}  // namespace stampede
