#include "model/graphs/clearing.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"
#include "model/graphs/inflow_system.hpp"

namespace stampede {
namespace {

constexpr double negligible = 1e-12;  // part of what is owed below which a shortfall is rounding

void check(Obligations const& system, std::initializer_list<Share> shares)
{
    std::size_t const n = system.size();
    require(system.liabilities.size() == n && system.external_liabilities.size() == n,
            "clearing: liabilities and external assets differ in size");
    require(system.senior_liabilities.empty() || system.senior_liabilities.size() == n,
            "clearing: senior liabilities differ in size from external assets");
    for (std::size_t i = 0; i < n; ++i) {
        require(system.liabilities[i].size() == n, "clearing: the matrix of liabilities is not square");
        bool const signs = system.external_assets[i] >= 0 && system.external_liabilities[i] >= 0 &&
                           system.senior(i) >= 0 &&
                           std::ranges::all_of(system.liabilities[i], [](double x) { return x >= 0; });
        require(signs, "clearing: amounts must not be negative");
        require(system.liabilities[i][i] == 0, "clearing: nobody owes itself");
    }
    for (Share const share : shares)
        require(share >= Share{0} && share <= Share{1}, "clearing: a recovery or loss must lie in [0, 1]");
}

std::vector<double> owed(Obligations const& system)
{
    std::vector<double> all(system.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = system.owed_by(i);
    return all;
}

// What i gets from the others in proportion to what they owe.
double inflow(Obligations const& system, std::vector<double> const& owed, std::vector<double> const& paid,
              std::size_t i)
{
    double sum = 0;
    for (std::size_t j = 0; j < system.size(); ++j)
        if (system.liabilities[j][i] > 0)
            sum += paid[j] * (system.liabilities[j][i] / owed[j]);
    return sum;
}

bool falls_short(Obligations const& system, std::vector<double> const& owed, std::vector<double> const& paid,
                 std::size_t i)
{
    double const due = owed[i] + system.senior(i);
    return system.external_assets[i] + inflow(system, owed, paid, i) < due * (1 - negligible);
}

// The members of a set in default and what the linear system of a round says of them.
struct Defaulters {
    std::vector<std::size_t> members;
    std::vector<bool> nothing_left;  // of each member: seniors take all
};

// What is left to the defaulters if all others pay in full; members for whom nothing is left pay 0.
std::vector<double> solve_for(Defaulters const& defaulters, Obligations const& system, std::vector<double> const& owed,
                              Share own, Share claims)
{
    InflowSystem round;
    std::vector<std::size_t> place(system.size(), system.size());
    for (std::size_t k = 0; k < defaulters.members.size(); ++k)
        place[defaulters.members[k]] = k;
    for (std::size_t k = 0; k < defaulters.members.size(); ++k) {
        std::size_t const i = defaulters.members[k];
        double base = own.value() * system.external_assets[i] - system.senior(i);
        std::vector<Inflow> inflows;
        for (std::size_t j = 0; j < system.size(); ++j) {
            double const part = system.liabilities[j][i] > 0 ? system.liabilities[j][i] / owed[j] : 0.0;
            if (place[j] == system.size())
                base += claims.value() * system.liabilities[j][i];
            else if (part > 0 && !defaulters.nothing_left[place[j]])
                inflows.push_back({static_cast<std::uint32_t>(place[j]), claims.value() * part});
        }
        round.base.push_back(base);
        round.inflows.push_back(std::move(inflows));
    }
    return solve(round);
}

// x = max(0, base + A x): who has nothing left is found by improving the choice until none changes. Values only rise,
// so a member changes sides at most twice.
std::vector<double> payments(Obligations const& system, std::vector<double> const& owed, Share own, Share claims,
                             std::vector<std::size_t> const& members)
{
    Defaulters defaulters{members, std::vector<bool>(members.size(), false)};
    while (true) {
        std::vector<double> const x = solve_for(defaulters, system, owed, own, claims);
        bool changed = false;
        for (std::size_t k = 0; k < members.size(); ++k) {
            changed = changed || defaulters.nothing_left[k] != (x[k] < 0);
            defaulters.nothing_left[k] = x[k] < 0;
        }
        if (changed)
            continue;
        std::vector<double> paid(members.size());
        for (std::size_t k = 0; k < members.size(); ++k)
            paid[k] = std::clamp(x[k], 0.0, owed[members[k]]);
        return paid;
    }
}

}  // namespace

double Obligations::owed_by(std::size_t i) const
{
    return std::accumulate(liabilities[i].begin(), liabilities[i].end(), external_liabilities[i]);
}

std::vector<double> equity_at(Obligations const& system, std::vector<double> const& paid)
{
    std::vector<double> const due = owed(system);
    std::vector<double> equity(system.size());
    for (std::size_t i = 0; i < system.size(); ++i)
        equity[i] = system.external_assets[i] + inflow(system, due, paid, i) - due[i] - system.senior(i);
    return equity;
}

std::vector<double> pay_once(Obligations const& system, std::vector<double> const& paid, Share own, Share claims)
{
    check(system, {own, claims});
    std::vector<double> const due = owed(system);
    std::vector<double> next = due;
    for (std::size_t i = 0; i < system.size(); ++i) {
        if (!falls_short(system, due, paid, i))
            continue;
        double const recovered =
            own.value() * system.external_assets[i] + claims.value() * inflow(system, due, paid, i);
        next[i] = std::clamp(recovered - system.senior(i), 0.0, due[i]);
    }
    return next;
}

Clearing clear(Obligations const& system, Share own, Share claims)
{
    check(system, {own, claims});
    std::vector<double> const due = owed(system);
    Clearing result{due, std::vector<bool>(system.size(), false), {}, 0};
    std::vector<std::size_t> members;
    while (true) {
        std::size_t const before = members.size();
        std::vector<bool> next = result.defaults;
        for (std::size_t i = 0; i < system.size(); ++i)
            if (!result.defaults[i] && falls_short(system, due, result.paid, i)) {
                next[i] = true;
                members.push_back(i);
            }
        result.defaults = std::move(next);
        if (members.size() == before)
            break;
        std::ranges::sort(members);
        std::vector<double> const paid = payments(system, due, own, claims, members);
        for (std::size_t k = 0; k < members.size(); ++k)
            result.paid[members[k]] = paid[k];
        ++result.rounds;
    }
    result.equity = equity_at(system, result.paid);
    return result;
}

Clearing default_cascade(Obligations const& system, Share loss)
{
    check(system, {loss});
    std::vector<double> const due = owed(system);
    Clearing result{due, std::vector<bool>(system.size(), false), equity_at(system, due), 0};
    std::vector<double> const net_worth = result.equity;
    while (true) {
        std::vector<bool> next(system.size());
        for (std::size_t i = 0; i < system.size(); ++i)
            next[i] = result.defaults[i] || result.equity[i] < 0;
        if (next == result.defaults)
            break;
        result.defaults = std::move(next);
        ++result.rounds;
        for (std::size_t i = 0; i < system.size(); ++i) {
            double owed_by_failed = 0;
            for (std::size_t j = 0; j < system.size(); ++j)
                owed_by_failed += result.defaults[j] ? system.liabilities[j][i] : 0.0;
            result.equity[i] = net_worth[i] - loss.value() * owed_by_failed;
        }
    }
    for (std::size_t i = 0; i < system.size(); ++i)
        if (result.defaults[i])
            result.paid[i] = (1 - loss.value()) * due[i];
    return result;
}

}  // namespace stampede
