#include "model/graphs/inflow_system.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "model/base/check.hpp"

namespace stampede {
namespace {

constexpr int most_sweeps = 100;
constexpr double least_change = 0x1p-51;    // a change below this part of x is rounding
constexpr double smallest_pivot = 0x1p-47;  // a loop more closed than this is beyond double precision

// One sweep in index order; true once nothing moves any more.
bool sweep(InflowSystem const& system, std::vector<double>& x)
{
    bool settled = true;
    for (std::size_t i = 0; i < system.size(); ++i) {
        double next = system.base[i];
        for (Inflow const& inflow : system.inflows[i])
            next += inflow.share * x[inflow.from];
        settled = settled && std::abs(next - x[i]) <= least_change * std::abs(next);
        x[i] = next;
    }
    return settled;
}

std::optional<std::vector<double>> solve_by_sweeps(InflowSystem const& system)
{
    std::vector<double> x = system.base;
    for (int count = 0; count < most_sweeps; ++count)
        if (sweep(system, x))
            return x;
    return std::nullopt;
}

// Gauss without pivoting on I - A.
std::vector<double> solve_by_elimination(InflowSystem const& system)
{
    std::size_t const n = system.size();
    std::vector<double> matrix(n * n, 0.0);
    std::vector<double> x = system.base;
    for (std::size_t i = 0; i < n; ++i) {
        matrix[i * n + i] = 1;
        for (Inflow const& inflow : system.inflows[i])
            matrix[i * n + inflow.from] -= inflow.share;
    }
    for (std::size_t k = 0; k < n; ++k) {
        double const pivot = std::max(matrix[k * n + k], smallest_pivot);
        for (std::size_t i = k + 1; i < n; ++i) {
            double const factor = matrix[i * n + k] / pivot;
            if (factor == 0)
                continue;
            for (std::size_t j = k + 1; j < n; ++j)
                matrix[i * n + j] -= factor * matrix[k * n + j];
            x[i] -= factor * x[k];
        }
    }
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t j = k + 1; j < n; ++j)
            x[k] -= matrix[k * n + j] * x[j];
        x[k] /= std::max(matrix[k * n + k], smallest_pivot);
    }
    return x;
}

}  // namespace

std::vector<double> solve(InflowSystem const& system)
{
    require(system.inflows.size() == system.size(), "inflow system: one list of inflows per member is needed");
    for (auto const& inflows : system.inflows)
        for (Inflow const& inflow : inflows)
            require(inflow.from < system.size(), "inflow system: an inflow comes from nobody in the system");
    if (auto const swept = solve_by_sweeps(system))
        return *swept;
    return solve_by_elimination(system);
}

}  // namespace stampede
