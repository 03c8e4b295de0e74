#pragma once
// x = base + A x with A >= 0: what everyone has when part of it comes from others who are in the same position.

#include <cstdint>
#include <vector>

namespace stampede {

/// `share` of what `from` pays arrives here [1].
struct Inflow {
    std::uint32_t from;
    double share;
};

/// One unknown per member. The shares paid out by a member sum to at most 1.
struct InflowSystem {
    std::vector<double> base;                  ///< what each has without the others
    std::vector<std::vector<Inflow>> inflows;  ///< what each gets from the others
    [[nodiscard]] std::size_t size() const { return base.size(); }
};

/// Solves x_i = base_i + sum over inflows of share * x_from.
///
/// Gauss-Seidel sweeps first (money that leaks out converges in a few dozen); dense elimination where the loop is
/// nearly closed, which needs no pivoting since no column pays out more than it has.
/// @throws InputError if an inflow names nobody in the system
[[nodiscard]] std::vector<double> solve(InflowSystem const& system);

}  // namespace stampede
