#pragma once
// How a loss is shared among winners: haircuts h_i of endowments w_i with sum h_i w_i = budget. Pure functions.
// Source of all: Chitra, "Autodeleveraging: Impossibilities and Optimization", arXiv 2512.01112, 2025, section 3.

#include <cstddef>
#include <span>
#include <vector>

namespace stampede {

/// Takes everything from the first of `order`, then from the next, until the budget is met; the last one in part.
/// @param endowments  [money], at least 0
/// @param order       indices, who goes first in front
/// @param budget      [money], at most the sum of the endowments
/// @return haircut of each, in [0, 1]
/// @throws InputError if the budget is negative or more than the endowments, here and below
[[nodiscard]] std::vector<double> queue_haircuts(std::span<double const> endowments, std::span<std::size_t const> order,
                                                 double budget);

/// The same haircut for all: budget / sum of endowments.
[[nodiscard]] std::vector<double> pro_rata_haircuts(std::span<double const> endowments, double budget);

/// h_i = min(eta, cap_i) with eta found by water-filling.
/// @param caps  largest haircut of each, in [0, 1]
/// @throws InputError also if the caps leave less than the budget
[[nodiscard]] std::vector<double> capped_haircuts(std::span<double const> endowments, std::span<double const> caps,
                                                  double budget);

/// h_i = min(cap_i, tau weight_i), with tau such that the budget is met: water-filling by risk weight.
/// @param weights  at least 0, e.g. leverage times an increasing function of it
[[nodiscard]] std::vector<double> weighted_haircuts(std::span<double const> endowments, std::span<double const> caps,
                                                    std::span<double const> weights, double budget);

/// Clawback rate of winners when losses are socialised: min(1, uncovered / sum of profits) [1]; 0 without profits.
[[nodiscard]] double clawback_rate(double uncovered, std::span<double const> profits);

/// Where in a queue venues tell a client he stands, in quintiles of what may be closed: 1 (goes first) to 5.
/// @param sizes  by candidate, in the unit of the contract; @param order  as above
/// @source BitMEX, "Auto-Deleveraging Example": the quintile in which the sum up to and with the candidate ends
[[nodiscard]] std::vector<int> queue_quintiles(std::span<double const> sizes, std::span<std::size_t const> order);

/// How an insurance fund meets a deficit.
struct FundWaterfall {
    double fund_pays, fund_after, left;  ///< [money]; `left` goes to deleveraging or socialised loss
};
[[nodiscard]] FundWaterfall pay_from_fund(double fund, double deficit);

}  // namespace stampede
