// Birth of depositors: balances, accounts, thresholds, calendar.

#include <algorithm>
#include <numeric>

#include "agents/depositors.hpp"
#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/base/parallel.hpp"

namespace stampede {

std::vector<std::uint16_t> Depositors::homes(View& seen) const
{
    require(!parameters_.venue.empty(), "/agents/" + enrolment().name + "/venue  is missing: where they have accounts");
    return std::vector<std::uint16_t>(people(), seen.institution(parameters_.venue).value());
}

void Depositors::birth(World& world, Draws const& draws)
{
    draws_ = draws;
    venue_ = world.institution(parameters_.venue);
    first_ = enrolment().first_person.value();
    std::size_t const rows = people();
    fear_.assign(rows, 0);
    trust_.assign(rows, trust_at_first());
    unsold_.assign(rows, 1);
    last_look_.assign(rows, 0);
    standing_.assign(rows, Standing::in);
    contacts_gone_.assign(rows, 0);
    contacts_.assign(rows, 0);
    waiting_.assign(rows, 0);
    if (parameters_.withdrawn.value() < 1)
        asked_.assign(rows, 0);
    told_by_.assign(rows, EventId{});
    left_by_.assign(rows, EventId{});
    world.home.resize(std::max<std::size_t>(world.home.size(), first_ + rows));
    std::fill(world.home.begin() + first_, world.home.begin() + first_ + static_cast<std::ptrdiff_t>(rows), venue_);
    world.members[venue_.index()] += people();
    draw_balances(world, draws);
    open_accounts(world, draws);
    open_elsewhere(world, draws);
    draw_thresholds(draws);
    enter_calendar(world, draws);
    if (sleepy_)
        sleepers_.begin(rows, threshold_, 0);
    std::vector<double>{}.swap(balance_usd_);
}

void Depositors::draw_balances(World& world, Draws const& draws)
{
    std::size_t const rows = people();
    Purpose const purpose = Purpose{"depositors/balance"}.of(enrolment().name);
    balance_usd_.resize(rows);
    for_blocks(rows, world.threads, [&](std::size_t, BlockRange range) {
        for (std::size_t row = range.begin; row < range.end; ++row)
            balance_usd_[row] = parameters_.balance.at(row, rows, draws, purpose);
    });
    if (parameters_.total_usd <= 0 || rows == 0)
        return;
    double const sum = std::accumulate(balance_usd_.begin(), balance_usd_.end(), 0.0);
    require(sum > 0, "/agents/" + enrolment().name + "/total_usd  cannot be reached: every balance is 0");
    for (double& balance : balance_usd_)
        balance *= parameters_.total_usd / sum;
}

std::vector<std::uint16_t> Depositors::deal_coins(std::span<double const> shares, Draws const& draws) const
{
    // Assets are dealt from the largest account down, each drawn in proportion to what is still to be dealt of it, so
    // that the sums by asset come out as wanted although few accounts hold most of the value.
    std::size_t const rows = people();
    double const sum = std::accumulate(balance_usd_.begin(), balance_usd_.end(), 0.0);
    std::vector<double> left(shares.begin(), shares.end());
    for (double& value : left)
        value *= sum;
    std::vector<Row> order(rows);
    std::iota(order.begin(), order.end(), Row{0});
    if (shares.size() > 1)
        std::stable_sort(order.begin(), order.end(), [&](Row a, Row b) { return balance_usd_[a] > balance_usd_[b]; });
    Purpose const purpose = Purpose{"depositors/coins"}.of(enrolment().name);
    std::vector<std::uint16_t> dealt(rows * coins_);
    std::vector<double> open;  // of those still to be dealt to this person
    for (Row const row : order) {
        open = left;
        for (std::uint32_t k = 0; k < coins_; ++k) {
            for (double& value : open)
                value = std::max(value, 0.0);
            double const total = std::accumulate(open.begin(), open.end(), 0.0);
            double pick = shares.size() > 1 ? draws.uniform(purpose, row, k) * total : 0;
            std::size_t chosen = 0;
            while (chosen + 1 < open.size() && (pick >= open[chosen] || open[chosen] < 0)) {
                pick -= open[chosen];
                ++chosen;
            }
            dealt[row * coins_ + k] = static_cast<std::uint16_t>(chosen);
            left[chosen] -= balance_usd_[row] / coins_;
            open[chosen] = 0;
        }
    }
    return dealt;
}

void Depositors::open_accounts(World& world, Draws const& draws)
{
    std::size_t const rows = people();
    std::vector<AssetId> assets;
    std::vector<double> shares;
    for (auto const& [name, weight] : parameters_.coins)
        if (weight > 0) {
            assets.push_back(world.asset(name));
            shares.push_back(weight);
        }
    require(!assets.empty(),
            "/agents/" + enrolment().name + "/coins  must name at least one asset with a weight above 0");
    double const whole = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares)
        share /= whole;
    bool const all_of_them = parameters_.coins_each == 0;
    coins_ = static_cast<std::uint32_t>(
        all_of_them ? assets.size()
                    : std::min<std::size_t>(static_cast<std::size_t>(parameters_.coins_each), assets.size()));
    std::vector<std::uint16_t> const dealt = all_of_them ? std::vector<std::uint16_t>{} : deal_coins(shares, draws);

    account_.resize(rows);
    world.ledger.reserve_accounts(rows * coins_);
    for (Row row = 0; row < rows; ++row)
        for (std::uint32_t k = 0; k < coins_; ++k) {
            AssetId const asset = assets[all_of_them ? k : dealt[row * coins_ + k]];
            double const usd = balance_usd_[row] * (all_of_them ? shares[k] : 1.0 / coins_);
            AccountId const account =
                world.ledger.open_account(venue_, asset, enrolment().owner_class, PersonId{first_ + row});
            if (k == 0)
                account_[row] = account.value();
            world.ledger.endow_claim(account, world.units_worth(asset, usd));
        }
}

void Depositors::draw_thresholds(Draws const& draws)
{
    std::size_t const rows = people();
    Purpose const purpose = Purpose{"depositors/threshold"}.of(enrolment().name);
    threshold_.resize(rows);
    for (std::size_t row = 0; row < rows; ++row)
        threshold_[row] = parameters_.rule->threshold(parameters_.panic_threshold.at(row, rows, draws, purpose));
    if (parameters_.impatient.value() <= 0)
        return;
    Permutation const shuffled{rows, draws, Purpose{"depositors/impatient"}.of(enrolment().name)};
    auto const chosen =
        static_cast<std::size_t>(round_to_integer(parameters_.impatient.value() * static_cast<double>(rows)));
    for (std::size_t i = 0; i < chosen; ++i)
        impatient_.push_back(static_cast<Row>(shuffled(i)));
    std::sort(impatient_.begin(), impatient_.end());
}

void Depositors::enter_calendar(World const& world, Draws const& draws)
{
    AttentionParameters const& attention = parameters_.attention;
    std::size_t const rows = people();
    if (attention.mode == LookMode::every_step) {
        everyone_.resize(rows);
        std::iota(everyone_.begin(), everyone_.end(), Row{0});
        return;
    }
    sleepy_ = may_sleep(world);
    calendar_ = WakeCalendar{rows,
                             stations_.size(),
                             world.clock.step_seconds,
                             1 + attention.push_factor,
                             world.clock.steps_in(attention.push_time, 1),
                             draws,
                             Purpose{"depositors/look"}.of(enrolment().name)};
    Purpose const sleep = Purpose{"depositors/dormant"}.of(enrolment().name);
    for (Row row = 0; row < rows; ++row)
        calendar_.enter(row, 0, attention.looks(balance_usd_[row], draws.uniform(sleep, row)), sleepy_ && !moves(row));
}

std::uint16_t Depositors::contacts_of(View& seen, Row row, InstitutionId venue) const
{
    PersonId const person{first_ + row};
    std::uint32_t known = 0;
    for (std::uint32_t const contact : seen.social.contacts(person))
        known += contact < seen.home.size() && seen.home[contact] == venue ? 1U : 0U;
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(known, 65535));
}

}  // namespace stampede
