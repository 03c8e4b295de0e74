#include "networks/institutions/margins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/base/check.hpp"

namespace stampede {
namespace {

/// Total of all lending, after a look at the input.
double checked_total(Margins const& margins)
{
    auto const& [lent, borrowed] = margins;
    require(lent.size() == borrowed.size(),
            fmt::format("margins: {} totals lent for {} borrowed", lent.size(), borrowed.size()));
    for (std::size_t i = 0; i < lent.size(); ++i)
        require(lent[i] >= 0 && borrowed[i] >= 0 && std::isfinite(lent[i]) && std::isfinite(borrowed[i]),
                fmt::format("margins: totals of institution {} must not be negative: {} lent, {} borrowed", i, lent[i],
                            borrowed[i]));
    double const total = std::accumulate(lent.begin(), lent.end(), 0.0);
    double const all_borrowed = std::accumulate(borrowed.begin(), borrowed.end(), 0.0);
    require(std::abs(total - all_borrowed) <= 1e-9 * total,
            fmt::format("margins: all lent = {} must equal all borrowed = {}", total, all_borrowed));
    for (std::size_t i = 0; i < lent.size(); ++i)
        require(lent[i] + borrowed[i] <= total * (1 + 1e-9),
                fmt::format("margins: institution {} lends {} and borrows {}, more than others can take and give of {}",
                            i, lent[i], borrowed[i], total));
    return total;
}

void scale_rows(ExposureMatrix& exposure, std::vector<double> const& wanted)
{
    for (std::size_t i = 0; i < exposure.size(); ++i) {
        double const sum = std::accumulate(exposure[i].begin(), exposure[i].end(), 0.0);
        for (double& entry : exposure[i])
            entry *= sum > 0 ? wanted[i] / sum : 0;
    }
}

std::vector<double> column_sums(ExposureMatrix const& exposure)
{
    std::vector<double> sums(exposure.size(), 0.0);
    for (auto const& row : exposure)
        for (std::size_t j = 0; j < row.size(); ++j)
            sums[j] += row[j];
    return sums;
}

/// @return how far the columns were off before [USD]
double scale_columns(ExposureMatrix& exposure, std::vector<double> const& wanted)
{
    std::vector<double> factor = column_sums(exposure);
    double worst = 0;
    for (std::size_t j = 0; j < factor.size(); ++j) {
        worst = std::max(worst, std::abs(factor[j] - wanted[j]));
        factor[j] = factor[j] > 0 ? wanted[j] / factor[j] : 0;
    }
    for (auto& row : exposure)
        for (std::size_t j = 0; j < row.size(); ++j)
            row[j] *= factor[j];
    return worst;
}

/// One attempt at a sparse matrix.
class SparseFit {
  public:
    SparseFit(Margins const& margins, double total, DrawStream luck)
        : lent_{margins.lent},
          borrowed_{margins.borrowed},
          dust_{1e-12 * total},
          luck_{luck},
          exposure_(lent_.size(), std::vector<double>(lent_.size(), 0.0))
    {
        while (place_one())
            ++links_;
        for (std::size_t i = 0; i < lent_.size(); ++i)
            reroute(i);
    }
    [[nodiscard]] std::size_t links() const { return links_; }
    [[nodiscard]] ExposureMatrix const& exposure() const { return exposure_; }

  private:
    /// How eagerly i lends to j: most to one who is much smaller or much larger, so that a link uses one of them up.
    [[nodiscard]] double eagerness(std::size_t i, std::size_t j) const
    {
        if (i == j || borrowed_[j] <= dust_)
            return 0;
        return std::max(lent_[i] / borrowed_[j], borrowed_[j] / lent_[i]);
    }

    /// Links the largest creditor that still finds somebody else; false if there is none.
    bool place_one()
    {
        std::vector<std::size_t> creditors(lent_.size());
        std::iota(creditors.begin(), creditors.end(), std::size_t{0});
        std::stable_sort(creditors.begin(), creditors.end(),
                         [this](std::size_t a, std::size_t b) { return lent_[a] > lent_[b]; });
        for (std::size_t const i : creditors) {
            if (lent_[i] <= dust_)
                return false;
            double all = 0;
            for (std::size_t j = 0; j < borrowed_.size(); ++j)
                all += eagerness(i, j);
            if (all > 0) {
                lend(i, drawn_debtor(i, luck_.uniform() * all));
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] std::size_t drawn_debtor(std::size_t i, double rest) const
    {
        std::size_t debtor = 0;
        for (std::size_t j = 0; j < borrowed_.size(); ++j)
            if (double const share = eagerness(i, j); share > 0) {
                debtor = j;
                rest -= share;
                if (rest < 0)
                    break;
            }
        return debtor;
    }

    void lend(std::size_t i, std::size_t j)
    {
        double const amount = std::min(lent_[i], borrowed_[j]);
        exposure_[i][j] += amount;
        lent_[i] -= amount;
        borrowed_[j] -= amount;
    }

    /// Only k is left, as lender and borrower to itself: it steps into links of others, i -> j becomes i -> k -> j.
    /// Links past k carry total + rest - lent - borrowed of k, which is at least the rest.
    void reroute(std::size_t k)
    {
        while (std::min(lent_[k], borrowed_[k]) > dust_) {
            std::size_t from = k;
            std::size_t to = k;
            for (std::size_t i = 0; i < exposure_.size(); ++i)
                for (std::size_t j = 0; j < exposure_.size(); ++j)
                    if (i != k && j != k && exposure_[i][j] > exposure_[from][to]) {
                        from = i;
                        to = j;
                    }
            ensure(from != k, "minimum density: nobody to step between, institution", k);
            double const amount = std::min({lent_[k], borrowed_[k], exposure_[from][to]});
            links_ += exposure_[from][k] > 0 ? 0U : 1U;
            links_ += exposure_[k][to] > 0 ? 0U : 1U;
            links_ -= amount == exposure_[from][to] ? 1U : 0U;
            exposure_[from][to] -= amount;
            exposure_[from][k] += amount;
            exposure_[k][to] += amount;
            lent_[k] -= amount;
            borrowed_[k] -= amount;
        }
    }

    std::vector<double> lent_, borrowed_;  // still to be placed
    double dust_;
    DrawStream luck_;
    ExposureMatrix exposure_;
    std::size_t links_ = 0;
};

}  // namespace

ExposureMatrix maximum_entropy(Margins const& margins)
{
    double const total = checked_total(margins);
    std::size_t const nodes = margins.lent.size();
    ExposureMatrix exposure(nodes, std::vector<double>(nodes, 1.0));
    for (std::size_t i = 0; i < nodes; ++i)
        exposure[i][i] = 0;
    constexpr int most_rounds = 100000;
    for (int round = 0; round < most_rounds; ++round) {
        scale_rows(exposure, margins.lent);
        if (scale_columns(exposure, margins.borrowed) <= 1e-12 * total)
            return exposure;
    }
    throw InputError{"margins: scaling did not settle; one institution lends and borrows nearly all there is"};
}

ExposureMatrix minimum_density(Margins const& margins, Draws const& draws)
{
    double const total = checked_total(margins);
    constexpr std::uint64_t attempts = 20;
    SparseFit best{margins, total, draws.stream("institution minimum_density", 0)};
    for (std::uint64_t attempt = 1; attempt < attempts; ++attempt) {
        SparseFit const next{margins, total, draws.stream("institution minimum_density", attempt)};
        if (next.links() < best.links())
            best = next;
    }
    return best.exposure();
}

}  // namespace stampede
