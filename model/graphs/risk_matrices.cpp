#include "model/graphs/risk_matrices.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"

namespace stampede {
namespace {

constexpr double largest_exponent = 700;

void check(SquareMatrix const& matrix)
{
    for (auto const& row : matrix) {
        require(row.size() == matrix.size(), "risk matrix: the matrix is not square");
        require(std::ranges::all_of(row, [](double x) { return x >= 0; }), "risk matrix: entries must not be negative");
    }
}

SquareMatrix identity(std::size_t n)
{
    SquareMatrix one(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i)
        one[i][i] = 1;
    return one;
}

// scale * a * b
SquareMatrix product(SquareMatrix const& a, SquareMatrix const& b, double scale)
{
    std::size_t const n = a.size();
    SquareMatrix result(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < n; ++k)
            for (std::size_t j = 0; a[i][k] != 0 && j < n; ++j)
                result[i][j] += scale * a[i][k] * b[k][j];
    return result;
}

double row_sum(SquareMatrix const& matrix, std::size_t i)
{
    return std::accumulate(matrix[i].begin(), matrix[i].end(), 0.0);
}

// Walks from each to each other; those back to their beginning do not count.
SquareMatrix walks(SquareMatrix const& impact)
{
    SquareMatrix all = communicability(impact);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i][i] = 0;
    return all;
}

}  // namespace

SquareMatrix impact_matrix(SquareMatrix const& liabilities, std::vector<double> const& buffers)
{
    check(liabilities);
    require(buffers.size() == liabilities.size(), "impact matrix: one buffer each is needed");
    require(std::ranges::all_of(buffers, [](double x) { return x > 0; }), "impact matrix: buffers must be positive");
    SquareMatrix impact = liabilities;
    for (auto& row : impact)
        for (std::size_t j = 0; j < row.size(); ++j)
            row[j] = std::min(1.0, row[j] / buffers[j]);
    return impact;
}

SquareMatrix binary_impact(SquareMatrix const& impact)
{
    SquareMatrix binary = impact;
    for (auto& row : binary)
        for (double& entry : row)
            entry = entry >= 1 ? 1.0 : 0.0;
    return binary;
}

// Halved until its largest row sum is at most 1/2, then Taylor's series, then squared back.
SquareMatrix communicability(SquareMatrix const& matrix)
{
    check(matrix);
    double largest = 0;
    for (std::size_t i = 0; i < matrix.size(); ++i)
        largest = std::max(largest, row_sum(matrix, i));
    require(largest <= largest_exponent, "communicability: a row sums to more than 700, exp overflows");
    int halvings = 0;
    for (; largest > 0.5; largest /= 2)
        ++halvings;
    SquareMatrix const small = product(matrix, identity(matrix.size()), 1.0 / static_cast<double>(1ULL << halvings));

    constexpr int terms = 16;  // 0.5^16 / 16! < 1e-18
    SquareMatrix sum = identity(matrix.size());
    SquareMatrix term = sum;
    for (int k = 1; k <= terms; ++k) {
        term = product(term, small, 1.0 / k);
        for (std::size_t i = 0; i < sum.size(); ++i)
            for (std::size_t j = 0; j < sum.size(); ++j)
                sum[i][j] += term[i][j];
    }
    for (int k = 0; k < halvings; ++k)
        sum = product(sum, sum, 1.0);
    return sum;
}

std::vector<double> impact_susceptibility(SquareMatrix const& impact)
{
    SquareMatrix const all = walks(impact);
    std::vector<double> susceptibility(impact.size(), 0.0);
    for (std::size_t j = 0; j < impact.size(); ++j) {
        double direct = 0;
        for (std::size_t i = 0; i < impact.size(); ++i) {
            direct += impact[i][j];
            susceptibility[j] += all[i][j];
        }
        susceptibility[j] = direct > 0 ? susceptibility[j] / direct : 0.0;
    }
    return susceptibility;
}

double impact_fluidity(SquareMatrix const& impact)
{
    std::vector<double> const each = impact_susceptibility(impact);
    return each.empty() ? 0.0 : std::accumulate(each.begin(), each.end(), 0.0) / static_cast<double>(each.size());
}

ImpactDiffusion impact_diffusion(SquareMatrix const& impact)
{
    std::size_t const n = impact.size();
    SquareMatrix const all = walks(impact);
    ImpactDiffusion diffusion{std::vector<double>(n, 0.0), std::vector<double>(n, 0.0)};
    for (std::size_t silent = 0; silent < n; ++silent) {
        double const direct = row_sum(impact, silent);
        if (direct == 0)
            continue;
        SquareMatrix without = impact;
        without[silent].assign(n, 0.0);
        SquareMatrix const left = walks(without);
        for (std::size_t i = 0; i < n; ++i) {
            double lost = 0;
            for (std::size_t j = 0; j < n; ++j)
                lost += all[i][j] - left[i][j];
            (i == silent ? diffusion.start : diffusion.intermediate)[silent] += lost / direct;
        }
    }
    return diffusion;
}

}  // namespace stampede
