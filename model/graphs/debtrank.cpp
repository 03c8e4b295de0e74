#include "model/graphs/debtrank.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace stampede {
namespace {

constexpr double settled_within = 1e-14;

void check(LossNetwork const& network, std::vector<double> const& shock)
{
    std::size_t const n = network.size();
    require(network.exposures.size() == n && shock.size() == n, "DebtRank: exposures, equity and shock differ in size");
    for (std::size_t i = 0; i < n; ++i) {
        require(network.exposures[i].size() == n, "DebtRank: the matrix of exposures is not square");
        require(network.equity[i] > 0, "DebtRank: equity before the shock must be positive");
        require(shock[i] >= 0, "DebtRank: a shock must not be negative");
        require(std::ranges::all_of(network.exposures[i], [](double x) { return x >= 0; }),
                "DebtRank: exposures must not be negative");
    }
}

}  // namespace

std::vector<double> spread_once(LossNetwork const& network, std::vector<double> const& shock,
                                std::vector<double> const& loss)
{
    std::vector<double> next = shock;
    for (std::size_t i = 0; i < network.size(); ++i)
        for (std::size_t j = 0; j < network.size(); ++j)
            next[i] += network.exposures[i][j] * std::min(1.0, loss[j]) / network.equity[i];
    return next;
}

std::vector<double> linear_debtrank(LossNetwork const& network, std::vector<double> const& shock, int rounds)
{
    check(network, shock);
    std::vector<double> loss = shock;
    for (int round = 0; round < rounds; ++round) {
        std::vector<double> next = spread_once(network, shock, loss);
        bool const done = std::ranges::equal(
            next, loss, [](double now, double before) { return now - before <= settled_within * now; });
        loss = std::move(next);
        if (done)
            break;
    }
    return loss;
}

std::vector<double> equity_after(LossNetwork const& network, std::vector<double> const& loss)
{
    std::vector<double> left(network.size());
    for (std::size_t i = 0; i < left.size(); ++i)
        left[i] = network.equity[i] * (1 - loss[i]);
    return left;
}

DebtRank debtrank(LossNetwork const& network, std::vector<double> const& shock, std::vector<double> const& weights)
{
    check(network, shock);
    std::size_t const n = network.size();
    require(weights.size() == n, "DebtRank: one weight each is needed");
    require(std::ranges::all_of(shock, [](double x) { return x <= 1; }), "DebtRank: a shock must not exceed 1");

    DebtRank result{shock, 0};
    std::vector<bool> distressed(n), inactive(n);
    for (std::size_t i = 0; i < n; ++i)
        distressed[i] = shock[i] > 0;
    while (std::ranges::find(distressed, true) != distressed.end()) {
        std::vector<double> next = result.distress;
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; distressed[i] && j < n; ++j) {
                double const impact = std::min(1.0, network.exposures[j][i] / network.equity[j]);
                next[j] = std::min(1.0, next[j] + impact * result.distress[i]);
            }
        for (std::size_t i = 0; i < n; ++i) {
            inactive[i] = inactive[i] || distressed[i];
            distressed[i] = !inactive[i] && next[i] > 0;
        }
        result.distress = std::move(next);
    }
    for (std::size_t i = 0; i < n; ++i)
        result.rank += (result.distress[i] - shock[i]) * weights[i];
    return result;
}

}  // namespace stampede
