#include "model/haircuts.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"

namespace stampede {
namespace {

void require_budget(double available, double budget)
{
    require(budget >= 0, "a loss to be shared must not be negative");
    require(budget <= available * (1 + 1e-12), "a loss to be shared must not exceed what the winners may give");
}

double together(std::span<double const> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

std::vector<double> queue_haircuts(std::span<double const> endowments, std::span<std::size_t const> order,
                                   double budget)
{
    require_budget(together(endowments), budget);
    std::vector<double> haircuts(endowments.size(), 0.0);
    double left = budget;
    for (std::size_t const i : order) {
        double const taken = std::min(left, endowments[i]);
        haircuts[i] = endowments[i] > 0 ? taken / endowments[i] : 0;
        left -= taken;
    }
    return haircuts;
}

std::vector<int> queue_quintiles(std::span<double const> sizes, std::span<std::size_t const> order)
{
    std::vector<int> quintiles(sizes.size(), 5);
    double const whole = together(sizes);
    double passed = 0;
    for (std::size_t const i : order) {
        passed += sizes[i];
        for (int quintile = 4; quintile >= 1 && 5 * passed <= quintile * whole; --quintile)
            quintiles[i] = quintile;
    }
    return quintiles;
}

std::vector<double> pro_rata_haircuts(std::span<double const> endowments, double budget)
{
    double const whole = together(endowments);
    require_budget(whole, budget);
    return std::vector<double>(endowments.size(), whole > 0 ? budget / whole : 0);
}

std::vector<double> capped_haircuts(std::span<double const> endowments, std::span<double const> caps, double budget)
{
    std::vector<double> const even(endowments.size(), 1.0);
    return weighted_haircuts(endowments, caps, even, budget);
}

std::vector<double> weighted_haircuts(std::span<double const> endowments, std::span<double const> caps,
                                      std::span<double const> weights, double budget)
{
    double available = 0;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < endowments.size(); ++i)
        if (weights[i] > 0) {
            available += endowments[i] * caps[i];
            order.push_back(i);
        }
    require_budget(available, budget);
    // tau rises; whoever reaches the cap at cap / weight drops out and gives no more.
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        double const first = caps[a] * weights[b], second = caps[b] * weights[a];
        return first != second ? first < second : a < b;
    });
    double rate = 0, given = 0, tau = 0;
    for (std::size_t const i : order)
        rate += endowments[i] * weights[i];
    for (std::size_t const i : order) {
        double const next = caps[i] / weights[i];
        if (rate <= 0 || given + (next - tau) * rate >= budget)
            break;
        given += (next - tau) * rate;
        tau = next;
        rate -= endowments[i] * weights[i];
    }
    if (rate > 0)
        tau += (budget - given) / rate;
    std::vector<double> haircuts(endowments.size());
    for (std::size_t i = 0; i < haircuts.size(); ++i)
        haircuts[i] = std::min(caps[i], tau * weights[i]);
    return haircuts;
}

double clawback_rate(double uncovered, std::span<double const> profits)
{
    double const whole = together(profits);
    return whole > 0 ? std::min(1.0, uncovered / whole) : 0;
}

FundWaterfall pay_from_fund(double fund, double deficit)
{
    double const pays = std::clamp(deficit, 0.0, std::max(0.0, fund));
    return {pays, fund - pays, std::max(0.0, deficit - pays)};
}

}  // namespace stampede
