#include "model/policies/stable_swap.hpp"

#include <numeric>

#include "model/base/check.hpp"

namespace stampede {
namespace {

constexpr int most_rounds = 255;  // as in the contracts; about ten are enough

/// Newton's method on a convex function: after the first step it falls towards the root, and stops where whole numbers
/// let it fall no further.
template <class Step>
Big descend(Big root, Step const& step)
{
    root = step(root);
    for (int round = 0; round < most_rounds; ++round) {
        Big const next = step(root);
        if (next >= root)
            return root;
        root = next;
    }
    ensure(false, "stableswap: an equation is not solved in so many rounds", most_rounds);
    return root;
}

double invariant(std::span<double const> balances, double leverage)
{
    auto const n = static_cast<double>(balances.size());
    double const sum = std::accumulate(balances.begin(), balances.end(), 0.0);
    double size = sum;
    for (int round = 0; round < most_rounds; ++round) {
        double product = size;
        for (double const balance : balances)
            product *= size / (n * balance);
        double const next = (leverage * sum + n * product) * size / ((leverage - 1) * size + (n + 1) * product);
        double const change = next > size ? next - size : size - next;
        size = next;
        if (change <= 1e-15 * size)
            break;
    }
    return size;
}

}  // namespace

void StableSwap::visit(FieldVisitor& field)
{
    field("amplification", amplification_, {1, 1e6}, "1",
          "how far from equal balances the price stays near one; as in Curve's contracts");
}

Big StableSwap::size(std::span<Big const> balances) const
{
    std::size_t const n = balances.size();
    Big const leverage = Big{amplification_} * n;
    Big const sum = std::accumulate(balances.begin(), balances.end(), Big{0});
    return descend(sum, [&](Big const& size) -> Big {
        Big product = size;
        for (Big const& balance : balances)
            product = product * size / (balance * n);
        return (leverage * sum + product * n) * size / ((leverage - 1) * size + product * (n + 1));
    });
}

Big StableSwap::balance_at(std::span<Big const> balances, std::size_t coin, Big const& size) const
{
    std::size_t const n = balances.size();
    Big const leverage = Big{amplification_} * n;
    Big constant = size, sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (i == coin)
            continue;
        constant = constant * size / (balances[i] * n);
        sum += balances[i];
    }
    constant = constant * size / (leverage * n);
    Big const linear = sum + size / leverage;
    return descend(size, [&](Big const& balance) -> Big {
        return (balance * balance + constant) / (balance * 2 + linear - size);
    });
}

double StableSwap::price(std::span<double const> balances, std::size_t in, std::size_t out) const
{
    auto const n = static_cast<double>(balances.size());
    double const leverage = static_cast<double>(amplification_) * n;
    double const size = invariant(balances, leverage);
    double product = size;
    for (double const balance : balances)
        product *= size / (n * balance);
    return (leverage + product / balances[in]) / (leverage + product / balances[out]);
}

}  // namespace stampede
